import { useRef, type KeyboardEvent, type PointerEvent } from "react";

import { timeOfDay, type Ms } from "@/lib/clock";
import { t } from "@/lib/t";
import { useWidth } from "@/lib/useWidth";

import { layOut, runs, xOf } from "../band/geometry";
import { PAINT } from "../band/parts";
import type { Zoom } from "../band/useZoom";
import { pan } from "../band/zoom";

import type { Piece } from "./pieces";

interface Props {
  pieces: readonly Piece[];
  zoom: Zoom;
  zone: string;
}

const HEIGHT = 14;

/** The whole day, small; a frame shows what the lanes show and slides it. */
export function Overview({ pieces, zoom, zone }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(1000);
  const held = useRef<number | null>(null);
  const { range, day } = zoom;
  const left = xOf(range.start, day, width);
  const right = xOf(range.end, day, width);

  const moveTo = (middle: Ms) => zoom.show(pan(range, middle - (range.start + range.end) / 2, day));
  const timeOf = (event: PointerEvent) => {
    const x = event.clientX - (box.current?.getBoundingClientRect().left ?? 0);
    return day.start + (x / width) * (day.end - day.start);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
    if (step === null) return;
    event.preventDefault();
    zoom.show(pan(range, (step * (range.end - range.start)) / 4, day));
  };

  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={t("lanes.overview")}
      aria-valuemin={day.start}
      aria-valuemax={day.end}
      aria-valuenow={range.start}
      aria-valuetext={t("lanes.overview-value", {
        start: timeOfDay(range.start, zone),
        end: timeOfDay(range.end, zone),
      })}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = timeOf(event);
        const middle = (range.start + range.end) / 2;
        const inside = at >= range.start && at <= range.end;
        held.current = inside ? at - middle : 0;
        if (!inside) moveTo(at);
      }}
      onPointerMove={(event) => {
        if (held.current !== null) moveTo(timeOf(event) - held.current);
      }}
      onPointerUp={() => (held.current = null)}
      onPointerCancel={() => (held.current = null)}
      className="tap-target relative block h-[18px] cursor-grab touch-none py-0.5 select-none active:cursor-grabbing"
    >
      <svg width={width} height={HEIGHT} className="block">
        <rect width={width} height={HEIGHT} rx="2" fill="var(--band)" />
        {runs(layOut(pieces, day, width)).map((run) => (
          <rect key={run.x} x={run.x} width={run.width} height={HEIGHT} fill={PAINT[run.kind]} />
        ))}
        <path
          d={`M0 0h${left}v${HEIGHT}H0zM${right} 0H${width}v${HEIGHT}H${right}z`}
          fill="var(--paper)"
          opacity="0.6"
        />
      </svg>
      <span
        aria-hidden
        className="absolute inset-y-0 rounded-1 border-[1.5px] border-ink"
        style={{ left, width: Math.max(6, right - left) }}
      />
    </div>
  );
}
