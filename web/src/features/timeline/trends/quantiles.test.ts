import { expect, test } from "vitest";

import { cuts, evenCuts, quantile, step } from "./quantiles";

test("a quantile lies between its neighbours", () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([5], 0.9)).toBe(5);
  expect(quantile([], 0.5)).toBe(0);
});

test("a fifth of the days takes each step", () => {
  const days = Array.from({ length: 100 }, (_, i) => i + 1);
  const at = cuts(days);
  const counts = [1, 2, 3, 4, 5].map((wanted) => days.filter((value) => step(value, at) === wanted).length);
  expect(counts).toEqual([20, 20, 20, 20, 20]);
});

test("days alike get no steps that would tell them apart", () => {
  expect(cuts([3600, 3600, 3600])).toEqual([]);
  expect(step(3600, [])).toBe(1);
  expect(cuts([])).toEqual([]);
});

test("nothing is its own step, below the first", () => {
  expect(step(0, [10, 20])).toBe(0);
  expect([1, 10, 20].map((value) => step(value, [10, 20]))).toEqual([1, 2, 3]);
});

test("zeros do not push the cuts down", () => {
  expect(cuts([0, 0, 0, 0, 1, 2, 3, 4, 5])).toEqual(cuts([1, 2, 3, 4, 5]));
});

test("even steps are whole units", () => {
  expect(evenCuts(2760, 600)).toEqual([600, 1200, 1800, 2400]);
  expect(evenCuts(3700, 600)).toEqual([1200, 2400, 3600, 4800]);
});
