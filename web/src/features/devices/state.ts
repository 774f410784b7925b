/** What is to be said of a device, from what is known of it. Pure. */
import { instant, localDate, shortDate, timeOfDay, type Ms } from "@/lib/clock";
import type { Tone } from "@/ui/Dot";

import { silence, tone } from "./freshness";
import type { Bucket } from "./useBuckets";
import type { Device } from "./useDevices";

/** Lag worth a look: what waits is older than the longest usual pause between two deliveries. */
const LATE_S = 900;

/** The light beside its name: shut out and waiting come before silence, trouble before rest. */
export function light(device: Device, now: Ms): Tone {
  if (device.state === "revoked") return "off";
  if (device.state === "pending") return "warn";
  if (isCloned(device)) return "warn";
  if (device.report?.config_refused || (device.report?.dead ?? 0) > 0) return "warn";
  const lag = lagOf(device, now);
  return lag !== null && lag > LATE_S ? "warn" : tone(silence(device, now));
}

/** Whether two machines seem to report with its key. */
export function isCloned(device: Device): boolean {
  return device.state === "active" && device.clone_suspected !== null;
}

/** How old the oldest waiting event is, in seconds; null when nothing waits. */
export function lagOf(device: Device, now: Ms): number | null {
  const oldest = device.report?.oldest;
  return oldest ? Math.max(0, (now - instant(oldest)) / 1000) : null;
}

export interface Stream {
  name: string;
  /** Since its newest event, in seconds; null when it never had one. */
  seconds: number | null;
}

/** What it sends, the liveliest first. */
export function streamsOf(device: Device, buckets: readonly Bucket[], now: Ms): Stream[] {
  return buckets
    .filter((bucket) => bucket.device === device.id)
    .map(({ name, last_event }) => ({
      name,
      seconds: last_event ? Math.max(0, (now - instant(last_event)) / 1000) : null,
    }))
    .sort((a, b) => (a.seconds ?? Infinity) - (b.seconds ?? Infinity) || a.name.localeCompare(b.name));
}

/** Those that wait for somebody come first, those that are out last. */
export function inOrder(devices: readonly Device[]): Device[] {
  const rank = { pending: 0, active: 1, revoked: 2 } as const;
  return [...devices].sort((a, b) => rank[a.state] - rank[b.state]);
}

/** A time of today, or a date and a time. */
export function when(at: Ms, zone: string, today: string): string {
  const date = localDate(at, zone);
  const time = timeOfDay(at, zone);
  return date === today ? time : `${shortDate(date, today)}, ${time}`;
}
