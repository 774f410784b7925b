import { useNavigate, useSearch } from "@tanstack/react-router";

import { useDevices } from "@/features/devices/useDevices";
import { dayTarget } from "@/features/timeline/DayLink";
import { Chips } from "@/features/timeline/filters/Chips";
import { narrowing } from "@/features/timeline/filters/narrowing";
import { Hours } from "@/features/timeline/trends/Hours";
import { Lines } from "@/features/timeline/trends/Lines";
import { PeriodArrows, PeriodPicker } from "@/features/timeline/trends/PeriodPicker";
import { Year } from "@/features/timeline/trends/Year";
import { asWanted, neighbour, period as periodOf } from "@/features/timeline/trends/period";
import {
  isTable,
  metricOf,
  parseTrends,
  withTable,
  yearOf,
  type TrendsView,
} from "@/features/timeline/trends/view";
import { useKeys } from "@/lib/keys";
import { t } from "@/lib/t";
import { useTitle } from "@/lib/useTitle";
import { Sun } from "@/ui/Sun";

import { useSession } from "../session";

/** Is it getting better? Lines first, then the year, then the week. */
export function TrendsPage() {
  const { me } = useSession();
  const { today, week_start: weekStart } = me;
  const navigate = useNavigate();
  const { data: devices } = useDevices();
  const view = parseTrends(useSearch({ strict: false }));
  const change = (to: TrendsView) => void navigate({ to: ".", search: { ...view, ...to }, replace: true });
  const period = periodOf(view, today, weekStart);
  const narrowed = narrowing({ ...view });
  const tables = (name: "lines" | "year" | "hours") => ({
    table: isTable(view, name),
    onTable: (open: boolean) => change(withTable(view, name, open)),
  });
  const shift = (direction: -1 | 1) => {
    if (direction > 0 && period.end > today) return;
    change({ ...asWanted(neighbour(period, direction)), range: undefined, step: period.step });
  };
  useTitle(t("trends.title"));
  useKeys({
    "[": () => shift(-1),
    "]": () => shift(1),
    "1": () => change({ step: "day" }),
    "2": () => change({ step: "week" }),
    "3": () => change({ step: "month" }),
  });

  return (
    <>
      <header className="flex flex-wrap items-center gap-3">
        <span className="lg:hidden">
          <Sun size={24} />
        </span>
        <h1 className="text-16 font-semibold md:text-20">{t("trends.title")}</h1>
        <PeriodArrows period={period} today={today} onShift={shift} />
        <div className="md:ml-auto">
          <PeriodPicker period={period} today={today} onWanted={change} />
        </div>
      </header>
      {Object.keys(narrowed).length > 0 && (
        <div className="mt-4 flex items-start gap-2">
          <span className="py-1.5 text-ink-2">{t("filter.only")}</span>
          <Chips
            narrowed={narrowed}
            devices={devices?.devices ?? []}
            onRemove={(names) => change(Object.fromEntries(names.map((name) => [name, undefined])))}
          />
        </div>
      )}
      <div className="mt-7 flex flex-col gap-10">
        <Lines
          period={period}
          narrowed={narrowed}
          today={today}
          weekStart={weekStart}
          zone={me.zone}
          {...tables("lines")}
          onOpen={(slot, step) => {
            if (step === "day") void navigate(dayTarget(slot.start, today));
            else
              void navigate({
                to: ".",
                search: { ...view, ...asWanted(slot), range: undefined, step: "day" },
              });
          }}
        />
        <Year
          year={yearOf(view, today)}
          metric={metricOf(view)}
          narrowed={narrowed}
          today={today}
          weekStart={weekStart}
          {...tables("year")}
          onYear={(year) => change({ year: String(year) })}
          onMetric={(metric) => change({ metric })}
          onDay={(date) => void navigate(dayTarget(date, today))}
        />
        <Hours
          period={period}
          narrowed={narrowed}
          metric={metricOf(view)}
          today={today}
          weekStart={weekStart}
          firstHour={Number(me.day_start.slice(0, 2))}
          {...tables("hours")}
          onMetric={(metric) => change({ metric })}
        />
      </div>
    </>
  );
}
