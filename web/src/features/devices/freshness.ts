/** How old a device's last word is, and whether that is worth a look. Pure. */
import { instant, type Ms } from "@/lib/clock";
import type { Tone } from "@/ui/Dot";

interface Seen {
  last_seen: string | null;
}

const FRESH_S = 120;
const DAY_S = 86_400;

/** Seconds since the last word, null when there never was one. */
export function silence(device: Seen, now: Ms): number | null {
  return device.last_seen === null ? null : Math.max(0, (now - instant(device.last_seen)) / 1000);
}

/** A device that rests for a day is switched off, not broken. */
export function tone(seconds: number | null): Tone {
  if (seconds === null || seconds > DAY_S) return "off";
  return seconds <= FRESH_S ? "good" : "warn";
}

export function newest(devices: readonly Seen[], now: Ms): number | null {
  const known = devices.map((device) => silence(device, now)).filter((seconds) => seconds !== null);
  return known.length > 0 ? Math.min(...known) : null;
}
