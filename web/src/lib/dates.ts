/** Calendar dates as `2026-11-20`. No zone is involved: arithmetic on dates, not on instants. */
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

export function isDate(text: string): boolean {
  const parts = PATTERN.exec(text);
  return parts !== null && toDate(fromDate(text)) === text;
}

export function addDays(date: string, days: number): string {
  return toDate(fromDate(date) + days * 86_400_000);
}

/** 1 is Monday, 7 is Sunday. */
export function weekday(date: string): number {
  return new Date(fromDate(date)).getUTCDay() || 7;
}

export function startOfWeek(date: string, weekStart: number): string {
  return addDays(date, -((weekday(date) - weekStart + 7) % 7));
}

export function startOfMonth(date: string): string {
  return `${date.slice(0, 8)}01`;
}

export function addMonths(date: string, months: number): string {
  const at = new Date(fromDate(startOfMonth(date)));
  at.setUTCMonth(at.getUTCMonth() + months);
  return toDate(at.getTime());
}

export function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => addDays(first, i));
}

/** Midnight UTC of the date: good for formatting with `timeZone: "UTC"`, not an instant of anybody's day. */
export function fromDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function toDate(ms: number): string {
  return Number.isNaN(ms) ? "" : new Date(ms).toISOString().slice(0, 10);
}
