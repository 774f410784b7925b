import { expect, test } from "vitest";

import {
  dateSpan,
  instant,
  offsetAt,
  localDate,
  longDate,
  overlaps,
  shortDate,
  tickLabel,
  timeOfDay,
  timeWithSeconds,
} from "./clock";
import { chooseLocale } from "./locale";

const BERLIN = "Europe/Berlin";

test("times are shown where they were lived, in 24 or 12 hours", () => {
  const at = instant("2026-11-20T13:05:09.123456Z");
  expect(timeOfDay(at, BERLIN, false)).toBe("14:05");
  expect(timeOfDay(at, BERLIN, true)).toBe("2:05 pm");
  expect(timeWithSeconds(at, BERLIN)).toBe("14:05:09");
  expect(timeWithSeconds(at, BERLIN, true)).toBe("2:05:09 pm");
});

test("midnight is 00:00, not 24:00", () => {
  expect(timeOfDay(instant("2026-11-19T23:00:00Z"), BERLIN, false)).toBe("00:00");
});

test("ticks drop the minutes of whole hours", () => {
  const eight = instant("2026-11-20T07:00:00Z");
  expect(tickLabel(eight, BERLIN, false)).toBe("08");
  expect(tickLabel(eight + 30 * 60_000, BERLIN, false)).toBe("08:30");
  expect(tickLabel(eight, BERLIN, true)).toBe("8 am");
});

test("a date names its year only when it is another one", () => {
  expect(longDate("2026-11-20", "2026-11-20")).toMatch(/^Friday,? (20 November|November 20)$/);
  expect(longDate("2025-11-20", "2026-11-20")).toContain("2025");
  expect(shortDate("2026-11-20", "2026-11-20")).toMatch(/^Fri,? (20 Nov|Nov 20)$/);
});

test("the local date of an instant depends on the zone", () => {
  const at = instant("2026-11-20T23:30:00Z");
  expect(localDate(at, BERLIN)).toBe("2026-11-21");
  expect(localDate(at, "America/New_York")).toBe("2026-11-20");
});

test("ranges that only touch do not overlap", () => {
  expect(overlaps({ start: 0, end: 10 }, { start: 10, end: 20 })).toBe(false);
  expect(overlaps({ start: 0, end: 11 }, { start: 10, end: 20 })).toBe(true);
});

test("words stay English while the clock follows the browser", () => {
  expect(chooseLocale("de-DE")).toEqual({ text: "en-GB", hour12: false });
  expect(chooseLocale("en-US")).toEqual({ text: "en-US", hour12: true });
});

test("a span of dates says what it must and no more", () => {
  expect(dateSpan("2026-11-16", "2026-11-22", "2026-11-20", "long")).toBe("16 – 22 November");
  expect(dateSpan("2026-10-26", "2026-11-01", "2026-11-20")).toBe("26 Oct – 1 Nov");
  expect(dateSpan("2025-12-29", "2026-01-04", "2026-11-20")).toBe("29 Dec 2025 – 4 Jan 2026");
  expect(dateSpan("2026-11-20", "2026-11-20", "2026-11-20", "long")).toBe("20 November");
});

test("a zone's distance from UTC follows its clock changes", () => {
  expect(offsetAt(instant("2026-11-20T12:00:00Z"), BERLIN)).toBe(3_600_000);
  expect(offsetAt(instant("2026-07-20T12:00:00.500Z"), BERLIN)).toBe(7_200_000);
  expect(offsetAt(instant("2026-11-20T12:00:00Z"), "Asia/Kolkata")).toBe(19_800_000);
});
