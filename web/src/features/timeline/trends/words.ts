/** What the charts of the page say in words. */
import { monthName, shortDate } from "@/lib/clock";
import { addDays } from "@/lib/dates";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";

import type { Slot, Step as StepSize } from "./period";
import { value, type Level, type Metric, type Step } from "./series";

export function amount(of: number, metric: Metric): string {
  return metric === "score" ? Math.round(of).toString() : duration(of);
}

export const METRIC_NAME: Record<Metric, string> = {
  total: t("metric.Total"),
  signal: t("metric.Signal"),
  noise: t("metric.Noise"),
  score: t("metric.Score"),
};

const PER: Record<StepSize, string> = {
  day: t("lines.per-day"),
  week: t("lines.per-week"),
  month: t("lines.per-month"),
};

export function per(step: StepSize, metric: Metric): string {
  return metric === "score" ? t("lines.mean") : PER[step];
}

/** "2 h 10 m more than before"; null when there is no period before. */
export function changeText(level: Level, metric: Metric): string | null {
  const { change } = level;
  if (change === null) return null;
  const small = metric === "score" ? 0.5 : 60;
  if (Math.abs(change) < small) return t("lines.same");
  const text = amount(Math.abs(change), metric);
  if (metric === "score") return t(change > 0 ? "lines.higher" : "lines.lower", { change: text });
  return t(change > 0 ? "lines.more" : "lines.less", { change: text });
}

/** "week of 3 Nov", "November 2026", "Tue 3 Nov". */
export function slotName(slot: Slot, step: StepSize, today: string): string {
  if (step === "month") return monthName(slot.start);
  const date = shortDate(slot.start, today);
  return step === "week" ? t("lines.week-of", { date: date.replace(/^\S+ /, "") }) : date;
}

export function lineSummary(
  level: Level | null,
  { metric, step, today }: { metric: Metric; step: StepSize; today: string },
): string {
  if (!level) return t("lines.summary-none");
  const change = changeText(level, metric);
  const { start } = level.highest;
  const date = shortDate(start, today);
  const when =
    step === "month"
      ? t("lines.in-month", { month: monthName(start) })
      : step === "week"
        ? t("lines.in-week", { date: date.replace(/^\S+ /, "") })
        : t("lines.on-day", { date });
  return t("lines.summary", {
    mean: amount(level.mean, metric),
    per: metric === "score" ? "" : per(step, metric),
    change: change === null ? "" : t("lines.summary-change", { change }),
    when,
    value: amount(value(level.highest.now, metric) ?? 0, metric),
  }).replace("  ", " ");
}

/** A step, its value, and what it was before, for reading aloud. */
export function stepText(each: Step, metric: Metric, step: StepSize, today: string): string {
  const when = slotName(each, step, today);
  const [now, before] = [value(each.now, metric), value(each.before, metric)];
  const told = now === null ? missing(each, metric) : amount(now, metric);
  if (before === null) return t("lines.option", { when, value: told });
  return t("lines.option-before", { when, value: told, before: amount(before, metric) });
}

/** Why a step has no value. */
export function missing(each: Step, metric: Metric): string {
  return metric === "score" && each.now ? t("lines.no-score") : t("lines.nothing");
}

/** "31 Aug – 22 Nov 2026". */
export function spanText({ start, end }: Slot, today: string): string {
  const plain = (date: string) => shortDate(date, today).replace(/^\S+ /, "");
  return t("period.span", { start: plain(start), end: plain(addDays(end, -1)) });
}
