import { instant, timeOfDay } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { numberWord, t } from "@/lib/t";
import { Figure } from "@/ui/Figure";
import { Mark } from "@/ui/Mark";

import type { Day } from "./useDay";

/** Active that recently counts as still active. */
const STILL_S = 120;

/** When did I begin, when did I leave, how long was I away: without a click. */
export function DayFacts({ day, today }: { day: Day; today: boolean }) {
  if (!day.first_activity || !day.last_activity) return null;
  const last = instant(day.last_activity);
  const still = today && (instant(day.as_of) - last) / 1000 < STILL_S;
  const away = day.breaks.reduce((sum, each) => sum + each.seconds, 0);
  const longest = [...day.breaks].sort((a, b) => b.seconds - a.seconds)[0];
  const count = day.breaks.length;
  return (
    <dl className="grid grid-cols-3 gap-x-4 gap-y-4 md:flex md:flex-wrap md:gap-x-6 lg:gap-x-12">
      <Figure value={timeOfDay(instant(day.first_activity), day.zone)} name={t("facts.first")} />
      <Figure value={timeOfDay(last, day.zone)} name={t(still ? "facts.still" : "facts.last")} />
      <Figure value={duration(day.total_seconds)} name={t("facts.active")} />
      <Figure
        value={
          <span className="flex items-center gap-1.5">
            <Mark kind="signal" />
            {duration(day.signal_seconds)}
          </span>
        }
        name={t("kind.signal")}
      />
      <Figure
        value={duration(away)}
        name={count === 0 ? t("facts.never-away") : t("facts.away", { count, number: numberWord(count) })}
      />
      {longest && (
        <Figure
          value={duration(longest.seconds)}
          name={t("facts.longest", { time: timeOfDay(instant(longest.start), day.zone) })}
        />
      )}
    </dl>
  );
}
