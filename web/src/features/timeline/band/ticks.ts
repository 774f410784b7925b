import { tickLabel, wallClock, type Ms, type Range } from "@/lib/clock";

import { xOf } from "./geometry";
import { HOUR, MINUTE } from "./zoom";

export interface Tick {
  at: Ms;
  x: number;
  label: string;
}

const SECOND = 1000;
const STEPS = [
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
];
const ROOM = 64;

/** Marks at round local times, as close together as the labels allow. */
export function ticks(range: Range, width: number, zone: string): Tick[] {
  const step = STEPS.find((each) => (each / (range.end - range.start)) * width >= ROOM) ?? 12 * HOUR;
  const out: Tick[] = [];
  const stride = Math.min(step, 15 * MINUTE); // every zone is a multiple of 15 minutes away from UTC
  for (let at = Math.ceil(range.start / stride) * stride; at <= range.end; at += stride) {
    const { hour, minute } = wallClock(at, zone);
    const second = (at % MINUTE) / SECOND;
    if ((hour * HOUR + minute * MINUTE + second * SECOND) % step !== 0) continue;
    const label = second === 0 ? tickLabel(at, zone) : `:${String(second).padStart(2, "0")}`;
    out.push({ at, x: xOf(at, range, width), label });
  }
  return out;
}
