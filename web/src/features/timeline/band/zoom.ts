/** Which part of the day is shown, and how it moves. Pure; every range stays inside the day. */
import { wallClock, type Ms, type Range } from "@/lib/clock";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const CLOSEST = 10 * MINUTE;
const USUAL_SPAN = 10 * HOUR;

/** The hours that matter: from the first activity for ten hours, or longer when the day was. Nights are folded away. */
export function usualRange(day: Range, activity: Range | null, now: Ms | null): Range {
  const inside = now !== null && now >= day.start && now < day.end ? now : null;
  const from = activity?.start ?? (inside === null ? day.start + 4 * HOUR : inside - 2 * HOUR);
  const until = Math.max(activity?.end ?? from, inside ?? from);
  const start = floorHour(from - 10 * MINUTE, day.start);
  const end = Math.max(start + USUAL_SPAN, ceilHour(until + 20 * MINUTE, day.start));
  return shiftInto({ start, end }, day);
}

/** Zooms by a factor (under 1 is closer) and keeps the instant under the pointer where it is. */
export function zoomAround(range: Range, at: Ms, factor: number, day: Range): Range {
  const span = range.end - range.start;
  const wanted = Math.min(Math.max(span * factor, CLOSEST), day.end - day.start);
  const start = at - ((at - range.start) / span) * wanted;
  return shiftInto({ start, end: start + wanted }, day);
}

export function pan(range: Range, by: Ms, day: Range): Range {
  return shiftInto({ start: range.start + by, end: range.end + by }, day);
}

/** The range between two instants in either order, widened when it is too short to read. */
export function between(a: Ms, b: Ms, day: Range): Range {
  const [start, end] = a < b ? [a, b] : [b, a];
  const missing = Math.max(0, CLOSEST - (end - start));
  return shiftInto({ start: start - missing / 2, end: end + missing / 2 }, day);
}

export function shiftInto(range: Range, day: Range): Range {
  const span = Math.min(range.end - range.start, day.end - day.start);
  const start = Math.min(Math.max(range.start, day.start), day.end - span);
  return { start, end: start + span };
}

export function sameMinutes(a: Range, b: Range): boolean {
  return Math.abs(a.start - b.start) < MINUTE && Math.abs(a.end - b.end) < MINUTE;
}

/** `0914-1100` in the address: local times, the hours before the day's start being those of the next morning. */
export function toAddress(range: Range, zone: string): string {
  return [range.start, range.end].map((at) => clockDigits(Math.round(at / MINUTE) * MINUTE, zone)).join("-");
}

export function fromAddress(text: string | undefined, day: Range, zone: string): Range | null {
  const match = /^(\d{4})-(\d{4})$/.exec(text ?? "");
  if (!match) return null;
  const start = minuteOf(match[1] ?? "", day, zone, day.start);
  const end = start === null ? null : minuteOf(match[2] ?? "", day, zone, start + MINUTE);
  if (start === null || end === null || end - start < MINUTE) return null;
  return shiftInto({ start, end: Math.max(end, start + CLOSEST) }, day);
}

/** The first minute of the day from `after` on that shows these four digits; walking needs no rules for clock changes. */
function minuteOf(digits: string, day: Range, zone: string, after: Ms): Ms | null {
  for (let at = after; at <= day.end; at += 15 * MINUTE) {
    const shown = Number(clockDigits(at, zone).slice(0, 2)) * 60 + Number(clockDigits(at, zone).slice(2));
    const wanted = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
    const ahead = (wanted - shown + 1440) % 1440;
    if (ahead < 15 && clockDigits(at + ahead * MINUTE, zone) === digits && at + ahead * MINUTE <= day.end) {
      return at + ahead * MINUTE;
    }
  }
  return null;
}

function clockDigits(at: Ms, zone: string): string {
  const { hour, minute } = wallClock(at, zone);
  return String(hour).padStart(2, "0") + String(minute).padStart(2, "0");
}

/** Whole hours counted from the day's start, which is a whole or half local hour in every zone. */
function floorHour(at: Ms, origin: Ms): Ms {
  return origin + Math.floor((at - origin) / HOUR) * HOUR;
}

function ceilHour(at: Ms, origin: Ms): Ms {
  return origin + Math.ceil((at - origin) / HOUR) * HOUR;
}
