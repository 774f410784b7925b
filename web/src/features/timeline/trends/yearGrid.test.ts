import { expect, test } from "vitest";

import { moveInYear, rowOf, yearGrid } from "./yearGrid";

const cell = (year: number, weekStart: number, date: string) =>
  yearGrid(year, weekStart).cells.find((each) => each.date === date);

test("every day of the year has a place of its own", () => {
  for (const year of [2023, 2024, 2026, 2028]) {
    for (const weekStart of [1, 6, 7]) {
      const { cells, columns } = yearGrid(year, weekStart);
      expect(cells).toHaveLength(year % 4 === 0 ? 366 : 365);
      expect(new Set(cells.map(({ column, row }) => `${column} ${row}`)).size).toBe(cells.length);
      expect(Math.max(...cells.map(({ column }) => column))).toBe(columns - 1);
      expect([53, 54]).toContain(columns);
    }
  }
});

test("a week is one column from the day it starts on", () => {
  // 1 January 2026 is a Thursday.
  expect(cell(2026, 1, "2026-01-01")).toMatchObject({ column: 0, row: 3 });
  expect(cell(2026, 1, "2026-01-04")).toMatchObject({ column: 0, row: 6 });
  expect(cell(2026, 1, "2026-01-05")).toMatchObject({ column: 1, row: 0 });
  expect(cell(2026, 7, "2026-01-01")).toMatchObject({ column: 0, row: 4 });
  expect(cell(2026, 7, "2026-01-04")).toMatchObject({ column: 1, row: 0 });
  expect(rowOf("2026-11-20", 1)).toBe(4);
});

test("a leap year that begins on the last day of a week takes 54 columns", () => {
  // 1 January 2028 is a Saturday.
  expect(yearGrid(2028, 7).columns).toBe(54);
});

test("twelve months are named in order, none twice", () => {
  for (const weekStart of [1, 7]) {
    const names = yearGrid(2026, weekStart).months.map(({ date }) => date.slice(5, 7));
    expect(names).toEqual(["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"]);
  }
});

test("arrow keys go by days and weeks, and stop at the ends", () => {
  const last = "2026-11-20";
  expect(moveInYear("2026-03-04", "ArrowLeft", last)).toBe("2026-02-25");
  expect(moveInYear("2026-03-04", "ArrowDown", last)).toBe("2026-03-05");
  expect(moveInYear("2026-01-03", "ArrowLeft", last)).toBe("2026-01-03");
  expect(moveInYear("2026-11-19", "ArrowRight", last)).toBe("2026-11-19");
  expect(moveInYear("2026-03-04", "End", last)).toBe(last);
  expect(moveInYear("2026-03-04", "Home", last)).toBe("2026-01-01");
  expect(moveInYear("2026-03-04", "a", last)).toBeNull();
});
