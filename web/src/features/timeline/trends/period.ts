/** Which dates the page is about, in how large steps, as the address says it. Dates only; ends are exclusive. Pure. */
import { addDays, addMonths, fromDate, isDate, startOfMonth, startOfWeek } from "@/lib/dates";

export const STEPS = ["day", "week", "month"] as const;
export const PRESETS = ["30d", "12w", "12m", "year"] as const;

export type Step = (typeof STEPS)[number];
export type Preset = (typeof PRESETS)[number];

export interface Slot {
  start: string;
  end: string;
}

export interface Period extends Slot {
  preset: Preset | null;
  step: Step;
}

/** What the address may say. */
export interface Wanted {
  range?: string | undefined;
  from?: string | undefined;
  /** The last day, inclusive, as people say it. */
  to?: string | undefined;
  step?: string | undefined;
}

const USUAL_STEP: Record<Preset, Step> = { "30d": "day", "12w": "week", "12m": "month", year: "month" };
const MOST_SLOTS = 400;

export function period(wanted: Wanted, today: string, weekStart: number): Period {
  const own = ownRange(wanted);
  const preset = own ? null : (PRESETS.find((each) => each === wanted.range) ?? "12w");
  const range = own ?? presetRange(preset ?? "12w", today, weekStart);
  const usual = preset ? USUAL_STEP[preset] : usualStep(range);
  const step = STEPS.find((each) => each === wanted.step) ?? usual;
  return { ...range, preset, step: count(range, step, weekStart) > MOST_SLOTS ? usual : step };
}

/** The steps of a period; the first and the last may reach over its ends. */
export function slots({ start, end, step }: Period, weekStart: number): Slot[] {
  const out: Slot[] = [];
  for (let at = slotStart(start, step, weekStart); at < end;) {
    const next = slotEnd(at, step);
    out.push({ start: at, end: next });
    at = next;
  }
  return out;
}

/** The period one length before or after. */
export function neighbour(of: Period, direction: -1 | 1): Slot {
  if (of.step === "month" && of.start.endsWith("-01") && of.end.endsWith("-01")) {
    const months = direction * monthsBetween(of.start, of.end);
    return { start: addMonths(of.start, months), end: addMonths(of.end, months) };
  }
  const days = direction * lengthInDays(of);
  return { start: addDays(of.start, days), end: addDays(of.end, days) };
}

export function lengthInDays({ start, end }: Slot): number {
  return Math.round((fromDate(end) - fromDate(start)) / 86_400_000);
}

/** How the address says a range: first and last day. */
export function asWanted({ start, end }: Slot): { from: string; to: string } {
  return { from: start, to: addDays(end, -1) };
}

function ownRange({ from, to }: Wanted): Slot | null {
  if (from === undefined || to === undefined || !isDate(from) || !isDate(to)) return null;
  const [first, last] = from <= to ? [from, to] : [to, from];
  return { start: first, end: addDays(last, 1) };
}

function presetRange(preset: Preset, today: string, weekStart: number): Slot {
  switch (preset) {
    case "30d":
      return { start: addDays(today, -29), end: addDays(today, 1) };
    case "12w": {
      const week = startOfWeek(today, weekStart);
      return { start: addDays(week, -77), end: addDays(week, 7) };
    }
    case "12m":
      return { start: addMonths(today, -11), end: addMonths(today, 1) };
    case "year": {
      const year = Number(today.slice(0, 4));
      return { start: `${year}-01-01`, end: `${year + 1}-01-01` };
    }
  }
}

function usualStep(range: Slot): Step {
  const days = lengthInDays(range);
  return days <= 62 ? "day" : days <= 400 ? "week" : "month";
}

function count(range: Slot, step: Step, weekStart: number): number {
  return slots({ ...range, step, preset: null }, weekStart).length;
}

function slotStart(date: string, step: Step, weekStart: number): string {
  return step === "day" ? date : step === "week" ? startOfWeek(date, weekStart) : startOfMonth(date);
}

function slotEnd(start: string, step: Step): string {
  return step === "day" ? addDays(start, 1) : step === "week" ? addDays(start, 7) : addMonths(start, 1);
}

function monthsBetween(start: string, end: string): number {
  const months = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return months(end) - months(start);
}
