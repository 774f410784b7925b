import { expect, test } from "vitest";

import { fullest, hourGrid, usedColumns, usualDay, type HeatCell } from "./hours";

const cell = (weekday: number, hour: number, minutes: number, observed = 10): HeatCell => ({
  weekday,
  hour,
  seconds: minutes * 60 * observed,
  signal_seconds: minutes * 30 * observed,
  observed_hours: observed,
});
const how = { metric: "total", weekStart: 1, firstHour: 4 } as const;

test("rows follow the week, columns the day from the hour it begins", () => {
  const sunday = hourGrid([cell(7, 4, 5), cell(1, 3, 10)], { ...how, weekStart: 7 });
  expect(sunday.map(([first]) => first?.weekday)).toEqual([7, 1, 2, 3, 4, 5, 6]);
  expect(sunday[0]?.[0]).toMatchObject({ hour: 4, mean: 300 });
  expect(sunday[1]?.[23]).toMatchObject({ hour: 3, mean: 600 });
});

test("a mean is over observed hours; an hour never observed has none, one seen twice is marked", () => {
  const [monday] = hourGrid([cell(1, 9, 40, 2)], { ...how, firstHour: 0 });
  expect(monday?.[9]).toMatchObject({ mean: 2400, few: true, observed: 2 });
  expect(monday?.[10]).toMatchObject({ mean: null, few: false });
  const [signal] = hourGrid([cell(1, 9, 40)], { ...how, firstHour: 0, metric: "signal" });
  expect(signal?.[9]).toMatchObject({ mean: 1200, few: false });
});

test("the night is left out where nothing happens in it", () => {
  const grid = hourGrid([cell(2, 8, 30), cell(5, 21, 5), cell(3, 6, 0.5)], how);
  expect(usedColumns(grid)).toEqual({ from: 4, to: 17 });
  expect(usedColumns(hourGrid([], how))).toEqual({ from: 0, to: 23 });
  expect(usedColumns(hourGrid([cell(1, 9, 30)], how))).toEqual({ from: 0, to: 5 });
});

test("the fullest two hours are those seen often enough", () => {
  const grid = hourGrid([cell(2, 9, 50), cell(2, 10, 55), cell(4, 9, 60, 1), cell(4, 10, 60, 1)], how);
  expect(fullest(grid)).toMatchObject({ mean: 3150, hours: [{ weekday: 2, hour: 9 }, { hour: 10 }] });
  expect(fullest(hourGrid([], how))).toBeNull();
});

test("a usual day adds up its usual hours", () => {
  const [monday, tuesday] = hourGrid([cell(1, 9, 30), cell(1, 10, 20, 2)], how);
  expect(usualDay(monday ?? [])).toBe(3000);
  expect(usualDay(tuesday ?? [])).toBeNull();
});
