/** The year as weeks in columns, weekdays in rows. Dates only, no zones. Pure. */
import { addDays, startOfWeek, weekday } from "@/lib/dates";

export interface YearCell {
  date: string;
  /** 0 is the week that holds 1 January. */
  column: number;
  /** 0 is the day the week starts on. */
  row: number;
}

export interface MonthLabel {
  date: string;
  column: number;
}

export interface YearGrid {
  cells: YearCell[];
  columns: number;
  months: MonthLabel[];
}

export function yearGrid(year: number, weekStart: number): YearGrid {
  const first = `${year}-01-01`;
  const origin = startOfWeek(first, weekStart);
  const cells: YearCell[] = [];
  for (let date = first; date.startsWith(`${year}-`); date = addDays(date, 1)) {
    cells.push({ date, column: Math.floor(between(origin, date) / 7), row: rowOf(date, weekStart) });
  }
  return { cells, columns: (cells.at(-1)?.column ?? 52) + 1, months: monthLabels(cells) };
}

const STEP: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -7, ArrowRight: 7 };

/** Where a key leads from a date; null when it leads nowhere in the grid. Never past `last`. */
export function moveInYear(date: string, key: string, last: string): string | null {
  const year = date.slice(0, 4);
  const to =
    key === "Home"
      ? `${year}-01-01`
      : key === "End"
        ? last
        : key in STEP
          ? addDays(date, STEP[key] ?? 0)
          : null;
  if (to === null) return null;
  return to.startsWith(year) && to <= last ? to : date;
}

export function rowOf(date: string, weekStart: number): number {
  return (weekday(date) - weekStart + 7) % 7;
}

/** A month is named over the first column that begins in it, so that no name stands over two months. */
function monthLabels(cells: readonly YearCell[]): MonthLabel[] {
  return cells
    .filter(({ date, row }) => Number(date.slice(8)) <= 7 && (row === 0 || date.endsWith("-01-01")))
    .filter(({ date }, i, all) => all[i - 1]?.date.slice(0, 7) !== date.slice(0, 7))
    .map(({ date, column }) => ({ date, column }));
}

function between(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
