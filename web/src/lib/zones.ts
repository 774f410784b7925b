/** Wall clocks of any zone, as a `datetime-local` field writes them: "2026-03-02T09:30". */
import type { Ms } from "./clock";

const MINUTE = 60_000;

/** What the wall clock of a zone shows at an instant. */
export function wallAt(at: Ms, zone: string): string {
  return new Date(at + offset(at, zone)).toISOString().slice(0, 16);
}

/** The instant at which the wall clock of a zone shows that; in a skipped hour, as if it had not been skipped. */
export function instantAt(wall: string, zone: string): Ms | null {
  const read = Date.parse(`${wall}Z`);
  if (Number.isNaN(read)) return null;
  const guess = read - offset(read, zone);
  return read - offset(guess, zone);
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}

/** Every zone the browser knows, and UTC. */
export function knownZones(): readonly string[] {
  return [...Intl.supportedValuesOf("timeZone"), "UTC"];
}

function offset(at: Ms, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((each) => each.type === type)?.value ?? "00";
  const wall = `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}Z`;
  return Date.parse(wall) - Math.floor(at / MINUTE) * MINUTE;
}
