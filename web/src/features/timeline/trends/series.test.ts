import { expect, test } from "vitest";

import { gridValues, join, level, pieces, value, type TrendPoint } from "./series";

const HOUR = 3600;
const slots = ["02", "09", "16"].map((day, i) => ({
  start: `2026-11-${day}`,
  end: ["2026-11-09", "2026-11-16", "2026-11-23"][i] ?? "",
}));
const point = (start: string, hours: number, score: number | null = 70): TrendPoint => ({
  start: `${start}T03:00:00.000000Z`,
  total_seconds: hours * HOUR,
  signal_seconds: hours * HOUR * 0.7,
  noise_seconds: hours * HOUR * 0.1,
  score,
  coverage: 0.9,
});
const how = { today: "2026-11-20", dateOf: (instant: string) => instant.slice(0, 10) };

test("a step without data has no value, whether it is absent or empty", () => {
  const steps = join(slots, [point("2026-11-02", 30), point("2026-11-09", 0)], null, how);
  expect(steps.map(({ now }) => value(now, "total"))).toEqual([30 * HOUR, null, null]);
  expect(steps.map(({ running }) => running)).toEqual([false, false, true]);
});

test("the period before stands beside it step by step", () => {
  const previous = [point("2026-10-12", 20), point("2026-10-19", 0), point("2026-10-26", 25)];
  const steps = join(slots, [], previous, how);
  expect(steps.map(({ before }) => value(before, "total"))).toEqual([20 * HOUR, null, 25 * HOUR]);
});

test("the level is the mean of the steps that are over, against those that have a counterpart", () => {
  const now = [point("2026-11-02", 30), point("2026-11-09", 36), point("2026-11-16", 5)];
  const previous = [point("2026-10-12", 20), point("2026-10-19", 0), point("2026-10-26", 25)];
  const told = level(join(slots, now, previous, how), "total");
  expect(told).toMatchObject({ mean: 33 * HOUR, change: 10 * HOUR });
  expect(told?.highest.start).toBe("2026-11-09");
});

test("a score weighs by the time it rests on", () => {
  const now = [point("2026-11-02", 30, 80), point("2026-11-09", 10, 40)];
  expect(level(join(slots, now, null, how), "score")).toMatchObject({ mean: 70, change: null });
  expect(level(join(slots, [point("2026-11-02", 0.1, null)], null, how), "score")).toBeNull();
});

test("when only the running step is known it speaks for itself", () => {
  expect(level(join(slots, [point("2026-11-16", 5)], null, how), "total")).toMatchObject({ mean: 5 * HOUR });
});

test("a line breaks where nothing is known", () => {
  expect(pieces([1, 2, null, 3, null, null, 0, 5])).toEqual([
    { from: 0, to: 1 },
    { from: 3, to: 3 },
    { from: 6, to: 7 },
  ]);
  expect(pieces([null])).toEqual([]);
});

test("grid lines start at zero and are few and round", () => {
  expect(gridValues(8.2 * HOUR, "total").map((each) => each / HOUR)).toEqual([0, 3, 6, 9]);
  expect(gridValues(41 * HOUR, "total").map((each) => each / HOUR)).toEqual([0, 15, 30, 45]);
  expect(gridValues(0, "total").map((each) => each / 60)).toEqual([0, 5]);
  expect(gridValues(3, "score")).toEqual([0, 50, 100]);
});
