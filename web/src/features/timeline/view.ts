/** What the address says about the Timeline page. */
import { isDate } from "@/lib/dates";

export interface TimelineView {
  /** Today when it says nothing. */
  date?: string | undefined;
  view?: "week" | undefined;
  /** The hours in sight: `0914-1100`. */
  zoom?: string | undefined;
  /** The chosen stretch of the day: `091400-0948`. */
  sel?: string | undefined;
  as?: "table" | undefined;
  /** Ids of devices, with commas between; all when it says nothing. */
  device?: string | undefined;
  /** Whether each device has its lane; by default when there are several. */
  lanes?: "open" | "folded" | undefined;
}

const FREE = ["zoom", "sel", "device"] as const;

/** Anything the page does not understand is dropped. */
export function parseTimeline(search: Record<string, unknown>): TimelineView {
  const view: TimelineView = {};
  if (typeof search.date === "string" && isDate(search.date)) view.date = search.date;
  if (search.view === "week") view.view = "week";
  if (search.as === "table") view.as = "table";
  if (search.lanes === "open" || search.lanes === "folded") view.lanes = search.lanes;
  for (const name of FREE) {
    const value = search[name];
    if (typeof value === "string" && value !== "") view[name] = value;
  }
  return view;
}

export function devicesOf({ device }: Pick<TimelineView, "device">): readonly string[] {
  return device?.split(",").filter(Boolean) ?? [];
}

/** A list as the address keeps it; all of something is nothing to keep. */
export function asDevices(ids: readonly string[], all: number): string | undefined {
  return ids.length === 0 || ids.length === all ? undefined : ids.join(",");
}

/** Another day: its choice and its hours do not go along, what one looks at and how does. */
export function onDay(view: TimelineView, date: string, today: string): TimelineView {
  return { ...view, date: date === today ? undefined : date, sel: undefined, zoom: undefined };
}
