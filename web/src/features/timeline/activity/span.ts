/** Which dates the page is about, as the address says it. Dates only; ends are exclusive. Pure. */
import { dateSpan, longDate, monthName, shortDate } from "@/lib/clock";
import { addDays, addMonths, fromDate, isDate, startOfMonth, startOfWeek } from "@/lib/dates";
import { t } from "@/lib/t";

export const LENGTHS = ["day", "week", "month", "year", "all"] as const;
export type Length = (typeof LENGTHS)[number];

export interface Span {
  /** Null for a span of one's own. */
  length: Length | null;
  start: string;
  end: string;
}

/** What the address may say. */
export interface WantedSpan {
  range?: string | undefined;
  /** Any date inside. */
  date?: string | undefined;
  from?: string | undefined;
  /** The last day, inclusive, as people say it. */
  to?: string | undefined;
}

export interface Calendar {
  today: string;
  weekStart: number;
}

export const USUAL: Length = "week";
/** Nothing is older than what the server takes. */
const BEGINNING = "1990-01-01";

export function spanOf(wanted: WantedSpan, { today, weekStart }: Calendar): Span {
  const own = ownSpan(wanted);
  if (own) return own;
  const length = LENGTHS.find((each) => each === wanted.range) ?? USUAL;
  const date = wanted.date !== undefined && isDate(wanted.date) ? wanted.date : today;
  return around(length, date, { today, weekStart });
}

/** The day, week, month or year that holds a date. */
export function around(length: Length, date: string, { today, weekStart }: Calendar): Span {
  switch (length) {
    case "day":
      return { length, start: date, end: addDays(date, 1) };
    case "week": {
      const start = startOfWeek(date, weekStart);
      return { length, start, end: addDays(start, 7) };
    }
    case "month": {
      const start = startOfMonth(date);
      return { length, start, end: addMonths(start, 1) };
    }
    case "year": {
      const year = Number(date.slice(0, 4));
      return { length, start: `${year}-01-01`, end: `${year + 1}-01-01` };
    }
    case "all":
      return { length, start: BEGINNING, end: addDays(today, 1) };
  }
}

/** The span one length before or after; null where there is none, as after today. */
export function neighbour(span: Span, direction: -1 | 1, calendar: Calendar): Span | null {
  const { length, start, end } = span;
  if (length === "all" || (direction > 0 && end > calendar.today)) return null;
  if (length !== null) return around(length, direction > 0 ? end : addDays(start, -1), calendar);
  const days = direction * daysOf(span);
  return { length, start: addDays(start, days), end: addDays(end, days) };
}

export function daysOf({ start, end }: Span): number {
  return Math.round((fromDate(end) - fromDate(start)) / 86_400_000);
}

/** Whether it still runs: what it holds today is not yet all of it. */
export function running({ start, end }: Span, today: string): boolean {
  return start <= today && today < end;
}

/** How the address says a span; the usual one at the present needs no words. */
export function asWanted(span: Span, today: string): WantedSpan {
  const { length, start, end } = span;
  if (length === null) return { ...NOTHING, from: start, to: addDays(end, -1) };
  const range = length === USUAL ? undefined : length;
  if (length === "all" || running(span, today)) return { ...NOTHING, range };
  return { ...NOTHING, range, date: start };
}

/** Another length around what is shown: the present when that is in it, else its beginning. */
export function resized(span: Span, length: Length, calendar: Calendar): Span {
  const { today } = calendar;
  const inside = running(span, today) || span.length === "all" || span.start > today;
  return around(length, inside ? today : span.start, calendar);
}

const NOTHING: WantedSpan = { range: undefined, date: undefined, from: undefined, to: undefined };

/** The spans people ask for by name. */
export function presets(calendar: Calendar): { name: string; span: Span }[] {
  const { today } = calendar;
  const named = (name: Parameters<typeof t>[0], length: Length, date = today) => ({
    name: t(name as "span.today"),
    span: around(length, date, calendar),
  });
  const last = (days: number) => ({
    name: t("span.last", { days }),
    span: { length: null, start: addDays(today, 1 - days), end: addDays(today, 1) },
  });
  return [
    named("span.today", "day"),
    named("span.yesterday", "day", addDays(today, -1)),
    named("span.this-week", "week"),
    named("span.last-week", "week", addDays(today, -7)),
    named("span.this-month", "month"),
    named("span.last-month", "month", addDays(startOfMonth(today), -1)),
    named("span.this-year", "year"),
    last(30),
    last(90),
    named("span.all", "all"),
  ];
}

/** "Friday 20 November", "16 – 22 November", "November 2026", "2026", "All time". */
export function spanName({ length, start, end }: Span, today: string): string {
  switch (length) {
    case "day":
      return longDate(start, today);
    case "month":
      return monthName(start);
    case "year":
      return start.slice(0, 4);
    case "all":
      return t("span.all");
    default:
      return dateSpan(start, addDays(end, -1), today, "long");
  }
}

/** The same where there is little room. */
export function shortName(span: Span, today: string): string {
  if (span.length === "day") return shortDate(span.start, today);
  if (span.length === "week" || span.length === null)
    return dateSpan(span.start, addDays(span.end, -1), today, "short");
  return spanName(span, today);
}

function ownSpan({ from, to }: WantedSpan): Span | null {
  if (from === undefined || to === undefined || !isDate(from) || !isDate(to)) return null;
  const [first, last] = from <= to ? [from, to] : [to, from];
  return { length: null, start: first, end: addDays(last, 1) };
}
