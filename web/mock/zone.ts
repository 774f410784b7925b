/** Local times of the mock's one zone as instants. */
export const ZONE = "Europe/Berlin";

const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  dateStyle: "short",
  timeStyle: "medium",
  hourCycle: "h23",
});

/** The instant of a local time; hours past 24 belong to the next date. */
export function at(date: string, time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const wall = Date.parse(`${date}T00:00:00Z`) + (hours * 60 + minutes) * 60_000;
  return wall - offset(wall - offset(wall));
}

export function localHour(ms: number): number {
  return new Date(ms + offset(ms)).getUTCHours();
}

export function iso(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

function offset(ms: number): number {
  const [day, time] = clock.format(ms).split(", ") as [string, string];
  const [d, m, y] = day.split("/") as [string, string, string];
  return Date.parse(`${y}-${m}-${d}T${time}Z`) - Math.floor(ms / 1000) * 1000;
}

export function localDate(ms: number): string {
  return new Date(ms + offset(ms)).toISOString().slice(0, 10);
}
