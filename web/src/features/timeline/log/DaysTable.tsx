import { Link } from "@tanstack/react-router";

import { instant, shortDate, timeOfDay } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { firstText, pathText } from "@/lib/text";
import { Block } from "@/ui/Block";
import { Mark } from "@/ui/Mark";

import type { Day } from "../useDay";
import type { WeekDay } from "../useWeek";
import type { TimelineView } from "../view";

interface Props {
  days: readonly WeekDay[];
  today: string;
  view: TimelineView;
}

const HEAD = [
  "days.day",
  "days.first",
  "days.last",
  "days.active",
  "days.signal",
  "days.away",
  "days.most",
] as const;
const RIGHT: ReadonlySet<string> = new Set(["days.active", "days.signal", "days.away"]);
const WIDE: ReadonlySet<string> = new Set(["days.signal", "days.away", "days.most"]);

/** The week in words: each day's beginning, end and sums. Days without data are gaps, not zeros. */
export function DaysTable({ days, today, view }: Props) {
  return (
    <Block title={t("days.title")}>
      <table className="w-full border-collapse text-left">
        <thead className="text-12 text-ink-2">
          <tr>
            {HEAD.map((key) => (
              <th
                key={key}
                scope="col"
                className={`pb-1.5 font-normal ${RIGHT.has(key) ? "text-right" : ""} ${WIDE.has(key) ? "max-lg:hidden" : ""} ${key === "days.most" ? "pl-6" : ""}`}
              >
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days
            .filter(({ date }) => date <= today)
            .map(({ date, day, seconds }) => (
              <tr key={date} className="h-7 border-t border-rule">
                <th scope="row" className="font-normal whitespace-nowrap">
                  <Link
                    to="/timeline"
                    search={{ date: date === today ? undefined : date, device: view.device }}
                    className="tap-target hover:underline"
                  >
                    {shortDate(date, today)}
                  </Link>
                </th>
                {day && day.total_seconds > 0 ? (
                  <Cells day={day} seconds={seconds} />
                ) : (
                  <td colSpan={6} className="text-ink-2">
                    {day ? t("days.none") : ""}
                  </td>
                )}
              </tr>
            ))}
        </tbody>
      </table>
    </Block>
  );
}

function Cells({ day, seconds }: { day: Day; seconds: number }) {
  const time = (at: string | null) => (at ? timeOfDay(instant(at), day.zone) : "");
  const most = [...day.categories].sort((a, b) => b.seconds - a.seconds)[0];
  const away = day.breaks.reduce((sum, each) => sum + each.seconds, 0);
  return (
    <>
      <td className="text-ink-2">{time(day.first_activity)}</td>
      <td className="text-ink-2">{time(day.last_activity)}</td>
      <td className="text-right font-medium whitespace-nowrap">{duration(seconds)}</td>
      <td className="text-right whitespace-nowrap max-lg:hidden">{duration(day.signal_seconds)}</td>
      <td className="text-right whitespace-nowrap text-ink-2 max-lg:hidden">{duration(away)}</td>
      <td className="max-w-0 truncate pl-6 max-lg:hidden">
        {most && (
          <span
            className="inline-flex max-w-full items-center gap-2 align-bottom"
            title={pathText(most.path)}
          >
            <Mark kind={most.kind} />
            <span className="truncate">{firstText(most.path.at(-1), t("where.uncategorised"))}</span>
          </span>
        )}
      </td>
    </>
  );
}
