import { expect, test } from "vitest";

import {
  around,
  asWanted,
  daysOf,
  LENGTHS,
  neighbour,
  presets,
  resized,
  spanName,
  spanOf,
  type Span,
} from "./span";

const calendar = { today: "2026-11-20", weekStart: 1 };
const text = ({ start, end }: Span) => `${start} ${end}`;

test("without a word it is this week; a date says which day, week, month or year", () => {
  expect(text(spanOf({}, calendar))).toBe("2026-11-16 2026-11-23");
  expect(text(spanOf({ range: "day" }, calendar))).toBe("2026-11-20 2026-11-21");
  expect(text(spanOf({ range: "month", date: "2024-02-29" }, calendar))).toBe("2024-02-01 2024-03-01");
  expect(text(spanOf({ range: "year", date: "2025-07-01" }, calendar))).toBe("2025-01-01 2026-01-01");
  expect(text(spanOf({ range: "week" }, { ...calendar, weekStart: 7 }))).toBe("2026-11-15 2026-11-22");
});

test("two days are a span of one's own, in whatever order; nonsense is the usual", () => {
  expect(spanOf({ from: "2026-03-09", to: "2026-03-02" }, calendar)).toEqual({
    ...{ length: null, start: "2026-03-02", end: "2026-03-10" },
  });
  expect(text(spanOf({ from: "yesterday", to: "2026-03-02" }, calendar))).toBe("2026-11-16 2026-11-23");
  expect(text(spanOf({ range: "month", date: "2026-02-30" }, calendar))).toBe("2026-11-01 2026-12-01");
});

test("what the address says leads back to the same span", () => {
  const own: Span = { length: null, start: "2026-03-02", end: "2026-03-10" };
  const spans = LENGTHS.flatMap((length) =>
    ["2026-11-20", "2025-03-31", "2024-02-29"].map((date) => around(length, date, calendar)),
  );
  for (const span of [...spans, own]) {
    expect(spanOf(asWanted(span, calendar.today), calendar)).toEqual(span);
  }
});

test("neighbours touch, and nothing lies after today or around all time", () => {
  for (const length of ["day", "week", "month", "year"] as const) {
    const span = around(length, "2025-03-15", calendar);
    expect(neighbour(span, -1, calendar)?.end).toBe(span.start);
    expect(neighbour(span, 1, calendar)?.start).toBe(span.end);
    expect(neighbour(around(length, calendar.today, calendar), 1, calendar)).toBeNull();
  }
  const own: Span = { length: null, start: "2026-03-02", end: "2026-03-10" };
  expect(neighbour(own, -1, calendar)).toEqual({ length: null, start: "2026-02-22", end: "2026-03-02" });
  expect(neighbour(around("all", calendar.today, calendar), -1, calendar)).toBeNull();
});

test("another length stays where one is, at the present when that is in sight", () => {
  expect(text(resized(around("month", calendar.today, calendar), "day", calendar))).toBe(
    "2026-11-20 2026-11-21",
  );
  expect(text(resized(around("month", "2026-03-15", calendar), "week", calendar))).toBe(
    "2026-02-23 2026-03-02",
  );
  expect(text(resized(around("all", calendar.today, calendar), "year", calendar))).toBe(
    "2026-01-01 2027-01-01",
  );
});

test("spans have names, and those that people ask for by name hold what the name says", () => {
  expect(presets(calendar).map(({ name, span }) => [name, daysOf(span)])).toEqual([
    ["Today", 1],
    ["Yesterday", 1],
    ["This week", 7],
    ["Last week", 7],
    ["This month", 30],
    ["Last month", 31],
    ["This year", 365],
    ["Last 30 days", 30],
    ["Last 90 days", 90],
    ["All time", expect.any(Number)],
  ]);
  expect(spanName(around("week", "2026-11-20", calendar), "2026-11-20")).toBe("16 – 22 November");
  expect(spanName(around("month", "2026-11-20", calendar), "2026-11-20")).toBe("November 2026");
});
