import { expect, test } from "vitest";

import { addDays, addMonths, daysFrom, isDate, startOfWeek, weekday } from "./dates";

test("a date is a day that exists", () => {
  expect(["2026-11-20", "2028-02-29"].every(isDate)).toBe(true);
  expect(["2026-02-29", "2026-13-01", "2026-1-1", "today", ""].some(isDate)).toBe(false);
});

test("days and months are counted on the calendar", () => {
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-01");
});

test("a week begins on the day the user says", () => {
  expect(weekday("2026-11-20")).toBe(5);
  expect(startOfWeek("2026-11-20", 1)).toBe("2026-11-16");
  expect(startOfWeek("2026-11-20", 7)).toBe("2026-11-15");
  expect(startOfWeek("2026-11-16", 1)).toBe("2026-11-16");
  expect(daysFrom("2026-11-29", 3)).toEqual(["2026-11-29", "2026-11-30", "2026-12-01"]);
});
