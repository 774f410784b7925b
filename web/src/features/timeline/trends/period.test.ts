import { expect, test } from "vitest";

import { asWanted, lengthInDays, neighbour, period, slots } from "./period";

// A Friday.
const TODAY = "2026-11-20";
const of = (wanted: Parameters<typeof period>[0]) => period(wanted, TODAY, 1);

test("without a wish it is twelve weeks, the running one the last", () => {
  const twelve = of({});
  expect(twelve).toEqual({ start: "2026-08-31", end: "2026-11-23", preset: "12w", step: "week" });
  expect(slots(twelve, 1)).toHaveLength(12);
});

test("presets reach to today and step as fits them", () => {
  expect(of({ range: "30d" })).toMatchObject({ start: "2026-10-22", end: "2026-11-21", step: "day" });
  expect(of({ range: "12m" })).toMatchObject({ start: "2025-12-01", end: "2026-12-01", step: "month" });
  expect(of({ range: "year" })).toMatchObject({ start: "2026-01-01", end: "2027-01-01", step: "month" });
  expect(of({ range: "12m", step: "week" }).step).toBe("week");
  expect(of({ range: "nonsense", step: "hour" })).toEqual(of({}));
});

test("an own range includes its last day, in either order", () => {
  const own = of({ from: "2026-03-01", to: "2026-03-31", range: "12w" });
  expect(own).toEqual({ start: "2026-03-01", end: "2026-04-01", preset: null, step: "day" });
  expect(of({ from: "2026-03-31", to: "2026-03-01" })).toEqual(own);
  expect(asWanted(own)).toEqual({ from: "2026-03-01", to: "2026-03-31" });
  expect(of({ from: "2026-02-30", to: "2026-03-01" }).preset).toBe("12w");
});

test("too many steps to draw become larger ones", () => {
  expect(of({ from: "2016-01-01", to: "2026-11-20", step: "day" }).step).toBe("month");
});

test("the weeks of a range start on the day weeks start on", () => {
  const march = of({ from: "2026-03-04", to: "2026-03-20", step: "week" });
  expect(slots(march, 7).map(({ start }) => start)).toEqual(["2026-03-01", "2026-03-08", "2026-03-15"]);
  expect(slots(march, 1).map(({ start }) => start)).toEqual(["2026-03-02", "2026-03-09", "2026-03-16"]);
});

test("the neighbour of whole months is whole months, of anything else the same number of days", () => {
  expect(neighbour(of({ range: "12m" }), -1)).toEqual({ start: "2024-12-01", end: "2025-12-01" });
  const before = neighbour(of({}), -1);
  expect(before).toEqual({ start: "2026-06-08", end: "2026-08-31" });
  expect(lengthInDays(before)).toBe(84);
});
