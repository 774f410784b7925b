import { expect, test } from "vitest";

import { cuts, minuteCuts, quantile, step } from "./quantiles";

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

test("even steps are whole minutes, and the fullest hour reaches the last one", () => {
  expect(minuteCuts(53 * 60)).toEqual([720, 1440, 2160, 2880]);
  expect(minuteCuts(20 * 60)).toEqual([240, 480, 720, 960]);
  expect(step(53 * 60, minuteCuts(53 * 60))).toBe(5);
  expect(minuteCuts(0)).toEqual([60, 120, 180, 240]);
});
