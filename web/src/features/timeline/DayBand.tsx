import { useMemo } from "react";

import { instant, overlaps, timeOfDay, type Ms, type Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Band as BandIcon, Minus, Plus, Table } from "@/ui/icons";

import { Band } from "./band/Band";
import { BandTable } from "./band/BandTable";
import type { Stretch } from "./band/geometry";
import type { Beside } from "./band/parts";
import { useZoom } from "./band/useZoom";
import { usualRange, zoomAround } from "./band/zoom";
import type { Day } from "./useDay";

export type Lane = "primary" | "parallel";

/** What the address says about the band. */
export interface View {
  zoom?: string | undefined;
  lane?: "parallel" | undefined;
  view?: "table" | undefined;
}

interface Props {
  day: Day;
  now: Ms | null;
  view: View;
  onView: (change: View) => void;
  highlight: readonly string[] | null;
}

export function DayBand({ day, now, view, onView, highlight }: Props) {
  const { zone } = day;
  const bounds = useMemo(() => ({ start: instant(day.start), end: instant(day.end) }), [day.start, day.end]);
  const stretches = useMemo<Stretch[]>(
    () => day.band.map((item) => ({ ...item, ...placed(item) })),
    [day.band],
  );
  const parallel = useMemo<Beside[]>(
    () => day.parallel.map((item) => ({ ...item, ...placed(item) })),
    [day.parallel],
  );
  const blocks = useMemo(
    () => day.focus_blocks.map((item) => ({ label: item.label, ...placed(item) })),
    [day.focus_blocks],
  );
  const usual = usualRange(bounds, activity(day), now);
  const zoom = useZoom({
    day: bounds,
    usual,
    zone,
    address: view.zoom,
    onAddress: (address) => onView({ ...view, zoom: address }),
  });
  const table = view.view === "table";
  const open = view.lane === "parallel";
  const centre = (zoom.range.start + zoom.range.end) / 2;
  const caption = t("band.caption", {
    start: timeOfDay(zoom.range.start, zone),
    end: timeOfDay(zoom.range.end, zone),
  });

  return (
    <figure className="relative">
      {table ? (
        <div className="pt-5">
          <BandTable
            caption={caption}
            stretches={stretches}
            range={zoom.range}
            parallel={open ? within(parallel, zoom.range) : null}
            zone={zone}
          />
        </div>
      ) : (
        <Band
          stretches={stretches}
          parallel={parallel}
          blocks={blocks}
          zone={zone}
          zoom={zoom}
          now={now}
          summary={summary(day)}
          highlight={highlight}
          parallelOpen={open}
        />
      )}
      <figcaption className="print:hidden -mx-2 mt-1 flex items-center gap-1">
        <span className="sr-only">{summary(day)}</span>
        <Button look="bare" onClick={() => onView({ ...view, view: table ? undefined : "table" })}>
          {table ? <BandIcon /> : <Table />}
          <span className="text-12">{t(table ? "band.open-band" : "band.open-table")}</span>
        </Button>
        {parallel.length > 0 && (
          <Button
            look="bare"
            aria-pressed={open}
            onClick={() => onView({ ...view, lane: open ? undefined : "parallel" })}
          >
            <span aria-hidden className="inline-block h-2 w-3.5 rounded-1 bg-[var(--parallel)]" />
            <span className="text-12">{t("band.parallel", { names: devices(parallel) })}</span>
          </Button>
        )}
        <span className="ml-auto flex items-center gap-1">
          {zoom.zoomed && (
            <Button look="bare" onClick={zoom.reset}>
              <span className="text-12">{t("band.reset")}</span>
            </Button>
          )}
          <Button
            look="bare"
            square
            aria-label={t("band.further")}
            onClick={() => zoom.show(zoomAround(zoom.range, centre, 2, bounds))}
          >
            <Minus />
          </Button>
          <Button
            look="bare"
            square
            aria-label={t("band.closer")}
            onClick={() => zoom.show(zoomAround(zoom.range, centre, 0.5, bounds))}
          >
            <Plus />
          </Button>
        </span>
      </figcaption>
    </figure>
  );
}

function summary(day: Day): string {
  if (!day.first_activity || !day.last_activity) return t("band.summary-empty");
  return t("band.summary", {
    start: timeOfDay(instant(day.first_activity), day.zone),
    end: timeOfDay(instant(day.last_activity), day.zone),
    total: duration(day.total_seconds),
    signal: duration(day.signal_seconds),
  });
}

function activity(day: Day): Range | null {
  if (!day.first_activity || !day.last_activity) return null;
  return { start: instant(day.first_activity), end: instant(day.last_activity) };
}

function placed(item: { start: string; end: string }): Range {
  return { start: instant(item.start), end: instant(item.end) };
}

function within<Item extends Range>(items: readonly Item[], range: Range): Item[] {
  return items.filter((item) => overlaps(item, range));
}

function devices(parallel: readonly Beside[]): string {
  return [...new Set(parallel.map((item) => item.device ?? item.label))].slice(0, 3).join(", ");
}
