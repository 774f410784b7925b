import { expect, test } from "vitest";

import { backOff, next, polls, START, type Happened } from "./connection";

const after = (...all: Happened[]) => all.reduce(next, START);

test("a greeting makes it live and forgives earlier failures", () => {
  expect(after("lost", "due", "lost", "due", "greeted")).toEqual({ phase: "live", failures: 0 });
});

test("each loss waits longer, up to a limit, and never at once", () => {
  expect([1, 2, 3, 4, 5, 6, 20].map((failures) => backOff(failures, 0.5))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000,
  ]);
  expect(backOff(1, 0)).toBe(400);
  expect(backOff(1, 1)).toBe(600);
});

test("the page asks by itself only while pushes are missing", () => {
  expect(polls(START)).toBe(false);
  expect(polls(after("lost"))).toBe(true);
  expect(polls(after("lost", "due"))).toBe(true);
  expect(polls(after("lost", "due", "greeted"))).toBe(false);
});

test("being due means nothing unless it waits", () => {
  expect(after("greeted", "due")).toEqual({ phase: "live", failures: 0 });
});
