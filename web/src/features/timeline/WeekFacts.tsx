import { instant, timeOfDay } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Figure } from "@/ui/Figure";
import { Mark } from "@/ui/Mark";

import { median } from "./median";
import type { Day } from "./useDay";
import type { WeekDay } from "./useWeek";

/** A week in one line: how much, on how many days, and the hours one usually keeps. */
export function WeekFacts({ days }: { days: readonly WeekDay[] }) {
  const active = days.filter((each) => each.seconds > 0);
  const known = active.flatMap(({ day }) => (day ? [day] : []));
  if (active.length === 0) return null;
  const total = active.reduce((sum, each) => sum + each.seconds, 0);
  const signal = known.reduce((sum, day) => sum + day.signal_seconds, 0);
  return (
    <dl className="grid grid-cols-3 gap-x-4 gap-y-4 md:flex md:flex-wrap md:gap-x-6 lg:gap-x-12">
      <Figure
        value={duration(total)}
        name={t("facts.week-active", { days: t("timeline.days", { count: active.length }) })}
      />
      <Figure value={duration(total / active.length)} name={t("facts.week-mean")} />
      <Figure
        value={
          <span className="flex items-center gap-1.5">
            <Mark kind="signal" />
            {duration(signal)}
          </span>
        }
        name={t("kind.signal")}
      />
      <Figure value={usual(known, "first_activity")} name={t("facts.week-first")} />
      <Figure value={usual(known, "last_activity")} name={t("facts.week-last")} />
    </dl>
  );
}

/** The middle one of the times of day, counted from each day's start. */
function usual(days: readonly Day[], which: "first_activity" | "last_activity"): string {
  const sinceStart = days.flatMap((day) => {
    const at = day[which];
    return at ? [instant(at) - instant(day.start)] : [];
  });
  const [any] = days;
  if (!any || sinceStart.length === 0) return "–";
  return timeOfDay(instant(any.start) + median(sinceStart), any.zone);
}
