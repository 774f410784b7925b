import { expect, test } from "vitest";

import { layOut, type Stretch } from "./geometry";
import { bandKey, wheelMeaning, type Key } from "./gestures";

const still = { deltaX: 0, deltaY: 0, ctrlKey: false, metaKey: false, shiftKey: false };

test("somebody who scrolls past keeps scrolling", () => {
  expect(wheelMeaning({ ...still, deltaY: 100 }, false, true)).toBe("page");
  expect(wheelMeaning({ ...still, deltaY: -100 }, false, false)).toBe("page");
});

test("at the top of the page the wheel comes closer, and once closer it belongs to the band", () => {
  expect(wheelMeaning({ ...still, deltaY: -100 }, false, true)).toBe("zoom");
  expect(wheelMeaning({ ...still, deltaY: 100 }, true, true)).toBe("zoom");
  expect(wheelMeaning({ ...still, deltaX: 50, deltaY: 2 }, true, true)).toBe("pan");
  expect(wheelMeaning({ ...still, deltaX: 50, deltaY: 2 }, false, true)).toBe("page");
});

test("pinching always zooms", () => {
  expect(wheelMeaning({ ...still, deltaY: 3, ctrlKey: true }, false, false)).toBe("zoom");
});

const day = { start: 0, end: 86_400_000 };
const range = { start: 28_800_000, end: 64_800_000 };
const stretch = (start: number, end: number): Stretch => {
  return { start, end, kind: "signal", label: "", passive: false, category: [] };
};
const steps = layOut([stretch(30_000_000, 40_000_000), stretch(50_000_000, 60_000_000)], range, 1000);
const zoom = {
  range,
  settled: range,
  day,
  usual: range,
  closest: 600_000,
  zoomed: false,
  closer: false,
  show: () => undefined,
  reset: () => undefined,
};
const key = (name: string, more: Partial<Key> = {}) =>
  ({ key: name, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more }) satisfies Key;

test("arrows walk and stop at the ends", () => {
  const from = (current: number) => ({ zoom, steps, current, pointing: false });
  expect(bandKey(key("ArrowRight"), from(0))).toEqual({ kind: "go", index: 1 });
  expect(bandKey(key("ArrowRight"), from(1))).toEqual({ kind: "go", index: 1 });
  expect(bandKey(key("ArrowLeft"), from(0))).toEqual({ kind: "go", index: 0 });
  expect(bandKey(key("End"), from(0))).toEqual({ kind: "go", index: 1 });
});

test("Escape closes the tooltip first, then the zoom, then is somebody else's", () => {
  const zoomed = { ...zoom, zoomed: true };
  expect(bandKey(key("Escape"), { zoom: zoomed, steps, current: 0, pointing: true })).toEqual({
    kind: "dismiss",
  });
  expect(bandKey(key("Escape"), { zoom: zoomed, steps, current: 0, pointing: false })).toEqual({
    kind: "reset",
  });
  expect(bandKey(key("Escape"), { zoom, steps, current: 0, pointing: false })).toBeNull();
});

test("Enter fills the band with what is focused", () => {
  const move = bandKey(key("Enter"), { zoom, steps, current: 1, pointing: false });
  expect(move).toEqual({ kind: "show", range: { start: 48_750_000, end: 61_250_000 } });
});

test("the browser keeps its own shortcuts", () => {
  expect(bandKey(key("0", { ctrlKey: true }), { zoom, steps, current: 0, pointing: false })).toBeNull();
});
