/**
 * Seven days under one time axis. Every day is laid on the same made-up day in UTC by what its clocks showed, so nine
 * o'clock stands under nine o'clock, also when the clocks changed. Pure.
 */
import { offsetAt, type Ms, type Range } from "@/lib/clock";

import { HOUR } from "../band/zoom";

export const AXIS_ZONE = "UTC";

/** The day that all days of a week are laid on: 24 hours from the day's start. */
export function axisDay(dayStart: string): Range {
  const [hours = 0, minutes = 0] = dayStart.split(":").map(Number);
  const start = Date.UTC(2001, 0, 1, hours, minutes);
  return { start, end: start + 24 * HOUR };
}

/** An instant of a real day, as its clock showed it, on the axis. */
export function onAxis(at: Ms, zone: string, day: Range, axis: Range): Ms {
  const shown = at + offsetAt(at, zone) - (day.start + offsetAt(day.start, zone));
  return axis.start + shown;
}

/** The first instant of the day at which its clock showed this. */
export function fromAxis(at: Ms, zone: string, day: Range, axis: Range): Ms {
  const wanted = at - axis.start;
  const guess = day.start + wanted;
  const change = offsetAt(guess, zone) - offsetAt(day.start, zone);
  const found = guess - change;
  // Where the clock was put back, the guess is already past the change but the wanted time comes before it, too.
  const earlier = onAxis(found - Math.abs(change), zone, day, axis) === at ? found - Math.abs(change) : found;
  return Math.min(Math.max(earlier, day.start), day.end);
}

/** Something of a real day laid on the axis. The hour that comes twice lies over itself. */
export function laidOut<Item extends Range>(item: Item, zone: string, day: Range, axis: Range): Item {
  const start = onAxis(item.start, zone, day, axis);
  const end = onAxis(item.end, zone, day, axis);
  return { ...item, start, end: end > start ? end : start + (item.end - item.start) };
}
