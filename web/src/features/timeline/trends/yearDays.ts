import type { Answer } from "@/api/client";

import type { YearMetric } from "./view";

export type CalendarDay = Answer<"/api/v1/calendar">["days"][number];

export function valueOf(day: CalendarDay | undefined, metric: YearMetric): number | null {
  if (!day) return null;
  return metric === "score" ? day.score : day[`${metric}_seconds`];
}
