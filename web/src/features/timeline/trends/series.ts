/** The lines of the page: one value per step, its counterpart of the period before, and what they say. Pure. */
import type { Slot } from "./period";

export const METRICS = ["total", "signal", "noise", "score"] as const;
export type Metric = (typeof METRICS)[number];

/** A step as the server tells it. */
export interface TrendPoint {
  start: string;
  total_seconds: number;
  signal_seconds: number;
  noise_seconds: number;
  score: number | null;
  coverage: number | null;
}

export interface Step extends Slot {
  now: TrendPoint | null;
  before: TrendPoint | null;
  /** It has begun and not ended: its value still grows. */
  running: boolean;
}

export interface Level {
  mean: number;
  /** Against the same steps of the period before; null without any. */
  change: number | null;
  highest: Step;
}

/** Puts the answer into its steps. A step in which nothing was recorded has no value, which is not zero. */
export function join(
  slots: readonly Slot[],
  points: readonly TrendPoint[],
  previous: readonly TrendPoint[] | null,
  { today, dateOf }: { today: string; dateOf: (instant: string) => string },
): Step[] {
  const recorded = points.filter(isRecorded).map((point) => [dateOf(point.start), point] as const);
  return slots.map((slot, i) => {
    const now = recorded.find(([date]) => slot.start <= date && date < slot.end)?.[1] ?? null;
    const before = previous?.length === slots.length ? previous[i] : undefined;
    return {
      ...slot,
      now,
      before: before && isRecorded(before) ? before : null,
      running: slot.start <= today && today < slot.end,
    };
  });
}

export function value(point: TrendPoint | null, metric: Metric): number | null {
  if (!point) return null;
  return metric === "score" ? point.score : point[`${metric}_seconds`];
}

/** The mean of the steps that are over; the running one would pull it down. Scores weigh by their labelled time. */
export function level(steps: readonly Step[], metric: Metric): Level | null {
  const over = steps.filter((step) => value(step.now, metric) !== null && !step.running);
  const told = over.length > 0 ? over : steps.filter((step) => value(step.now, metric) !== null);
  const both = told.filter((step) => value(step.before, metric) !== null);
  const mean = meanOf(
    told.map(({ now }) => now),
    metric,
  );
  const [first, ...rest] = told;
  if (mean === null || !first) return null;
  const [here, there] = [
    meanOf(
      both.map(({ now }) => now),
      metric,
    ),
    meanOf(
      both.map(({ before }) => before),
      metric,
    ),
  ];
  return {
    mean,
    change: here !== null && there !== null ? here - there : null,
    highest: rest.reduce(
      (a, b) => ((value(b.now, metric) ?? 0) > (value(a.now, metric) ?? 0) ? b : a),
      first,
    ),
  };
}

/** Pieces of a line, in indexes: a step without a value ends one. */
export function pieces(values: readonly (number | null)[]): { from: number; to: number }[] {
  const out: { from: number; to: number }[] = [];
  values.forEach((each, i) => {
    const last = out.at(-1);
    if (each === null) return;
    if (last?.to === i - 1) last.to = i;
    else out.push({ from: i, to: i });
  });
  return out;
}

/** Few round values from zero up to the highest: hours for durations, tens for scores. */
export function gridValues(highest: number, metric: Metric, most = 3): number[] {
  if (metric === "score") return [0, 50, 100];
  const units = [
    300, 900, 1800, 3600, 7200, 10_800, 18_000, 36_000, 54_000, 72_000, 180_000, 360_000, 720_000,
  ];
  const unit = units.find((each) => Math.ceil(highest / each) <= most) ?? 1_800_000;
  return Array.from({ length: Math.max(1, Math.ceil(highest / unit)) + 1 }, (_, i) => i * unit);
}

function meanOf(points: readonly (TrendPoint | null)[], metric: Metric): number | null {
  const told = points.flatMap((point) => {
    const amount = value(point, metric);
    if (amount === null || !point) return [];
    return [[amount, metric === "score" ? point.total_seconds * (point.coverage ?? 1) : 1] as const];
  });
  const weight = told.reduce((sum, [, each]) => sum + each, 0);
  return weight > 0 ? told.reduce((sum, [amount, each]) => sum + amount * each, 0) / weight : null;
}

function isRecorded(point: TrendPoint): boolean {
  return point.total_seconds > 0;
}
