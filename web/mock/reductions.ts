/** Sums over the made-up days: summary, activity, heatmap, segments. */
import type { Answer } from "../src/api/client";
import type { Facet, FacetRow } from "../src/api/coming";
import type { Kind } from "../src/ui/kind";

import { FIRST_DAY, parallel, pieces } from "./day";
import { hourly, languageOf, spanOf, within, type Seen, type Span } from "./filters";
import { kindOf } from "./person";
import { iso } from "./zone";

const DAY_MS = 86_400_000;

export function timeline(query: URLSearchParams, now: number): Answer<"/api/v1/timeline"> {
  const span = spanOf(query);
  const seen = within(span, query, now, FIRST_DAY);
  const primary = seen.map((piece) => ({
    ...placed(piece),
    app: piece.activity.app,
    title: piece.title,
    domain: piece.activity.domain ?? "",
    project: piece.activity.project ?? "",
    language: languageOf(piece),
    category: piece.activity.category.join(" › ") || "Uncategorised",
    kind: kindOf(piece.activity),
    passive: false,
    device: piece.byHand ? "" : piece.device,
    lane: "primary" as const,
    role: piece.byHand ? ("by_hand" as const) : ("active" as const),
  }));
  const segments = [...primary, ...beside(span, query, now)].sort((a, b) => (a.start < b.start ? -1 : 1));
  return { start: iso(span.start), end: iso(span.end), total_seconds: total(seen), segments };
}

function beside(span: Span, query: URLSearchParams, now: number) {
  const dates = new Set([span.start - DAY_MS, span.start, span.end].map((ms) => iso(ms).slice(0, 10)));
  const wanted = query.getAll("device");
  if (wanted.length > 0 && !wanted.includes("2")) return [];
  return [...dates]
    .flatMap((date) => parallel(date, now, pieces(date, now)))
    .filter((item) => Date.parse(item.start) < span.end && Date.parse(item.end) > span.start)
    .map(({ start, end, label, device }) => ({
      ...{ start, end, app: label, title: "", domain: "", project: "", language: "" },
      ...{ category: "", kind: "uncategorised" as const, passive: false, device, lane: "parallel" as const },
      role: "parallel" as const,
    }));
}

export function summary(query: URLSearchParams, now: number): Answer<"/api/v1/summary"> {
  const span = spanOf(query);
  const seen = within(span, query, now, FIRST_DAY);
  const by = query.get("by") ?? "app";
  const before = query.get("compare") ? within(previousSpan(span, now), query, now, FIRST_DAY) : null;
  const rows = rowsBy(seen, before, keyed(by, Number(query.get("depth") ?? 9)))
    .slice(0, Number(query.get("limit") ?? 100))
    .map(({ key, seconds, previous_seconds = null, category = null }) => {
      return { key, seconds, previous_seconds, category };
    });
  if (by === "day") rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { start: iso(span.start), end: iso(span.end), total_seconds: total(seen), rows };
}

export function activity(query: URLSearchParams, now: number): Answer<"/api/v1/activity"> {
  const span = spanOf(query);
  const compare = query.get("compare") !== null;
  const earlier = previousSpan(span, now);
  const seen = within(span, query, now, FIRST_DAY);
  const before = compare ? within(earlier, query, now, FIRST_DAY) : null;
  const limit = Number(query.get("limit") ?? 50);
  const facets = (query.get("facets") ?? "category,app,title,domain,project").split(",") as Facet[];
  const figures = figuresOf(seen);
  return {
    start: iso(span.start),
    end: iso(span.end),
    ...figures,
    switches_per_hour: figures.total_seconds > 0 ? 9.4 : null,
    active_days: new Set(seen.map((piece) => piece.date)).size,
    first_activity: seen[0] ? iso(seen[0].start) : null,
    last_activity: seen.length > 0 ? iso(seen.at(-1)?.end ?? 0) : null,
    facets: Object.fromEntries(
      facets.map((facet) => [
        facet,
        rowsBy(seen, before, keyed(facet, Number(query.get("depth") ?? 9))).slice(0, limit),
      ]),
    ),
    previous: before && { start: iso(earlier.start), end: iso(earlier.end), ...figuresOf(before) },
  };
}

export function heatmap(query: URLSearchParams, now: number): Answer<"/api/v1/heatmap"> {
  const span = spanOf(query);
  const cells = new Map<string, Answer<"/api/v1/heatmap">["cells"][number]>();
  const days = new Map<number, Set<string>>();
  for (const { weekday, hour, seconds, piece } of within(span, query, now, FIRST_DAY).flatMap(hourly)) {
    const key = `${weekday}-${hour}`;
    const cell = cells.get(key) ?? { weekday, hour, seconds: 0, signal_seconds: 0, observed_hours: 0 };
    cell.seconds += seconds;
    if (kindOf(piece.activity) === "signal") cell.signal_seconds += seconds;
    cells.set(key, cell);
    days.set(weekday, (days.get(weekday) ?? new Set()).add(piece.date));
  }
  for (const cell of cells.values()) cell.observed_hours = days.get(cell.weekday)?.size ?? 0;
  return { start: iso(span.start), end: iso(span.end), cells: [...cells.values()] };
}

/** The same length before; a period that still runs is compared up to the same point. */
function previousSpan({ start, end }: Span, now: number): Span {
  const days = Math.max(1, Math.round((end - start) / DAY_MS));
  const back = days * DAY_MS;
  return { start: start - back, end: Math.min(end, Math.max(start, now)) - back };
}

function rowsBy(seen: Seen[], before: Seen[] | null, key: (piece: Seen) => string): FacetRow[] {
  const rows = new Map<string, FacetRow & { longest: number }>();
  for (const piece of seen) {
    const name = key(piece);
    if (!name) continue;
    const known = rows.get(name);
    const row = known ?? { key: name, seconds: 0, longest: 0, kind: "neutral" as Kind };
    row.seconds += lasted(piece);
    if (lasted(piece) > row.longest) {
      row.longest = lasted(piece);
      row.kind = kindOf(piece.activity);
      row.category = piece.activity.category.join(" › ") || "Uncategorised";
    }
    if (before) row.previous_seconds ??= 0;
    rows.set(name, row);
  }
  for (const piece of before ?? []) {
    const row = rows.get(key(piece));
    if (row) row.previous_seconds = (row.previous_seconds ?? 0) + lasted(piece);
  }
  return [...rows.values()]
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ key: name, seconds, previous_seconds, kind, category }) => ({
      ...{ key: name, seconds, kind, colour: null },
      ...(previous_seconds === undefined ? {} : { previous_seconds }),
      ...(category === undefined ? {} : { category }),
    }));
}

function keyed(by: string, depth: number): (piece: Seen) => string {
  return (piece) => {
    const { activity: of } = piece;
    switch (by) {
      case "category":
        return of.category.slice(0, depth).join(" › ") || "Uncategorised";
      case "title":
        return piece.title;
      case "domain":
        return of.domain ?? "";
      case "project":
        return of.project ?? "";
      case "language":
        return languageOf(piece);
      case "device":
        return piece.device;
      case "kind":
        return kindOf(of);
      case "day":
        return piece.date;
      default:
        return of.app;
    }
  };
}

function figuresOf(seen: Seen[]) {
  const of = (kind: Kind) => total(seen.filter((piece) => kindOf(piece.activity) === kind));
  const all = total(seen);
  const labelled = all - of("uncategorised");
  const weighted = sum(seen.map((piece) => lasted(piece) * piece.activity.weight));
  return {
    total_seconds: all,
    signal_seconds: of("signal"),
    noise_seconds: of("noise"),
    neutral_seconds: of("neutral"),
    uncategorised_seconds: of("uncategorised"),
    score: labelled >= 900 ? 50 + (25 * weighted) / labelled : null,
    coverage: all > 0 ? labelled / all : 0,
  };
}

function placed(piece: Span) {
  return { start: iso(piece.start), end: iso(piece.end) };
}

const lasted = (piece: Span) => (piece.end - piece.start) / 1000;
const total = (seen: Span[]) => sum(seen.map(lasted));
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
