import { useMemo, useRef, useState, type KeyboardEvent } from "react";

import { timeOfDay, timeSpan, type Ms } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { useWidth } from "@/lib/useWidth";

import { BesideTip, Tip } from "./Tip";
import { drawnAt, layOut, named, runs, xOf, type Drawn, type Named, type Stretch } from "./geometry";
import { bandKey } from "./gestures";
import { drawnNames } from "./names";
import {
  Axis,
  BOTTOM,
  bandTall,
  Blocks,
  HEIGHT,
  NowMark,
  Paints,
  ParallelLane,
  TOP,
  type Beside,
} from "./parts";
import { ticks } from "./ticks";
import { usePointer } from "./usePointer";
import type { Zoom } from "./useZoom";

interface Props {
  stretches: readonly Stretch[];
  parallel: readonly Beside[];
  /** Focus blocks, which give the band its names. */
  blocks: readonly Named[];
  zone: string;
  zoom: Zoom;
  /** The present, when it belongs to this day. */
  now: Ms | null;
  summary: string;
  /** Only stretches of this category stay bright. */
  highlight: readonly string[] | null;
  parallelOpen: boolean;
}

const STEP = 10;

/** The day as a band of light. Pointer, fingers and keys move over it; the table says the same in words. */
export function Band(props: Props) {
  const { stretches, parallel, blocks, zone, zoom, now, summary, highlight, parallelOpen } = props;
  const [box, width] = useWidth<HTMLDivElement>(1000);
  const options = useRef<SVGGElement>(null);
  const [focused, setFocused] = useState<Ms | null>(null);
  const pointer = usePointer(box, zoom, width);

  const { start, end } = zoom.range;
  const drawn = useMemo(() => layOut(stretches, { start, end }, width), [stretches, start, end, width]);
  const light = useMemo(() => named(runs(drawn), blocks), [drawn, blocks]);
  // The keyboard walks in steps one can see, not through every second.
  const steps = useMemo(() => layOut(stretches, { start, end }, width, STEP), [stretches, start, end, width]);
  const current = focused === null ? -1 : Math.max(0, drawnAt(steps, focused));
  const onKeyboard = middle(steps[current]);
  const shownAt = pointer.spot?.at ?? onKeyboard;
  const tall = bandTall(parallelOpen);
  const beside = pointer.spot && pointer.spot.y > BOTTOM ? besideAt(parallel, pointer.spot.at) : null;

  const onKeyDown = (event: KeyboardEvent) => {
    const move = bandKey(event, { zoom, steps, current, pointing: pointer.spot !== null });
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    if (move.kind === "show") zoom.show(move.range);
    else if (move.kind === "reset") zoom.reset();
    else if (move.kind === "dismiss") pointer.dismiss();
    else (options.current?.children[move.index] as SVGElement | undefined)?.focus();
  };

  return (
    <div
      ref={box}
      role="presentation" // the listbox inside is what assistive tools see
      className="relative touch-pan-y select-none"
      style={{ height: tall }}
      {...pointer.handlers}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setFocused(null)}
    >
      <svg width={width} height={tall} className="block overflow-visible" onKeyDown={onKeyDown}>
        <Paints />
        <rect y={TOP} width={width} height={HEIGHT} rx="3" fill="var(--band)" />
        <Blocks runs={light} chosen={highlight && drawn.filter((each) => isUnder(each, highlight))} />
        <ParallelLane items={parallel} range={zoom.range} width={width} open={parallelOpen} />
        <Axis ticks={ticks(zoom.range, width, zone)} width={width} tall={tall} />
        {pointer.selection && (
          <rect
            x={xOf(pointer.selection.start, zoom.range, width)}
            y={TOP}
            width={((pointer.selection.end - pointer.selection.start) / (end - start)) * width}
            height={HEIGHT}
            fill="var(--ink)"
            opacity="0.14"
          />
        )}
        {pointer.spot && !pointer.selection && (
          <path
            d={`M${xOf(pointer.spot.at, zoom.range, width)} ${TOP}v${HEIGHT}`}
            stroke="var(--ink)"
            opacity="0.55"
          />
        )}
        {now !== null && (
          <NowMark
            at={now}
            range={zoom.range}
            width={width}
            label={t("band.now", { time: timeOfDay(now, zone) })}
          />
        )}
        <g ref={options} role="listbox" aria-label={summary} aria-orientation="horizontal">
          {steps.map((each, i) => (
            <rect
              key={each.start}
              role="option"
              tabIndex={i === Math.max(current, 0) ? 0 : -1}
              aria-selected={i === current}
              aria-label={spoken(each, zone)}
              x={each.x}
              y={TOP}
              width={each.width}
              height={HEIGHT}
              fill="transparent"
              onFocus={() => setFocused(each.start)}
              className="outline-none focus-visible:stroke-ink focus-visible:stroke-[3px]"
            />
          ))}
        </g>
      </svg>
      {beside ? (
        <BesideTip item={beside} zoom={zoom} width={width} zone={zone} top={tall} />
      ) : (
        shownAt !== null &&
        !pointer.selection && (
          <Tip
            at={shownAt}
            drawn={pointer.spot ? (drawn[drawnAt(drawn, shownAt)] ?? null) : (steps[current] ?? null)}
            zoom={zoom}
            width={width}
            zone={zone}
            away={now === null || shownAt < now}
            byKeyboard={pointer.spot === null}
          />
        )
      )}
    </div>
  );
}

function isUnder(drawn: Drawn, path: readonly string[]): boolean {
  return drawn.stretches.some(({ category }) =>
    path.length === 0 ? category.length === 0 : path.every((name, i) => category[i] === name),
  );
}

function besideAt(parallel: readonly Beside[], at: Ms): Beside | null {
  return parallel.find((item) => item.start <= at && at < item.end) ?? null;
}

function spoken(drawn: Drawn, zone: string): string {
  return t("band.option", {
    span: timeSpan(drawn, zone),
    length: duration((drawn.end - drawn.start) / 1000),
    names: drawnNames(drawn),
    kind: t(`kind.${drawn.kind}`),
  });
}

function middle(drawn: Drawn | undefined): Ms | null {
  return drawn ? (drawn.start + drawn.end) / 2 : null;
}
