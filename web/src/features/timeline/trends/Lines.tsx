import { useMemo, useState } from "react";

import { instant, localDate } from "@/lib/clock";
import { t } from "@/lib/t";
import { Block } from "@/ui/Block";
import { Skeleton } from "@/ui/Skeleton";

import type { Narrowing } from "../filters/narrowing";

import { LinesTable } from "./LinesTable";
import { Panel } from "./Panel";
import { TableSwitch } from "./TableSwitch";
import { neighbour, slots, type Period, type Slot } from "./period";
import { join, level, METRICS } from "./series";
import { Failed, Nothing } from "./states";
import { useTrends } from "./useTrends";
import { lineSummary, METRIC_NAME, spanText } from "./words";

interface Props {
  period: Period;
  narrowed: Narrowing;
  today: string;
  weekStart: number;
  zone: string;
  table: boolean;
  onTable: (open: boolean) => void;
  /** A step was chosen: a day, or a span to look at more closely. */
  onOpen: (slot: Slot, step: Period["step"]) => void;
}

/** Four lines under one cursor: how much, of what kind, how well; the period before as a dotted ghost. */
export function Lines({ narrowed, today, weekStart, zone, table, onTable, onOpen, ...props }: Props) {
  const { data, error, isPlaceholderData, refetch } = useTrends(props.period, narrowed);
  const [cursor, setCursor] = useState<number | null>(null);
  const period = data?.period ?? props.period;
  const steps = useMemo(
    () =>
      data
        ? join(slots(data.period, weekStart), data.points, data.previous, {
            today,
            dateOf: (text) => localDate(instant(text), zone),
          })
        : [],
    [data, today, weekStart, zone],
  );
  const at = cursor !== null && cursor < steps.length ? cursor : null;
  const legend = (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-4">
      <Stroke dotted={false} name={spanText(period, today)} />
      <Stroke dotted name={spanText(neighbour(period, -1), today)} />
      {data && <TableSwitch open={table} onOpen={onTable} />}
    </span>
  );
  return (
    <Block title={t("lines.title")} aside={legend}>
      {error && !data ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : !data ? (
        <PanelShapes />
      ) : steps.every(({ now }) => now === null) ? (
        <Nothing />
      ) : table ? (
        <LinesTable steps={steps} step={period.step} today={today} />
      ) : (
        <div
          className={`grid gap-x-10 gap-y-6 transition-opacity md:grid-cols-2 ${isPlaceholderData ? "opacity-60" : ""}`}
        >
          {METRICS.map((metric) => (
            <Panel
              key={metric}
              metric={metric}
              steps={steps}
              step={period.step}
              today={today}
              cursor={at}
              onCursor={setCursor}
              onOpen={(index) => {
                const slot = steps[index];
                if (slot) onOpen(slot, period.step);
              }}
            />
          ))}
        </div>
      )}
      {data && steps.some(({ now }) => now) && !table && (
        <p className="mt-2 max-w-[90ch] text-ink-2">
          {METRIC_NAME.total}:{" "}
          {lineSummary(level(steps, "total"), { metric: "total", step: period.step, today })}
        </p>
      )}
    </Block>
  );
}

function Stroke({ dotted, name }: { dotted: boolean; name: string }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <svg aria-hidden width="20" height="6">
        <path
          d="M1 3h18"
          stroke={dotted ? "var(--edge)" : "var(--ink)"}
          strokeWidth={dotted ? 1.75 : 2}
          strokeLinecap="round"
          strokeDasharray={dotted ? "1 4" : undefined}
        />
      </svg>
      {name}
    </span>
  );
}

function PanelShapes() {
  return (
    <div role="status" aria-label={t("trends.loading")} className="grid gap-x-12 gap-y-6 md:grid-cols-2">
      {METRICS.map((metric) => (
        <div key={metric}>
          <Skeleton className="h-6 w-40" />
          <Skeleton className="mt-3 h-[118px]" />
        </div>
      ))}
    </div>
  );
}
