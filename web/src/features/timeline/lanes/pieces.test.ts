import { expect, test } from "vitest";

import type { Segment } from "../useTimeline";

import { byCategory, byTitle, pieceOf, stacked, type Piece } from "./pieces";

const piece = (start: number, end: number, more: Partial<Piece> = {}): Piece => ({
  ...{ start: start * 60_000, end: end * 60_000, kind: "signal", passive: false, category: ["Work", "Docs"] },
  ...{ label: "", title: "A", place: "editor", device: "desk", role: "active", ...more },
});

test("a segment becomes a piece with the site before the application", () => {
  const segment: Segment = {
    ...{ start: "2026-11-20T08:00:00Z", end: "2026-11-20T08:05:00Z", app: "Firefox", title: "Chapter 3" },
    ...{ domain: "overleaf.com", project: "", language: "", category: "Writing › Thesis", kind: "signal" },
    ...{ device: "desk", lane: "primary", role: "active", passive: false },
  };
  expect(pieceOf(segment)).toMatchObject({
    category: ["Writing", "Thesis"],
    label: "Chapter 3",
    place: "overleaf.com",
    role: "active",
  });
  expect(pieceOf({ ...segment, category: "Uncategorised", title: "" })).toMatchObject({
    category: [],
    label: "overleaf.com",
  });
  expect(pieceOf({ ...segment, lane: "parallel", role: "parallel" }).role).toBe("parallel");
});

test("neighbours of one category are one stretch, whatever their titles", () => {
  const runs = byCategory([
    piece(0, 5, { title: "A" }),
    piece(5, 6, { title: "B" }),
    piece(6, 9, { category: ["Fun"] }),
    piece(9, 10),
    piece(12, 13),
  ]);
  expect(runs.map((run) => [run.start / 60_000, run.end / 60_000, run.label])).toEqual([
    [0, 6, "Docs"],
    [6, 9, "Fun"],
    [9, 10, "Docs"],
    [12, 13, "Docs"],
  ]);
});

test("the longest of joined pieces names them", () => {
  const [run] = byCategory([
    piece(0, 1, { title: "short" }),
    piece(1, 9, { title: "long" }),
    piece(9, 12, { title: "middling" }),
  ]);
  expect(run).toMatchObject({ title: "long", start: 0, end: 12 * 60_000 });
});

test("time said by hand is never joined with time that was seen", () => {
  expect(byCategory([piece(0, 5), piece(5, 6, { role: "by_hand" })])).toHaveLength(2);
});

test("titles are told apart by where they were", () => {
  expect(byTitle([piece(0, 1), piece(1, 2), piece(2, 3, { place: "mail" })])).toHaveLength(2);
});

test("what overlaps lies in rows, and the last row takes the rest", () => {
  const rows = stacked([piece(0, 10), piece(1, 4), piece(2, 3), piece(5, 6), piece(11, 12)], 2);
  expect(rows.map((item) => item.row)).toEqual([0, 1, 1, 1, 0]);
});
