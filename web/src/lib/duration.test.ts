import { expect, test } from "vitest";

import { age, difference, duration } from "./duration";

test.each([
  [0, "0 m"],
  [0.9, "< 1 s"],
  [12, "12 s"],
  [59.9, "59 s"],
  [60, "1 m"],
  [38 * 60 + 59, "38 m"],
  [3600, "1 h 00 m"],
  [2 * 3600 + 4 * 60, "2 h 04 m"],
  [27 * 3600, "27 h 00 m"],
  [-5, "0 m"],
])("%d seconds read %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test("a difference carries its sign, and under a minute is none", () => {
  expect(difference(24 * 60)).toBe("+ 24 m");
  expect(difference(-3900)).toBe("− 1 h 05 m");
  expect(difference(59)).toBe("± 0 m");
  expect(difference(-59)).toBe("± 0 m");
});

test("an age has one unit", () => {
  expect([4, 61, 7200, 90_000 * 2].map(age)).toEqual(["4 s", "1 m", "2 h", "2 d"]);
});
