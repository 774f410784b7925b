import { useMemo } from "react";

import { t } from "@/lib/t";
import { Block } from "@/ui/Block";
import { Choice } from "@/ui/Choice";
import { Skeleton } from "@/ui/Skeleton";

import type { Narrowing } from "../filters/narrowing";

import { HoursChart } from "./HoursChart";
import { HoursLegend } from "./HoursLegend";
import { HoursTable } from "./HoursTable";
import { TableSwitch } from "./TableSwitch";
import { hoursSummary } from "./hourWords";
import { hourGrid } from "./hours";
import type { Period } from "./period";
import { minuteCuts } from "./quantiles";
import { Failed, Nothing } from "./states";
import { useHours } from "./useHours";
import type { YearMetric } from "./view";
import { METRIC_NAME, spanText } from "./words";

interface Props {
  period: Period;
  narrowed: Narrowing;
  metric: YearMetric;
  today: string;
  weekStart: number;
  /** The hour days begin with. */
  firstHour: number;
  table: boolean;
  onTable: (open: boolean) => void;
  onMetric: (metric: YearMetric) => void;
}

/** Which hours of the week hold the work: the mean of each, over the hours that were really observed. */
export function Hours({
  period,
  narrowed,
  table,
  onTable,
  onMetric,
  today,
  weekStart,
  firstHour,
  ...props
}: Props) {
  const { data, error, isPlaceholderData, refetch } = useHours(period, narrowed);
  const metric = props.metric === "signal" ? "signal" : "total";
  const grid = useMemo(
    () => hourGrid(data?.cells ?? [], { metric, weekStart, firstHour }),
    [data, metric, weekStart, firstHour],
  );
  const highest = Math.max(0, ...grid.flat().map(({ mean }) => mean ?? 0));
  const cuts = minuteCuts(highest);
  return (
    <Block
      title={t("hours.title")}
      aside={
        <span className="-my-1.5 flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
          <span>{spanText(period, today)}</span>
          <Choice
            label={t("year.metric")}
            value={metric}
            onChange={onMetric}
            options={[
              ["total", METRIC_NAME.total],
              ["signal", METRIC_NAME.signal],
            ]}
          />
          {data && <TableSwitch open={table} onOpen={onTable} />}
        </span>
      }
    >
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton className="h-[220px]" />
      ) : highest === 0 ? (
        <Nothing />
      ) : table ? (
        <HoursTable grid={grid} />
      ) : (
        <div className={isPlaceholderData ? "opacity-60" : ""}>
          <HoursChart grid={grid} cuts={cuts} summary={hoursSummary(grid, metric)} metric={metric} />
          <div className="mt-3 flex flex-wrap items-start justify-between gap-x-8 gap-y-2">
            <p className="max-w-[70ch] text-ink-2">{hoursSummary(grid, metric)}</p>
            <HoursLegend cuts={cuts} few={grid.flat().some(({ few }) => few)} />
          </div>
        </div>
      )}
    </Block>
  );
}
