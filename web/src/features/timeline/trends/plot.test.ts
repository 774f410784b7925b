import { expect, test } from "vitest";

import { areaPaths, indexAt, labelEvery, linePaths, lonely, xAt, yAt, type Frame } from "./plot";

const frame: Frame = { left: 0, width: 400, height: 100, top: 10, count: 4, highest: 50 };

test("zero stands on the floor and the highest at the top", () => {
  expect([yAt(0, frame), yAt(50, frame)]).toEqual([110, 10]);
  expect(yAt(0, { ...frame, highest: 0 })).toBe(110);
});

test("a pointer finds the step whose column it is in", () => {
  expect([0, 99, 100, 399, 500, -3].map((x) => indexAt(x, frame))).toEqual([0, 0, 1, 3, 3, 0]);
  expect(xAt(0, frame)).toBe(50);
  expect([xAt(0, { ...frame, left: 30 }), indexAt(129, { ...frame, left: 30 })]).toEqual([80, 0]);
});

test("a line breaks at a step without a value instead of falling to zero", () => {
  const values = [10, 20, null, 50];
  expect(linePaths(values, frame)).toEqual(["M50 90L150 70"]);
  expect(lonely(values)).toEqual([3]);
  expect(areaPaths(values, frame)).toEqual(["M50 110L50 90L150 70L150 110Z", "M348 110V10h4V110Z"]);
});

test("labels are thinned until each has its room", () => {
  expect(labelEvery(12, 600, 48)).toBe(1);
  expect(labelEvery(30, 300, 48)).toBe(6);
  expect(labelEvery(84, 300, 48)).toBe(14);
});
