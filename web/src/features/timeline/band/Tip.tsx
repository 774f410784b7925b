import { useTimeline } from "../useTimeline";

import { xOf, type Drawn } from "./geometry";
import { BOTTOM } from "./parts";
import { rowsUnder } from "./under";
import type { Zoom } from "./useZoom";

import { timeOfDay, timeSpan, type Ms } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Mark } from "@/ui/Mark";

interface Props {
  at: Ms;
  drawn: Drawn | null;
  zoom: Zoom;
  width: number;
  zone: string;
  /** Whether nothing at this instant means away; in the future it means nothing yet. */
  away: boolean;
}

const WIDE = 320;

/** What stands behind a spot of the band: its stretch, and the windows seen there. */
export function Tip({ at, drawn, zoom, width, zone, away }: Props) {
  const timeline = useTimeline(zoom.settled);
  const x = xOf(at, zoom.range, width);
  const left = Math.min(Math.max(x - WIDE / 2, 0), Math.max(0, width - WIDE));
  const around = ((zoom.range.end - zoom.range.start) / width) * 1.5;
  const rows = rowsUnder(
    timeline.data?.segments ?? [],
    { start: at - around, end: at + around },
    drawn !== null,
  );
  if (!drawn && !away) return null;
  const first = drawn?.stretches[0];
  return (
    <div
      className="absolute z-30 rounded-2 border border-rule bg-card px-3 py-2 text-12 shadow-card"
      style={{ left, top: BOTTOM - 2, width: Math.min(WIDE, width) }}
    >
      {drawn && first ? (
        <>
          <p className="flex items-center gap-2">
            <Mark kind={drawn.kind} />
            <span className="truncate font-semibold">
              {first.category.join(" › ") || t("kind.uncategorised")}
            </span>
            <span className="ml-auto whitespace-nowrap font-semibold">
              {duration((drawn.end - drawn.start) / 1000)}
            </span>
          </p>
          <p className="text-ink-2">
            {timeSpan(drawn, zone)} · {t(`kind.${drawn.kind}`)}
            {first.passive && ` · ${t("band.passive")}`}
          </p>
          {rows.shown.length > 0 && (
            <ul className="mt-1.5 border-t border-rule pt-1.5">
              {rows.shown.map((row) => (
                <li key={row.start} className="flex gap-2">
                  <span className="text-ink-2">{timeOfDay(row.start, zone)}</span>
                  <span className="truncate">
                    {row.title} <span className="text-ink-2">{row.where}</span>
                  </span>
                </li>
              ))}
              {rows.more > 0 && <li className="text-ink-2">{t("band.more", { count: rows.more })}</li>}
            </ul>
          )}
        </>
      ) : (
        <p className="text-ink-2">{t("band.away", { time: timeOfDay(at, zone) })}</p>
      )}
    </div>
  );
}
