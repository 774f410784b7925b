import { expect, test } from "vitest";

import { layOut, type Stretch } from "../band/geometry";
import type { Key } from "../band/gestures";

import { laneKey, revealed } from "./keys";

const M = 60_000;
const day = { start: 0, end: 1440 * M };
const range = { start: 480 * M, end: 1080 * M };
const stretch = (start: number, end: number): Stretch => {
  return { start: start * M, end: end * M, kind: "signal", label: "", passive: false, category: [] };
};
const steps = layOut([stretch(500, 600), stretch(700, 800)], range, 1000);
const zoom = {
  ...{ range, settled: range, day, usual: range, closest: M, zoomed: false, closer: false },
  ...{ show: () => undefined, reset: () => undefined },
};
const key = (name: string, more: Partial<Key> = {}): Key => {
  return { key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more };
};
const at = (current: number) => ({ zoom, steps, current });

test("j, k and arrows walk, and go on past what is in sight", () => {
  expect(laneKey(key("j"), at(0))).toEqual({ kind: "go", index: 1 });
  expect(laneKey(key("k"), at(1))).toEqual({ kind: "go", index: 0 });
  expect(laneKey(key("ArrowRight"), at(1))).toEqual({ kind: "beyond", step: 1 });
  expect(laneKey(key("ArrowLeft"), at(0))).toEqual({ kind: "beyond", step: -1 });
  expect(laneKey(key("ArrowDown"), at(0))).toEqual({ kind: "lane", step: 1 });
});

test("capital letters lengthen the choice, Enter and Space make it", () => {
  expect(laneKey(key("J", { shiftKey: true }), at(0))).toEqual({ kind: "stretch", step: 1 });
  expect(laneKey(key("Enter"), at(0))).toEqual({ kind: "choose" });
  expect(laneKey(key(" "), at(0))).toEqual({ kind: "choose" });
  expect(laneKey(key("Enter"), { zoom, steps: [], current: -1 })).toBeNull();
});

test("z fills the view with the focused piece, down to a minute", () => {
  const move = laneKey(key("z"), at(0));
  expect(move).toEqual({ kind: "show", range: { start: 487.5 * M, end: 612.5 * M } });
  const tiny = layOut([stretch(500, 500.1)], range, 100_000);
  const close = laneKey(key("z"), { zoom, steps: tiny, current: 0 });
  expect(close?.kind === "show" && close.range.end - close.range.start).toBe(M);
});

test("what belongs to the browser is left to it", () => {
  expect(laneKey(key("j", { ctrlKey: true }), at(0))).toBeNull();
  expect(laneKey(key("Tab"), at(0))).toBeNull();
  expect(laneKey(key("Escape"), at(0))).toBeNull();
});

test("the view moves only as far as it must to show something", () => {
  expect(revealed(range, { start: 500 * M, end: 600 * M }, day)).toBe(range);
  const later = revealed(range, { start: 1100 * M, end: 1130 * M }, day);
  expect(later.end - later.start).toBe(600 * M);
  expect(later.start).toBeLessThan(1100 * M);
  expect(later.end).toBeGreaterThan(1130 * M);
  const earlier = revealed(range, { start: 60 * M, end: 90 * M }, day);
  expect(earlier).toEqual({ start: 0, end: 600 * M });
});
