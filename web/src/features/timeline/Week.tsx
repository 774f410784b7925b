import { Link } from "@tanstack/react-router";

import { shortDate, weekdayName } from "@/lib/clock";
import { addDays, daysFrom, startOfWeek } from "@/lib/dates";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import type { Target } from "@/ui/PageHeader";

import { useDayTotals } from "./useDayTotals";

interface Props {
  /** The date on screen; its week is shown. */
  date: string;
  today: string;
  weekStart: number;
  /** Where another day leads. */
  target: (date: string) => Target;
}

/** The week around a day, each day a step away. Days without data are gaps, not zeros. */
export function Week({ date, today, weekStart, target }: Props) {
  const first = startOfWeek(date, weekStart);
  const days = daysFrom(first, 7);
  const { data } = useDayTotals(first, addDays(first, 7));
  const longest = Math.max(1, ...(data?.values() ?? []));
  const current = days.includes(today);
  return (
    <nav aria-label={t("week.label")}>
      <h2 className="px-2.5 text-12 text-ink-2">
        {current ? t("week.this") : t("week.of", { date: shortDate(first, today) })}
      </h2>
      <ol className="mt-1.5">
        {days.map((each) => {
          const seconds = data?.get(each);
          const row = (
            <>
              <span className="w-7 text-12">{weekdayName(each, "short")}</span>
              <span aria-hidden className="h-1.5 flex-1">
                {seconds !== undefined && (
                  <span
                    className={`block h-1.5 min-w-[3px] rounded-1 ${each === date ? "bg-signal" : "bg-neutral"}`}
                    style={{ width: `${(seconds / longest) * 100}%` }}
                  />
                )}
              </span>
              <span className="w-14 text-right text-12 whitespace-nowrap">
                {seconds === undefined ? "" : duration(seconds)}
              </span>
            </>
          );
          const shape = "flex h-7 items-center gap-2 rounded-2 px-2.5";
          return (
            <li key={each}>
              {each > today ? (
                <span className={`${shape} text-ink-2`}>{row}</span>
              ) : (
                <Link
                  {...target(each)}
                  aria-current={each === date ? "date" : undefined}
                  className={`${shape} hover:bg-band ${each === date ? "font-medium text-ink" : "text-ink-2"}`}
                >
                  {row}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
