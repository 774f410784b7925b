/** Which part of the day is shown, and how it moves. Pure; every range stays inside the day. */
import { wallClock, type Ms, type Range } from "@/lib/clock";

const SECOND = 1000;
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
export function zoomAround(range: Range, at: Ms, factor: number, day: Range, closest = CLOSEST): Range {
  const span = range.end - range.start;
  const wanted = Math.min(Math.max(span * factor, closest), day.end - day.start);
  const start = at - ((at - range.start) / span) * wanted;
  return shiftInto({ start, end: start + wanted }, day);
}

export function pan(range: Range, by: Ms, day: Range): Range {
  return shiftInto({ start: range.start + by, end: range.end + by }, day);
}

/** The range between two instants in either order, widened when it is too short to read. */
export function between(a: Ms, b: Ms, day: Range, closest = CLOSEST): Range {
  const [start, end] = a < b ? [a, b] : [b, a];
  const missing = Math.max(0, closest - (end - start));
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

/**
 * `0914-1100` in the address: local times, the hours before the day's start being those of the next morning.
 * `091430-0915` where `precision` asks for seconds.
 */
export function toAddress(range: Range, zone: string, precision = MINUTE): string {
  return [range.start, range.end]
    .map((at) => Math.round(at / precision) * precision)
    .map((at) => clockDigits(at, zone) + (at % MINUTE === 0 ? "" : pad((at % MINUTE) / SECOND)))
    .join("-");
}

export function fromAddress(
  text: string | undefined,
  day: Range,
  zone: string,
  closest = CLOSEST,
): Range | null {
  const match = /^(\d{4})([0-5]\d)?-(\d{4})([0-5]\d)?$/.exec(text ?? "");
  if (!match) return null;
  const [, from = "", fromSeconds = "0", to = "", toSeconds = "0"] = match;
  const start = minuteOf(from, day, zone, day.start);
  if (start === null) return null;
  // The same minute means the same minute when seconds tell the two apart, and a day later when they do not.
  const near = from === to && Number(toSeconds) > Number(fromSeconds) ? start : start + MINUTE;
  const end = minuteOf(to, day, zone, near);
  if (end === null) return null;
  const range = { start: start + Number(fromSeconds) * SECOND, end: end + Number(toSeconds) * SECOND };
  if (range.end - range.start < Math.min(MINUTE, closest)) return null;
  return shiftInto({ start: range.start, end: Math.max(range.end, range.start + closest) }, day);
}

/** "14:05" or "14:05:30" as the first such instant of the day from `after` on. */
export function instantOf(text: string, day: Range, zone: string, after = day.start): Ms | null {
  const [, hours = "", minutes = "", seconds = "0"] = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  const minute = minuteOf(hours + minutes, day, zone, Math.floor(after / MINUTE) * MINUTE);
  return minute === null ? null : minute + Number(seconds) * SECOND;
}

/** The first minute of the day from `after` on that shows these four digits; walking needs no rules for clock changes. */
function minuteOf(digits: string, day: Range, zone: string, after: Ms): Ms | null {
  if (digits.length !== 4) return null;
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
  return pad(hour) + pad(minute);
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}

/** Whole hours counted from the day's start, which is a whole or half local hour in every zone. */
function floorHour(at: Ms, origin: Ms): Ms {
  return origin + Math.floor((at - origin) / HOUR) * HOUR;
}

function ceilHour(at: Ms, origin: Ms): Ms {
  return origin + Math.ceil((at - origin) / HOUR) * HOUR;
}
