import type { ReactNode } from "react";

import { ApiFailure } from "@/api/client";
import { dateSpan, instant, localDate } from "@/lib/clock";
import { t } from "@/lib/t";
import { toast } from "@/lib/toasts";
import { Failed } from "@/ui/Failed";

import type { Narrowing } from "../filters/narrowing";
import type { NamedDevice } from "../filters/words";

import { FacetTable } from "./FacetTable";
import { Facets } from "./Facets";
import { Sums } from "./Sums";
import { rowsOf, type Facet } from "./facets";
import { saveFacet } from "./saving";
import { around, neighbour, running, type Calendar, type Span } from "./span";
import { ActivitySkeleton, Nothing } from "./states";
import { useActivity, usePrefetched, type Activity, type Asked } from "./useActivity";
import type { ActivityView } from "./view";

interface Props {
  asked: Asked;
  view: ActivityView;
  calendar: Calendar;
  zone: string;
  /** "04:00" */
  dayStart: string;
  devices: readonly NamedDevice[];
  onNarrow: (change: Narrowing) => void;
  onClear: () => void;
  /** Another look at the same. */
  onShow: (change: ActivityView) => void;
  onGo: (span: Span) => void;
  waiting: ReactNode;
}

/** What a time held. The last known stays in sight, paler, while the next comes. */
export function ActivityBody(props: Props) {
  const { asked, view, calendar, zone, dayStart, devices, onNarrow, onClear, onShow, onGo, waiting } = props;
  const { today } = calendar;
  const { data, error, isPlaceholderData, refetch } = useActivity(asked);
  usePrefetched(
    [neighbour(asked.span, -1, calendar), neighbour(asked.span, 1, calendar)],
    asked,
    data !== undefined && !isPlaceholderData,
  );
  if (!data) {
    return (
      <div className="mt-6">
        {error ? (
          <Failed title={t("activity.error")} error={error} retry={() => void refetch()} />
        ) : (
          <ActivitySkeleton />
        )}
      </div>
    );
  }
  if (data.total_seconds === 0) {
    const all = data.span.length === "all";
    return (
      <Nothing
        filtered={Object.keys(asked.narrowed).length > 0}
        onClear={onClear}
        onAll={all ? null : () => onGo(around("all", today, calendar))}
      >
        {running(data.span, today) && waiting}
      </Nothing>
    );
  }
  const save = (facet: Facet) => {
    saveFacet({ facet, span: asked.span, narrowed: asked.narrowed, devices }).catch((problem: unknown) => {
      const reason = problem instanceof ApiFailure ? problem.message : String(problem);
      toast(t("facet.csv-failed", { reason }), { tone: "bad" });
    });
  };
  const use = { view, total: data.total_seconds, devices, onNarrow, onSave: save };
  // A table of one facet has no others to go back to until they have come.
  const table = view.table !== undefined && data.facets[view.table] ? view.table : undefined;
  return (
    <div
      aria-busy={isPlaceholderData}
      className={`mt-5 transition-opacity duration-100 ${isPlaceholderData ? "opacity-60" : ""}`}
    >
      <Sums
        activity={data}
        against={againstText(data, { today, zone, dayStart })}
        narrowed={view}
        onNarrow={onNarrow}
      />
      {table === undefined ? (
        <Facets
          activity={data}
          depth={view.depth}
          onDepth={(depth) => onShow({ depth })}
          onTable={(facet) => onShow({ table: facet })}
          {...use}
        />
      ) : (
        <div className="mt-8">
          <FacetTable
            facet={table}
            rows={rowsOf(table, data)}
            compared={data.previous !== null && data.previous.total_seconds > 0}
            sort={view.sort ?? "time"}
            onSort={(sort) => onShow({ sort: sort === "time" ? undefined : sort })}
            onTable={(facet) => onShow({ table: facet, sort: undefined })}
            {...use}
          />
        </div>
      )}
    </div>
  );
}

interface Where {
  today: string;
  zone: string;
  dayStart: string;
}

/** "against 9 – 12 Nov, up to the same point"; null when nothing is compared. */
function againstText(
  { previous, span }: Activity & { span: Span },
  { today, zone, dayStart }: Where,
): string | null {
  if (!previous) return null;
  const night = Number(dayStart.slice(0, 2)) * 3_600_000;
  const first = localDate(instant(previous.start), zone);
  const end = localDate(Math.max(instant(previous.start), instant(previous.end) - night - 1), zone);
  const dates = dateSpan(first, end < first ? first : end, today);
  if (previous.total_seconds === 0) return t("activity.nothing-before", { span: dates });
  return t(running(span, today) ? "activity.against-point" : "activity.against", { span: dates });
}
