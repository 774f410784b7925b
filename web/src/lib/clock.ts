/** Instants (milliseconds since 1970, UTC) shown in the zone where the day was lived. */
import { fromDate } from "./dates";
import { locale } from "./locale";

export type Ms = number;

export interface Range {
  start: Ms;
  end: Ms;
}

export function instant(text: string): Ms {
  return Date.parse(text);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow, and a page draws hundreds of times of day. */
function format(options: Intl.DateTimeFormatOptions, language = locale.text): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(language, options)));
  return made;
}

/** "14:05" or "2:05 pm". */
export function timeOfDay(at: Ms, zone: string, hour12 = locale.hour12): string {
  const text = format({
    timeZone: zone,
    hour: hour12 ? "numeric" : "2-digit",
    minute: "2-digit",
    hourCycle: hour12 ? "h12" : "h23",
  }).format(at);
  return lowerHalf(text);
}

/** "2:05 PM" → "2:05 pm". */
function lowerHalf(text: string): string {
  return text.replace(/\s?([AP])M/i, (_, half: string) => ` ${half.toLowerCase()}m`);
}

/** "14:05:09" or "2:05:09 pm", where seconds are the point. */
export function timeWithSeconds(at: Ms, zone: string, hour12 = locale.hour12): string {
  const text = format({
    timeZone: zone,
    hour: hour12 ? "numeric" : "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: hour12 ? "h12" : "h23",
  }).format(at);
  return lowerHalf(text);
}

export function timeSpan(range: Range, zone: string): string {
  return `${timeOfDay(range.start, zone)} – ${timeOfDay(range.end, zone)}`;
}

/** A label of the hour axis: "08", "08:30", or "8 am", "8:30". */
export function tickLabel(at: Ms, zone: string, hour12 = locale.hour12): string {
  const { hour, minute } = wallClock(at, zone);
  if (hour12) {
    const twelve = hour % 12 || 12;
    return minute === 0 ? `${twelve} ${hour < 12 ? "am" : "pm"}` : `${twelve}:${pad(minute)}`;
  }
  return minute === 0 ? pad(hour) : `${pad(hour)}:${pad(minute)}`;
}

export function wallClock(at: Ms, zone: string): { hour: number; minute: number } {
  const text = format(
    { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    "en-GB",
  ).format(at);
  return { hour: Number(text.slice(0, 2)), minute: Number(text.slice(3, 5)) };
}

/** By how much the zone's clocks are ahead of UTC at an instant. */
export function offsetAt(at: Ms, zone: string): Ms {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit" } as const;
  const text = format(
    { ...parts, timeZone: zone, minute: "2-digit", second: "2-digit", hourCycle: "h23" },
    "sv-SE",
  ).format(at);
  return Date.parse(`${text.replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000;
}

/** "Friday 20 November", with the year when it is not this one. */
export function longDate(date: string, today: string): string {
  const year = date.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  const options = { timeZone: "UTC", weekday: "long", day: "numeric", month: "long", ...year } as const;
  return format(options)
    .format(fromDate(date))
    .replace(/^(\w+), (\d)/, "$1 $2");
}

/** "Fri 20 Nov", with the year when it is not this one. */
export function shortDate(date: string, today: string): string {
  const year = date.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  const options = { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", ...year } as const;
  return format(options)
    .format(fromDate(date))
    .replace(/^(\w+), (\d)/, "$1 $2");
}

/** "16 – 22 November", "28 Oct – 3 Nov": both ends included, the year when it is not this one. */
export function dateSpan(
  first: string,
  last: string,
  today: string,
  style: "long" | "short" = "short",
): string {
  const year = first.slice(0, 4) === today.slice(0, 4) && last.slice(0, 4) === today.slice(0, 4);
  const made = format({
    timeZone: "UTC",
    day: "numeric",
    month: style,
    ...(year ? {} : { year: "numeric" }),
  });
  if (first === last) return made.format(fromDate(first));
  return made
    .formatRange(fromDate(first), fromDate(last))
    .replace(/\s*[–-]\s*/, " – ")
    .replace(/\u2009/g, " ");
}

export function weekdayName(date: string, style: "long" | "short" | "narrow" = "long"): string {
  return format({ timeZone: "UTC", weekday: style }).format(fromDate(date));
}

export function monthName(date: string): string {
  return format({ timeZone: "UTC", month: "long", year: "numeric" }).format(fromDate(date));
}

/** The local date of an instant, as `2026-11-20`. */
export function localDate(at: Ms, zone: string): string {
  return format({ timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA").format(at);
}

export function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}
