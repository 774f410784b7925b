/** Times of day as exact as it takes to tell them apart. */
import { timeOfDay, timeSpan, timeWithSeconds, type Ms, type Range } from "@/lib/clock";

import { CLOSEST, MINUTE } from "../band/zoom";

/** With seconds once the view is so close that minutes no longer tell. */
export function exactTime(at: Ms, zone: string, view: Range): string {
  return view.end - view.start < CLOSEST ? timeWithSeconds(at, zone) : timeOfDay(at, zone);
}

/** With seconds when the span itself is a matter of seconds. */
export function exactSpan(range: Range, zone: string): string {
  if (range.end - range.start >= 2 * MINUTE) return timeSpan(range, zone);
  const [start, end] = [timeWithSeconds(range.start, zone), timeWithSeconds(range.end, zone)];
  return `${start.slice(-3) === end.slice(-3) ? start.replace(/ [ap]m$/, "") : start} – ${end}`;
}
