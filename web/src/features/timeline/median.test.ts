import { expect, test } from "vitest";

import { median } from "./median";

test("the median is the middle one, or lies between the two in the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(median([])).toBe(0);
});
