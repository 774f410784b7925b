import { timeOfDay, timeSpan, type Ms } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { firstText, joinText, pathText } from "@/lib/text";
import { Mark } from "@/ui/Mark";

import { useTimeline } from "../useTimeline";

import { Sheet } from "./Sheet";
import { xOf, type Drawn } from "./geometry";
import { BOTTOM, type Beside } from "./parts";
import { rowsUnder } from "./under";
import type { Zoom } from "./useZoom";

interface Props {
  at: Ms;
  drawn: Drawn | null;
  zoom: Zoom;
  width: number;
  zone: string;
  /** Whether nothing at this instant means away; in the future it means nothing yet. */
  away: boolean;
  /** The focus means all of what was drawn, a pointer only what it touches. */
  byKeyboard: boolean;
}

const NOTHING = { shown: [], more: 0 };

/** What stands behind a spot of the band: its stretch, and the windows seen there. */
export function Tip({ at, drawn, zoom, width, zone, away, byKeyboard }: Props) {
  const timeline = useTimeline(zoom.settled);
  const x = xOf(at, zoom.range, width);
  const around = ((zoom.range.end - zoom.range.start) / width) * 1.5;
  const whole = byKeyboard || (drawn !== null && drawn.stretches.length > 1);
  const spot = drawn && whole ? drawn : { start: at - around, end: at + around };
  const rows = drawn ? rowsUnder(timeline.data?.segments ?? [], spot) : NOTHING;
  if (!drawn && !away) return null;
  return (
    <Sheet x={x} top={BOTTOM - 2} width={width}>
      {drawn ? (
        <>
          <p className="flex items-center gap-2">
            <Mark kind={drawn.kind} />
            <span className="truncate font-semibold">
              {firstText(pathText(drawn.main.category), t("where.uncategorised"))}
            </span>
            <span className="ml-auto whitespace-nowrap font-semibold">
              {duration((drawn.end - drawn.start) / 1000)}
            </span>
          </p>
          <p className="text-ink-2">
            {timeSpan(drawn, zone)} · {t(`kind.${drawn.kind}`)}
            {drawn.main.passive && ` · ${t("band.passive")}`}
          </p>
          {rows.shown.length > 0 && (
            <ul className="mt-1.5 border-t border-rule pt-1.5">
              {rows.shown.map((row) => (
                <li key={`${row.title} ${row.where}`} className="flex justify-between gap-3">
                  <span className="truncate">
                    {row.title} <span className="text-ink-2">{row.where}</span>
                  </span>
                  <span className="whitespace-nowrap text-ink-2">{duration(row.seconds)}</span>
                </li>
              ))}
              {rows.more > 0 && <li className="text-ink-2">{t("band.more", { count: rows.more })}</li>}
            </ul>
          )}
        </>
      ) : (
        <p className="text-ink-2">{t("band.away", { time: timeOfDay(at, zone) })}</p>
      )}
    </Sheet>
  );
}

interface BesideProps {
  item: Beside;
  zoom: Zoom;
  width: number;
  zone: string;
  top: number;
}

/** What ran beside the primary timeline. */
export function BesideTip({ item, zoom, width, zone, top }: BesideProps) {
  return (
    <Sheet x={xOf((item.start + item.end) / 2, zoom.range, width)} top={top - 24} width={width}>
      <p className="flex gap-2">
        <span className="truncate font-semibold">{joinText(" · ", [item.device, item.label])}</span>
        <span className="ml-auto font-semibold whitespace-nowrap">
          {duration((item.end - item.start) / 1000)}
        </span>
      </p>
      <p className="text-ink-2">{t("band.beside", { span: timeSpan(item, zone) })}</p>
    </Sheet>
  );
}
