/** What lies over all lanes: hours, the present, the line under the pointer, the choice and its handles. */
import { type KeyboardEvent, type PointerEvent } from "react";

import { timeOfDay, type Ms, type Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";

import { timeAt, xOf } from "../band/geometry";
import { ticks } from "../band/ticks";
import { MINUTE } from "../band/zoom";

import { AXIS } from "./lanes";
import { exactSpan, exactTime } from "./times";

interface Place {
  range: Range;
  width: number;
  zone: string;
}

interface HoursProps extends Place {
  tall: number;
  /** Where other words stand on the axis. */
  taken: readonly { x: number; half: number }[];
}

/** Hours on top and faint lines down through the lanes. */
export function Hours({ range, width, zone, tall, taken }: HoursProps) {
  return (
    <div aria-hidden>
      {ticks(range, width, zone).map(({ at, x, label }) => (
        <div key={at}>
          <div
            className="absolute bottom-0 w-px bg-rule"
            style={{ left: x, top: AXIS - 4, height: tall - AXIS }}
          />
          {taken.every((each) => Math.abs(each.x - x) > each.half + 18) && (
            <span
              className="absolute top-0 text-12 whitespace-nowrap text-ink-2"
              style={{ left: x, translate: x < 14 ? "0" : x > width - 14 ? "-100%" : "-50%" }}
            >
              {label}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

/** The sun stands over the present. */
export const PRESENT_HALF = 36;
export const CHOICE_HALF = 66;

export function Present({
  at,
  range,
  width,
  zone,
  top,
  height,
  nameless,
}: Place & { at: Ms; top: number; height: number; nameless: boolean }) {
  if (at < range.start || at > range.end) return null;
  const x = Math.min(Math.max(xOf(at, range, width), 7), width - 7);
  return (
    <div aria-hidden className="pointer-events-none">
      <div className="absolute w-[1.5px] bg-ink" style={{ left: x - 0.75, top, height }} />
      <svg className="absolute" style={{ left: x - 7, top: top - 7 }} width="14" height="7">
        <path d="M.5 7a6.5 6.5 0 0 1 13 0Z" fill="var(--signal)" />
      </svg>
      {!nameless && (
        <span
          className="absolute top-0 bg-paper px-1 text-12 font-semibold whitespace-nowrap"
          style={{ left: x, translate: x > width - 80 ? "-100%" : x < 60 ? "0" : "-50%" }}
        >
          {t("band.now", { time: timeOfDay(at, zone) })}
        </span>
      )}
    </div>
  );
}

/** One line through all lanes and the time it stands at. */
export function Crosshair({ at, range, width, zone, tall }: Place & { at: Ms; tall: number }) {
  const x = xOf(at, range, width);
  return (
    <div aria-hidden className="pointer-events-none">
      <div
        className="absolute w-px bg-ink opacity-55"
        style={{ left: x, top: AXIS - 6, height: tall - AXIS }}
      />
      <span
        className="absolute top-0 rounded-1 bg-ink px-1 text-12 font-medium whitespace-nowrap text-paper"
        style={{ left: x, translate: x > width - 40 ? "-100%" : x < 30 ? "0" : "-50%" }}
      >
        {exactTime(at, zone, range)}
      </span>
    </div>
  );
}

interface ChoiceProps extends Place {
  choice: Range;
  top: number;
  height: number;
  /** Where an edge may go; moving ends with `onMove`, drawing goes on without. */
  onEdge: (edge: "start" | "end", at: Ms, free: boolean) => void;
  onNextEdge: (edge: "start" | "end", step: 1 | -1) => void;
  /** While it is being drawn it has no handles yet. */
  drawing: boolean;
}

export function Choice({
  choice,
  range,
  width,
  zone,
  top,
  height,
  onEdge,
  onNextEdge,
  drawing,
}: ChoiceProps) {
  const left = Math.max(0, xOf(choice.start, range, width));
  const right = Math.min(width, xOf(choice.end, range, width));
  if (choice.end <= range.start || choice.start >= range.end) return null;
  const middle = (left + right) / 2;
  const edges = [
    ["start", left, choice.start >= range.start],
    ["end", right, choice.end <= range.end],
  ] as const;
  return (
    <>
      <div
        aria-hidden
        className="pointer-events-none absolute bg-[color-mix(in_oklab,var(--ink)_9%,transparent)] shadow-[inset_1.5px_0_var(--ink),inset_-1.5px_0_var(--ink)]"
        style={{ left, width: Math.max(2, right - left), top, height }}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute top-0 z-10 rounded-1 bg-ink px-1.5 text-12 font-medium whitespace-nowrap text-paper"
        style={{ left: middle, translate: middle > width - 80 ? "-100%" : middle < 80 ? "0" : "-50%" }}
      >
        {exactSpan(choice, zone)} · {duration((choice.end - choice.start) / 1000)}
      </span>
      {!drawing &&
        edges.map(
          ([edge, x, inSight]) =>
            inSight && (
              <Handle
                key={edge}
                edge={edge}
                x={x}
                at={choice[edge]}
                limits={
                  edge === "start"
                    ? { start: range.start, end: choice.end }
                    : { start: choice.start, end: range.end }
                }
                range={range}
                width={width}
                zone={zone}
                top={top}
                height={height}
                onMove={(at, free) => onEdge(edge, at, free)}
                onStep={(step) => onNextEdge(edge, step)}
              />
            ),
        )}
    </>
  );
}

interface HandleProps extends Place {
  edge: "start" | "end";
  x: number;
  at: Ms;
  limits: Range;
  top: number;
  height: number;
  onMove: (at: Ms, free: boolean) => void;
  onStep: (step: 1 | -1) => void;
}

/** Moves one edge: with the pointer, by a minute with arrows, to the next edge with Shift. */
function Handle({ edge, x, at, limits, range, width, zone, top, height, onMove, onStep }: HandleProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
    if (step === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) onStep(step);
    else onMove(at + step * MINUTE, true);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.offsetParent?.getBoundingClientRect();
    const to = Math.min(Math.max(event.clientX - (box?.left ?? 0), 0), width);
    onMove(timeAt(to, range, width), event.altKey);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t(edge === "start" ? "lanes.edge-start" : "lanes.edge-end")}
      aria-valuemin={limits.start}
      aria-valuemax={limits.end}
      aria-valuenow={at}
      aria-valuetext={exactTime(at, zone, range)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={(event) => event.stopPropagation()}
      className="absolute z-20 flex w-6 cursor-ew-resize touch-none items-center justify-center"
      style={{ left: x - 12, top, height }}
    >
      <span className="h-6 w-1.5 rounded-full border border-paper bg-ink" />
    </div>
  );
}
