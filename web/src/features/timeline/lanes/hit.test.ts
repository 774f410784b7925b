import { expect, test } from "vitest";

import { focusSpot, hit, rowUnder } from "./hit";
import { placed, weekdayLane, type Lane } from "./lanes";
import type { Piece } from "./pieces";

const M = 60_000;
const piece = (start: number, end: number, more: Partial<Piece> = {}): Piece => ({
  ...{ start: start * M, end: end * M, kind: "signal", passive: false, category: ["Work"], label: "" },
  ...{ title: "", place: "", device: "desk", role: "active", ...more },
});
const music = piece(5, 30, { role: "parallel" });
const lane: Lane = weekdayLane("2026-11-20", "Friday", 0, [piece(0, 10), piece(20, 25), music]);
const { lanes } = placed([lane, { ...lane, id: "other" }], false);
const [first, second] = lanes;
const top = first?.top ?? 0;

test("a spot finds its lane, its piece, and the time away around it", () => {
  expect(hit(lanes, { at: 5 * M, y: top + 5 }, null)?.piece?.end).toBe(10 * M);
  const gap = hit(lanes, { at: 15 * M, y: top + 5 }, null);
  expect(gap?.piece).toBeNull();
  expect(gap?.away).toEqual({ start: 10 * M, end: 20 * M });
  expect(hit(lanes, { at: 5 * M, y: (second?.top ?? 0) + 5 }, null)?.lane.id).toBe("other");
});

test("above the lanes lies nothing", () => {
  expect(hit(lanes, { at: 5 * M, y: 3 }, null)).toBeNull();
});

test("what ran beside lies under the band, and a click there means it", () => {
  const low = top + (first?.height ?? 0) - 2;
  expect(hit(lanes, { at: 12 * M, y: low }, null)?.piece).toMatchObject({ role: "parallel" });
  expect(first && rowUnder(first, low)).toHaveLength(1);
});

test("after the last activity one is away only where the present is", () => {
  const late = { at: 40 * M, y: top + 5 };
  expect(hit(lanes, late, null)?.away).toBeNull();
  expect(hit(lanes, late, { at: 60 * M, lane: "2026-11-20" })?.away).toEqual({ start: 25 * M, end: 60 * M });
  expect(hit(lanes, late, { at: 60 * M, lane: "other" })?.away).toBeNull();
});

test("the focus points into its lane", () => {
  expect(focusSpot({ lane: "other", at: 7 }, lanes)).toEqual({ at: 7, y: (second?.top ?? 0) + 1 });
  expect(focusSpot({ lane: "gone", at: 7 }, lanes)).toBeNull();
});
