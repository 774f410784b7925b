import type { ReactNode } from "react";

import { instant, timeOfDay, weekdayName } from "@/lib/clock";
import { difference, duration } from "@/lib/duration";
import { numberWord, percent, t } from "@/lib/t";
import { Figure } from "@/ui/Figure";
import { Mark } from "@/ui/Mark";
import { KINDS } from "@/ui/kind";

import type { Day } from "./useDay";

const LONG_BREAK_S = 600;

/** The day in one line: how much, of what kind, how well, against what is usual. */
export function Totals({ day, today, counted }: { day: Day; today: boolean; counted: ReactNode }) {
  const kinds = KINDS.filter((kind) => kind !== "uncategorised" || day.uncategorised_seconds >= 60);
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <div className="mr-auto w-full md:w-auto md:min-w-[260px]">
        <p className="text-40 font-bold tracking-[-0.03em]">{duration(day.total_seconds)}</p>
        <p className="text-12 text-ink-2">
          {sinceWhen(day, today)} {counted}
        </p>
      </div>
      <dl className="grid w-full grid-cols-3 gap-x-4 gap-y-4 sm:grid-cols-4 md:flex md:w-auto md:flex-1 md:justify-between md:gap-x-5">
        {kinds.map((kind) => (
          <Figure
            key={kind}
            value={
              <span className="flex items-center gap-1.5">
                <Mark kind={kind} />
                {duration(day[`${kind}_seconds`])}
              </span>
            }
            name={t(`kind.${kind}`)}
          />
        ))}
        <Figure
          value={day.score === null ? "–" : Math.round(day.score).toString()}
          name={day.score === null ? t("total.no-score") : t("total.score", { share: percent(day.coverage) })}
        />
        {day.usual && (
          <Figure
            value={difference(day.signal_seconds - day.usual.signal_seconds)}
            name={t("total.usual", { weekday: weekdayName(day.date) })}
          />
        )}
      </dl>
    </div>
  );
}

function sinceWhen(day: Day, today: boolean): string {
  if (!day.first_activity || !day.last_activity) return "";
  const long = day.breaks.filter((each) => each.seconds >= LONG_BREAK_S).length;
  const breaks = t("total.breaks", { count: long, number: numberWord(long) });
  const start = timeOfDay(instant(day.first_activity), day.zone);
  if (today) return `${t("total.since", { time: start })} · ${breaks}`;
  return `${t("total.between", { start, end: timeOfDay(instant(day.last_activity), day.zone) })} · ${breaks}`;
}
