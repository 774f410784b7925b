import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Range } from "@/lib/clock";

import { coalesce } from "./coalesce";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the first change is not kept waiting, and a burst becomes one", () => {
  const ran: Range[] = [];
  const { push } = coalesce(800, (range) => ran.push(range));
  push({ start: 1, end: 2 });
  expect(ran).toEqual([{ start: 1, end: 2 }]);
  push({ start: 5, end: 6 });
  push({ start: 3, end: 4 });
  expect(ran).toHaveLength(1);
  vi.advanceTimersByTime(800);
  expect(ran[1]).toEqual({ start: 3, end: 6 });
  vi.advanceTimersByTime(5000);
  expect(ran).toHaveLength(2);
});

test("nothing runs after it was stopped", () => {
  const run = vi.fn();
  const { push, stop } = coalesce(800, run);
  push({ start: 1, end: 2 });
  push({ start: 2, end: 3 });
  stop();
  vi.advanceTimersByTime(5000);
  expect(run).toHaveBeenCalledTimes(1);
});
