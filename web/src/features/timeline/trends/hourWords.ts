/** Hours of the week in words. */
import { weekdayName } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { locale } from "@/lib/locale";
import { t } from "@/lib/t";

import { fullest, usualDay, type Hour } from "./hours";

/** Any week will do to name a weekday: 1 January 2024 was a Monday. */
export function nameOfWeekday(weekday: number, style: "long" | "short" = "long"): string {
  return weekdayName(`2024-01-0${weekday}`, style);
}

/** "09" or "9 am". */
export function hourText(hour: number, hour12 = locale.hour12): string {
  const at = hour % 24;
  return hour12 ? `${at % 12 || 12} ${at < 12 ? "am" : "pm"}` : String(at).padStart(2, "0");
}

export function minutesText(seconds: number): string {
  return t("hours.minutes", { minutes: Math.round(seconds / 60) });
}

export function cellText(hour: Hour): string {
  const value =
    hour.mean === null ? t("hours.never") : t("hours.mean", { minutes: Math.round(hour.mean / 60) });
  return t("hours.cell", {
    weekday: nameOfWeekday(hour.weekday),
    from: hourText(hour.hour),
    to: hourText(hour.hour + 1),
    value: hour.few ? `${value}, ${t("hours.observed", { count: hour.observed })}` : value,
  });
}

export function hoursSummary(grid: readonly (readonly Hour[])[], metric: "total" | "signal"): string {
  const best = fullest(grid);
  const [first] = best?.hours ?? [];
  const days = grid.flatMap((row) => {
    const usual = usualDay(row);
    const enough = !row.some(({ few }) => few);
    return usual !== null && enough ? [{ weekday: row[0]?.weekday ?? 1, usual }] : [];
  });
  const [top] = days.sort((a, b) => b.usual - a.usual);
  if (!best || !first || !top) return t("hours.summary-none");
  return t(metric === "signal" ? "hours.summary-signal" : "hours.summary-total", {
    weekday: nameOfWeekday(first.weekday),
    from: hourText(first.hour),
    to: hourText(first.hour + best.hours.length),
    minutes: Math.round(best.mean / 60),
    best: nameOfWeekday(top.weekday),
    total: duration(top.usual),
  });
}
