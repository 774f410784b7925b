/** Filters in words: "Work › Docs", "“thesis”", "09:00 – 12:30", "Mon, Tue". Pure. */
import { weekdayName } from "@/lib/clock";
import { t } from "@/lib/t";
import { UNCATEGORISED } from "@/lib/text";

import { KIND, listOf, NARROWINGS, type Narrowing } from "./narrowing";

export interface NamedDevice {
  id: string;
  name: string;
}

export interface Chip {
  /** What goes when the chip goes. */
  names: readonly (keyof Narrowing)[];
  text: string;
}

/** One for each thing a page is narrowed to; the two ends of a time of day are one thing. */
export function chips(narrowed: Narrowing, devices: readonly NamedDevice[]): Chip[] {
  return NARROWINGS.flatMap((name): Chip[] => {
    const value = narrowed[name];
    if (value === undefined || (name === "to_time" && narrowed.from_time !== undefined)) return [];
    if (name === "from_time" || name === "to_time")
      return [{ names: ["from_time", "to_time"], text: hoursText(narrowed) }];
    return [{ names: [name], text: filterText(name, value, devices) }];
  });
}

function filterText(name: keyof Narrowing, value: string, devices: readonly NamedDevice[]): string {
  switch (name) {
    case "q":
      return `“${value}”`;
    case "kind":
      return KIND[value as keyof typeof KIND];
    case "category":
      return value === UNCATEGORISED ? t("where.uncategorised") : value;
    case "weekday":
      return listOf(value)
        .map((day) => shortWeekday(Number(day)))
        .join(", ");
    case "device":
      return listOf(value)
        .map((id) => devices.find((device) => device.id === id)?.name ?? id)
        .join(", ");
    default:
      return value;
  }
}

function hoursText({ from_time: from, to_time: to }: Narrowing): string {
  return t("filter.hours", { from: from ?? "00:00", to: to ?? "24:00" });
}

/** Any week will do to name a weekday: 1 January 2024 was a Monday. */
export function shortWeekday(weekday: number): string {
  return weekdayName(`2024-01-0${weekday}`, "short");
}
