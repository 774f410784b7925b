/** The drawn parts of the band. Each is a pure picture of its arguments. */
import type { Ms, Range } from "@/lib/clock";
import type { Kind } from "@/ui/kind";

import { fits, xOf, type Drawn, type Run } from "./geometry";
import type { Tick } from "./ticks";

export const TOP = 22;
export const HEIGHT = 76;
export const BOTTOM = TOP + HEIGHT;

/** The lane of what ran beside: a hint, or a lane with names. */
export const laneHeight = (open: boolean) => (open ? 22 : 8);
export const bandTall = (open: boolean) => BOTTOM + laneHeight(open) + 36;

export const PAINT: Record<Kind, string> = {
  signal: "url(#band-signal)",
  noise: "url(#band-noise)",
  neutral: "var(--neutral)",
  uncategorised: "var(--band)",
};

export function Paints() {
  return (
    <defs>
      <linearGradient id="band-signal" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stopColor="var(--signal-high)" />
        <stop offset="1" stopColor="var(--signal)" />
      </linearGradient>
      <pattern
        id="band-noise"
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="7" height="7" fill="var(--noise-paper)" />
        <rect width="3.2" height="7" fill="var(--noise)" />
      </pattern>
    </defs>
  );
}

interface BlocksProps {
  runs: readonly Run[];
  /** With some of it chosen, the rest steps back. */
  chosen: readonly Drawn[] | null;
}

export function Blocks({ runs, chosen }: BlocksProps) {
  return (
    <g aria-hidden>
      <g opacity={chosen ? 0.25 : 1}>
        {runs.map((run) => (
          <Block key={run.x} x={run.x} width={run.width} kind={run.kind} />
        ))}
        {runs.map((run) => run.seams.map((x) => <Seam key={x} x={x} />))}
      </g>
      {chosen?.map((each) => (
        <Block key={each.x} x={each.x} width={each.width} kind={each.kind} />
      ))}
      {runs.map((run) => (
        <Name key={run.x} run={run} />
      ))}
    </g>
  );
}

function Block({ x, width, kind }: { x: number; width: number; kind: Kind }) {
  const outlined = kind === "uncategorised" && width > 3;
  return (
    <rect
      x={x + (width > 4 ? 0.5 : 0)}
      y={TOP + (outlined ? 0.5 : 0)}
      width={width > 4 ? width - 1 : width}
      height={HEIGHT - (outlined ? 1 : 0)}
      rx={width > 6 ? 2 : 0}
      fill={PAINT[kind]}
      {...(outlined ? { stroke: "var(--edge)", strokeDasharray: "3 2" } : {})}
    />
  );
}

function Seam({ x }: { x: number }) {
  return <path d={`M${x} ${TOP}v${HEIGHT}`} stroke="var(--paper)" opacity="0.4" />;
}

function Name({ run }: { run: Run }) {
  if (run.kind === "noise" || !fits(run.label, run.width)) return null;
  const ink = run.kind === "signal" ? "var(--on-signal)" : "var(--ink)";
  return (
    <text x={run.x + 8} y={BOTTOM - 12} fill={ink} className="text-12 font-semibold">
      {run.label}
    </text>
  );
}

export function Axis({ ticks, width, tall }: { ticks: readonly Tick[]; width: number; tall: number }) {
  return (
    <g aria-hidden>
      {ticks.map(({ at, x, label }) => {
        const anchor = x < 14 ? "start" : x > width - 14 ? "end" : "middle";
        return (
          <g key={at}>
            <path d={`M${x} ${BOTTOM}v4`} stroke="var(--rule)" />
            <text x={x} y={tall - 8} textAnchor={anchor} fill="var(--ink-2)" className="text-12">
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** The sun stands over the present; the day so far lies to its left. */
export function NowMark({ at, range, width, label }: { at: Ms; range: Range; width: number; label: string }) {
  if (at < range.start || at > range.end) return null;
  const x = Math.min(Math.max(xOf(at, range, width), 7), width - 7);
  const leftward = x > 90;
  return (
    <g aria-hidden>
      <path d={`M${x} ${TOP - 8}V${BOTTOM + 14}`} stroke="var(--ink)" strokeWidth="1.5" />
      <path d={`M${x - 6.5} ${TOP - 8}a6.5 6.5 0 0 1 13 0Z`} fill="var(--signal)" />
      <text
        x={leftward ? x - 10 : x + 10}
        y={TOP - 8}
        textAnchor={leftward ? "end" : "start"}
        fill="var(--ink)"
        className="text-12 font-semibold"
      >
        {label}
      </text>
    </g>
  );
}

export interface Beside extends Range {
  label: string;
  device: string | null;
}

export function ParallelLane(props: {
  items: readonly Beside[];
  range: Range;
  width: number;
  open: boolean;
}) {
  const { items, range, width, open } = props;
  return (
    <g aria-hidden>
      {items
        .filter((item) => item.end > range.start && item.start < range.end)
        .map((item) => {
          const x = Math.max(0, xOf(item.start, range, width));
          const wide = Math.max(3, Math.min(width, xOf(item.end, range, width)) - x);
          return (
            <g key={`${item.start} ${item.label}`}>
              <rect
                x={x}
                y={BOTTOM + 6}
                width={wide}
                height={laneHeight(open)}
                rx="2"
                fill="var(--parallel)"
              />
              {open && fits(item.label, wide) && (
                <text x={x + 8} y={BOTTOM + 21} fill="var(--on-signal)" className="text-12 font-medium">
                  {item.label}
                </text>
              )}
            </g>
          );
        })}
    </g>
  );
}
