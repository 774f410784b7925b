import { useRef, useState, type KeyboardEvent } from "react";

import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { useWidth } from "@/lib/useWidth";

import { Sheet } from "../band/Sheet";

import { cellText, hourText, nameOfWeekday } from "./hourWords";
import { usedColumns, usualDay, type Hour } from "./hours";
import { step } from "./quantiles";

interface Props {
  grid: readonly (readonly Hour[])[];
  cuts: readonly number[];
  metric: "total" | "signal";
  summary: string;
}

const LEFT = 40;
const TOP = 22;
const ROW = 27;
const GAP = 3;
const WIDEST = 46;

/** Seven rows of hours; at the end of each a bar for the usual day as a whole. */
export function HoursChart({ grid, cuts, summary, metric }: Props) {
  const [box, width] = useWidth<HTMLDivElement>(1100);
  const cells = useRef<SVGGElement>(null);
  const [pointed, setPointed] = useState<Spot | null>(null);
  const [focused, setFocused] = useState<Spot | null>(null);
  const { from, to } = usedColumns(grid);
  const count = to - from + 1;
  const margin = width >= 640 ? 200 : 64;
  const pitch = Math.min(WIDEST, (width - LEFT - margin) / count);
  const end = LEFT + count * pitch;
  const bars = Math.max(0, Math.min(260, width - end - 16 - 80));
  const usual = grid.map(usualDay);
  const longest = Math.max(1, ...usual.map((each) => each ?? 0));
  const shown = pointed ?? focused;
  const hour = shown && grid[shown.row]?.[shown.column];
  const every = pitch >= 30 ? 1 : pitch >= 15 ? 2 : 3;

  const onKeyDown = (event: KeyboardEvent) => {
    const at = focused ?? { row: 0, column: from };
    const moved = KEYS[event.key]?.(at, from, to);
    if (!moved) return;
    event.preventDefault();
    const row = cells.current?.children[Math.min(6, Math.max(0, moved.row))];
    (row?.children[Math.min(to, Math.max(from, moved.column)) - from] as SVGElement | undefined)?.focus();
  };

  return (
    <div ref={box} className="relative">
      <svg
        width={width}
        height={TOP + 7 * ROW}
        className="block"
        onKeyDown={onKeyDown}
        onPointerLeave={() => setPointed(null)}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setFocused(null)}
      >
        <pattern id="few" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M1 0v5" stroke="var(--paper)" strokeWidth="2" />
        </pattern>
        <g aria-hidden className="fill-ink-2 text-12">
          {(grid[0] ?? []).slice(from, to + 1).map(
            (each, i) =>
              i % every === 0 && (
                <text key={each.hour} x={LEFT + i * pitch} y="12">
                  {hourText(each.hour)}
                </text>
              ),
          )}
          <text x={end + 16} y="12">
            {bars > 0 ? t("hours.usual") : ""}
          </text>
        </g>
        <g ref={cells} role="grid" aria-label={summary}>
          {grid.map((row, y) => (
            <g key={row[0]?.weekday} role="row">
              {row.slice(from, to + 1).map((each, i) => (
                <Cell
                  key={each.hour}
                  hour={each}
                  cuts={cuts}
                  x={LEFT + i * pitch}
                  y={TOP + y * ROW}
                  width={pitch - GAP}
                  stop={focused ? focused.row === y && focused.column === from + i : y === 0 && i === 0}
                  onPoint={() => setPointed({ row: y, column: from + i })}
                  onFocus={() => setFocused({ row: y, column: from + i })}
                />
              ))}
            </g>
          ))}
        </g>
        {grid.map((row, y) => (
          <g key={row[0]?.weekday} aria-hidden>
            <text x="0" y={TOP + y * ROW + ROW / 2 + 3} className="fill-ink-2 text-12">
              {nameOfWeekday(row[0]?.weekday ?? 1, "short")}
            </text>
            <rect
              x={end + 16}
              y={TOP + y * ROW + 8}
              width={Math.max(0, ((usual[y] ?? 0) / longest) * bars)}
              height="8"
              rx="2"
              fill={metric === "signal" ? "var(--signal)" : "var(--neutral)"}
            />
            <text
              x={Math.min(width, end + 16 + bars + 80)}
              y={TOP + y * ROW + ROW / 2 + 3}
              textAnchor="end"
              className="fill-ink text-12 font-medium"
            >
              {usual[y] == null ? "–" : duration(usual[y])}
            </text>
          </g>
        ))}
      </svg>
      {hour && (
        <Sheet
          x={LEFT + (shown.column - from + 0.5) * pitch}
          top={TOP + (shown.row + 1) * ROW + 4}
          width={width}
          wide={250}
        >
          <p className="font-semibold">
            {nameOfWeekday(hour.weekday)} {hourText(hour.hour)} – {hourText(hour.hour + 1)}
          </p>
          <p className="text-ink-2">
            {hour.mean === null
              ? t("hours.never")
              : `${t("hours.mean", { minutes: Math.round(hour.mean / 60) })} · ${t("hours.observed", { count: hour.observed })}`}
          </p>
        </Sheet>
      )}
    </div>
  );
}

interface Spot {
  row: number;
  column: number;
}

const KEYS: Record<string, (at: Spot, from: number, to: number) => Spot> = {
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  Home: ({ row }, from) => ({ row, column: from }),
  End: ({ row }, _, to) => ({ row, column: to }),
};

interface CellProps {
  hour: Hour;
  cuts: readonly number[];
  x: number;
  y: number;
  width: number;
  stop: boolean;
  onPoint: () => void;
  onFocus: () => void;
}

/** Solid, hatched where seen too seldom, an outline where never or nothing. */
function Cell({ hour, cuts, x, y, width, stop, onPoint, onFocus }: CellProps) {
  const height = ROW - GAP;
  const filled = hour.mean !== null && hour.mean >= 30;
  const place = filled ? step(hour.mean ?? 0, cuts) : 0;
  return (
    <g
      role="gridcell"
      tabIndex={stop ? 0 : -1}
      aria-label={cellText(hour)}
      className="outline-none [&:focus-visible>rect:last-child]:stroke-ink [&:focus-visible>rect:last-child]:stroke-2"
      onPointerEnter={onPoint}
      onFocus={onFocus}
    >
      {filled ? (
        <rect x={x} y={y} width={width} height={height} rx="2" fill={`var(--heat-${place})`} />
      ) : (
        <rect
          x={x + 0.5}
          y={y + 0.5}
          width={width - 1}
          height={height - 1}
          rx="2"
          fill="transparent"
          stroke="var(--rule)"
        />
      )}
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx="2"
        fill={filled && hour.few ? "url(#few)" : "transparent"}
      />
    </g>
  );
}
