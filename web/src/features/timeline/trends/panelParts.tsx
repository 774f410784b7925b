import { shortDate } from "@/lib/clock";
import { locale } from "@/lib/locale";

import type { Step as StepSize } from "./period";
import { areaPaths, labelEvery, linePaths, lonely, xAt, yAt, type Frame } from "./plot";
import type { Metric, Step } from "./series";

const STROKE: Record<Metric, string> = {
  total: "var(--ink)",
  signal: "var(--signal)",
  noise: "var(--noise)",
  score: "var(--ink)",
};

const FILL: Record<Metric, string | null> = {
  total: "var(--band)",
  signal: "url(#area-signal)",
  noise: "url(#area-noise)",
  score: null,
};

/** The fills of the kinds, as on the band: signal is solid, noise is hatched. */
export function Paints({ metric }: { metric: Metric }) {
  if (metric === "noise") {
    return (
      <pattern
        id="area-noise"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M1 0v5" stroke="var(--noise)" strokeWidth="1.5" opacity="0.45" />
      </pattern>
    );
  }
  if (metric !== "signal") return null;
  return (
    <linearGradient id="area-signal" x1="0" x2="0" y1="0" y2="1">
      <stop offset="0" stopColor="var(--signal)" stopOpacity="0.3" />
      <stop offset="1" stopColor="var(--signal)" stopOpacity="0.12" />
    </linearGradient>
  );
}

interface GridProps {
  values: readonly number[];
  frame: Frame;
  metric: Metric;
}

/** Lines barely there, named at their beginning; zero needs no name. */
export function Grid({ values, frame, metric }: GridProps) {
  return (
    <g aria-hidden>
      {values.map((each) => (
        <path
          key={each}
          d={`M${frame.left} ${Math.round(yAt(each, frame)) + 0.5}h${frame.width}`}
          stroke={each === 0 ? "var(--edge)" : "var(--rule)"}
          opacity={each === 0 ? 0.6 : 1}
        />
      ))}
      {values.slice(1).map((each) => (
        <text
          key={each}
          x={frame.left - 8}
          y={yAt(each, frame) + 4}
          textAnchor="end"
          className="fill-ink-2 text-12"
        >
          {metric === "score" ? each : tickText(each)}
        </text>
      ))}
    </g>
  );
}

/** What it was before, one period earlier. */
export function Ghost({ values, frame }: { values: readonly (number | null)[]; frame: Frame }) {
  return (
    <g
      aria-hidden
      fill="none"
      stroke="var(--edge)"
      strokeDasharray="1 4"
      strokeLinecap="round"
      strokeWidth="1.75"
    >
      {linePaths(values, frame).map((path) => (
        <path key={path} d={path} />
      ))}
      {lonely(values).map((i) => (
        <circle key={i} cx={xAt(i, frame)} cy={yAt(values[i] ?? 0, frame)} r="1" />
      ))}
    </g>
  );
}

interface LineProps {
  values: readonly (number | null)[];
  frame: Frame;
  metric: Metric;
  /** The step that has not ended: its value still grows, so the line to it is open. */
  running: number;
}

export function Line({ values, frame, metric, running }: LineProps) {
  const over = values.map((each, i) => (i === running ? null : each));
  const last = values[running] ?? null;
  const lead = running > 0 ? (values[running - 1] ?? null) : null;
  const stroke = STROKE[metric];
  const fill = FILL[metric];
  return (
    <g aria-hidden fill="none" stroke={stroke} strokeWidth="2" strokeLinejoin="round" strokeLinecap="round">
      {fill !== null &&
        areaPaths(over, frame).map((path) => <path key={path} d={path} fill={fill} stroke="none" />)}
      {linePaths(over, frame).map((path) => (
        <path key={path} d={path} />
      ))}
      {lonely(over).map((i) => (
        <circle
          key={i}
          cx={xAt(i, frame)}
          cy={yAt(over[i] ?? 0, frame)}
          r="2.25"
          fill={stroke}
          stroke="none"
        />
      ))}
      {last !== null && lead !== null && (
        <path
          d={`M${xAt(running - 1, frame)} ${yAt(lead, frame)}L${xAt(running, frame)} ${yAt(last, frame)}`}
          strokeDasharray="3 4"
          strokeWidth="1.5"
        />
      )}
      {last !== null && (
        <circle cx={xAt(running, frame)} cy={yAt(last, frame)} r="3" fill="var(--paper)" strokeWidth="1.5" />
      )}
    </g>
  );
}

interface MarkerProps {
  index: number;
  now: readonly (number | null)[];
  before: readonly (number | null)[];
  frame: Frame;
  metric: Metric;
}

export function Marker({ index, now, before, frame, metric }: MarkerProps) {
  const x = xAt(index, frame);
  const [here, there] = [now[index] ?? null, before[index] ?? null];
  return (
    <g aria-hidden>
      <path d={`M${x} ${frame.top}v${frame.height}`} stroke="var(--ink)" opacity="0.35" />
      {there !== null && (
        <circle
          cx={x}
          cy={yAt(there, frame)}
          r="3"
          fill="var(--paper)"
          stroke="var(--edge)"
          strokeWidth="1.5"
        />
      )}
      {here !== null && (
        <circle
          cx={x}
          cy={yAt(here, frame)}
          r="4"
          fill={STROKE[metric]}
          stroke="var(--paper)"
          strokeWidth="2"
        />
      )}
    </g>
  );
}

export function Axis({ steps, frame, step }: { steps: readonly Step[]; frame: Frame; step: StepSize }) {
  const every = labelEvery(steps.length, frame.width, step === "month" ? 36 : 54);
  // Counted from the newest step, which is the one people look for.
  const first = (steps.length - 1) % every;
  const y = frame.top + frame.height + 16;
  return (
    <g aria-hidden className="fill-ink-2 text-12">
      {steps.map((each, i) => {
        if (i % every !== first) return null;
        const x = xAt(i, frame);
        const right = frame.left + frame.width;
        const ends = x > right - 20;
        return (
          <text key={each.start} x={ends ? right : x} y={y} textAnchor={ends ? "end" : "middle"}>
            {axisText(each.start, step)}
          </text>
        );
      })}
    </g>
  );
}

function axisText(date: string, step: StepSize): string {
  if (step !== "month") return shortDate(date, date).replace(/^\S+ /, "");
  return new Intl.DateTimeFormat(locale.text, { month: "short", timeZone: "UTC" }).format(Date.parse(date));
}

/** "20 h", "30 m": gridlines stand at whole units. */
function tickText(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds / 60} m`;
}
