/** The year and its lines, added up from the made-up days. */
import type { Answer } from "../src/api/client";
import { addDays, addMonths, startOfMonth, startOfWeek } from "../src/lib/dates";

import { FIRST_DAY } from "./day";
import { within, type Seen, type Span } from "./filters";
import { kindOf } from "./person";
import { at, iso, localDate } from "./zone";

type Point = Answer<"/api/v1/trends">["points"][number];
type Step = "day" | "week" | "month";

export function calendar(query: URLSearchParams, now: number): Answer<"/api/v1/calendar"> {
  const year = Number(query.get("year"));
  const span = { start: at(`${year}-01-01`, "04:00"), end: at(`${year + 1}-01-01`, "04:00") };
  const days = new Map<string, Seen[]>();
  for (const piece of within(span, query, now, FIRST_DAY)) {
    days.set(piece.date, [...(days.get(piece.date) ?? []), piece]);
  }
  return {
    year,
    days: [...days].map(([date, pieces]) => {
      const { total_seconds, signal_seconds, noise_seconds, score } = figures(pieces);
      return { date, total_seconds, signal_seconds, noise_seconds, score };
    }),
  };
}

export function trends(query: URLSearchParams, now: number): Answer<"/api/v1/trends"> {
  const step = (query.get("step") ?? "day") as Step;
  const [start, end] = [query.get("start") ?? "", query.get("end") ?? ""];
  const points = stepsOf(start, end, step).map((span) => point(span, query, now));
  const before = stepsBefore(start, end, step, points.length);
  const last = points.findIndex((each) => Date.parse(each.start) <= now && now < Date.parse(each.end));
  return {
    start: iso(at(start, "04:00")),
    end: iso(at(end, "04:00")),
    points,
    previous: query.get("compare")
      ? before.map((span, i) => {
          const elapsed = now - Date.parse(points[i]?.start ?? "");
          const until = last === i ? Math.min(span.end, span.start + elapsed) : span.end;
          return point({ ...span, end: until }, query, now);
        })
      : null,
  };
}

function stepsOf(start: string, end: string, step: Step): Span[] {
  const out: Span[] = [];
  let date = step === "week" ? startOfWeek(start, 1) : step === "month" ? startOfMonth(start) : start;
  for (; date < end; date = following(date, step)) {
    out.push({ start: at(date, "04:00"), end: at(following(date, step), "04:00") });
  }
  return out;
}

function stepsBefore(start: string, end: string, step: Step, count: number): Span[] {
  const days = Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000);
  const from = step === "month" ? addMonths(start, -count) : addDays(start, -days);
  return stepsOf(from, start, step).slice(0, count);
}

function following(date: string, step: Step): string {
  return step === "day" ? addDays(date, 1) : step === "week" ? addDays(date, 7) : addMonths(date, 1);
}

function point(span: Span, query: URLSearchParams, now: number): Point {
  const pieces = span.start > now ? [] : within(span, query, now, FIRST_DAY);
  return { key: localDate(span.start), start: iso(span.start), end: iso(span.end), ...figures(pieces) };
}

function figures(pieces: Seen[]) {
  let [total, signal, noise, labelled, weighted] = [0, 0, 0, 0, 0];
  for (const { start, end, activity } of pieces) {
    const seconds = (end - start) / 1000;
    const kind = kindOf(activity);
    total += seconds;
    if (kind === "signal") signal += seconds;
    if (kind === "noise") noise += seconds;
    if (kind !== "uncategorised") labelled += seconds;
    weighted += seconds * activity.weight;
  }
  return {
    total_seconds: total,
    signal_seconds: signal,
    noise_seconds: noise,
    score: labelled >= 900 ? 50 + (25 * weighted) / labelled : null,
    coverage: total > 0 ? labelled / total : 0,
  };
}
