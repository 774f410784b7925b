import { useMemo } from "react";

import { longDate } from "@/lib/clock";
import { t } from "@/lib/t";
import { Block } from "@/ui/Block";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Skeleton } from "@/ui/Skeleton";
import { Next, Previous } from "@/ui/icons";

import type { Narrowing } from "../filters/narrowing";

import { DataTable } from "./DataTable";
import { TableSwitch } from "./TableSwitch";
import { YearChart } from "./YearChart";
import { YearLegend } from "./YearLegend";
import { cuts, quantile } from "./quantiles";
import { Failed } from "./states";
import { useCalendar } from "./useCalendar";
import type { YearMetric } from "./view";
import { amount, METRIC_NAME } from "./words";
import { valueOf, type CalendarDay } from "./yearDays";

interface Props {
  year: number;
  metric: YearMetric;
  narrowed: Narrowing;
  today: string;
  weekStart: number;
  table: boolean;
  onTable: (open: boolean) => void;
  onYear: (year: number) => void;
  onMetric: (metric: YearMetric) => void;
  onDay: (date: string) => void;
}

/** A calendar year at a glance, each day against one's own others. */
export function Year({
  metric,
  narrowed,
  today,
  weekStart,
  table,
  onTable,
  onYear,
  onMetric,
  onDay,
  ...props
}: Props) {
  const { data, error, isPlaceholderData, refetch } = useCalendar(props.year, narrowed);
  const year = data?.year ?? props.year;
  const values = useMemo(
    () => [...(data?.days.values() ?? [])].flatMap((day) => valueOf(day, metric) ?? []),
    [data, metric],
  );
  const at = useMemo(() => roundCuts(cuts(values), metric), [values, metric]);
  return (
    <Block
      title={t("year.title")}
      aside={
        <span className="-my-1.5 flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
          <Choice
            label={t("year.metric")}
            value={metric}
            onChange={onMetric}
            options={[
              ["total", METRIC_NAME.total],
              ["signal", METRIC_NAME.signal],
              ["score", METRIC_NAME.score],
            ]}
          />
          <span className="flex items-center gap-1">
            <Button look="bare" square aria-label={t("year.previous")} onClick={() => onYear(props.year - 1)}>
              <Previous />
            </Button>
            <span aria-live="polite" className="text-14 font-semibold text-ink">
              {props.year}
            </span>
            <Button
              look="bare"
              square
              aria-label={t("year.next")}
              disabled={props.year >= Number(today.slice(0, 4))}
              onClick={() => onYear(props.year + 1)}
            >
              <Next />
            </Button>
          </span>
          {data && <TableSwitch open={table} onOpen={onTable} />}
        </span>
      }
    >
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-[178px]" />
      ) : table ? (
        <YearTable year={year} days={data.days} today={today} />
      ) : (
        <div className={isPlaceholderData ? "opacity-60" : ""}>
          <YearChart
            year={year}
            days={data.days}
            metric={metric}
            cuts={at}
            today={today}
            weekStart={weekStart}
            summary={summary(year, data.days, metric, values, today)}
            onDay={onDay}
          />
          <div className="mt-2 flex flex-wrap items-start justify-between gap-x-8 gap-y-2">
            <p className="max-w-[70ch] text-ink-2">{summary(year, data.days, metric, values, today)}</p>
            <YearLegend cuts={at} metric={metric} />
          </div>
        </div>
      )}
    </Block>
  );
}

/** Borders one can read: whole points, or five minutes. */
function roundCuts(at: readonly number[], metric: YearMetric): number[] {
  const unit = metric === "score" ? 1 : 300;
  return [...new Set(at.map((cut) => Math.max(unit, Math.round(cut / unit) * unit)))];
}

function summary(
  year: number,
  days: ReadonlyMap<string, CalendarDay>,
  metric: YearMetric,
  values: readonly number[],
  today: string,
): string {
  const sorted = [...values].filter((each) => each > 0).sort((a, b) => a - b);
  const fullest = [...days.values()].reduce<CalendarDay | null>(
    (best, day) => ((valueOf(day, metric) ?? 0) > (valueOf(best ?? undefined, metric) ?? 0) ? day : best),
    null,
  );
  if (!fullest) return t("year.summary-none", { year });
  return t(
    metric === "score" ? "year.summary-score" : metric === "signal" ? "year.summary-signal" : "year.summary",
    {
      count: sorted.length,
      year,
      low: amount(quantile(sorted, 0.25), metric),
      high: amount(quantile(sorted, 0.75), metric),
      most: t("year.most", {
        date: longDate(fullest.date, today),
        value: amount(valueOf(fullest, metric) ?? 0, metric),
      }),
    },
  );
}

function YearTable({
  year,
  days,
  today,
}: {
  year: number;
  days: ReadonlyMap<string, CalendarDay>;
  today: string;
}) {
  return (
    <DataTable
      caption={`${t("year.title")} ${year}`}
      heads={[t("lines.when"), METRIC_NAME.total, METRIC_NAME.signal, METRIC_NAME.noise, METRIC_NAME.score]}
      rows={[...days.values()]
        .sort((a, b) => (a.date < b.date ? 1 : -1))
        .map((day) => ({
          key: day.date,
          cells: [
            longDate(day.date, today),
            amount(day.total_seconds, "total"),
            amount(day.signal_seconds, "signal"),
            amount(day.noise_seconds, "noise"),
            day.score === null ? "–" : amount(day.score, "score"),
          ],
        }))}
    />
  );
}
