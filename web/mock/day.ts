/** Answers of the API computed from the person's script, the same for everybody who asks. */
import type { Answer } from "../src/api/client";
import { addDays, weekday } from "../src/lib/dates";
import type { Kind } from "../src/ui/kind";

import { corrected, type Piece } from "./corrections";
import { ACTIVITIES, FRIDAY, kindOf, ORDINARY, PHONE, WEEKEND, type Activity } from "./person";
import { at, iso, ZONE } from "./zone";

type Day = Answer<"/api/v1/days/{day}">;
export const TODAY = "2026-11-20";
export const FIRST_DAY = "2025-09-15";
/** Days off, from and to, when nothing was recorded. */
const HOLIDAYS = [
  ["2025-12-22", "2026-01-04"],
  ["2026-04-03", "2026-04-06"],
  ["2026-07-25", "2026-08-16"],
  ["2026-10-03", "2026-10-03"],
  ["2026-11-15", "2026-11-15"],
] as const;

const past = new Map<string, Piece[]>();

/** Everything of one date up to `now`, what was said by hand included. */
export function pieces(date: string, now: number): Piece[] {
  const known = past.get(date) ?? seen(date, now);
  if (date < TODAY) past.set(date, known);
  return corrected(known, at(date, "04:00"), at(addDays(date, 1), "04:00"));
}

/** What a window watcher saw, in pieces of a few minutes. */
function seen(date: string, now: number): Piece[] {
  if (date < FIRST_DAY || date > TODAY) return [];
  if (HOLIDAYS.some(([from, to]) => from <= date && date <= to)) return [];
  const random = seeded(date);
  if (weekday(date) > 5 && random() < 0.45) return [];
  const shift = date === TODAY ? 0 : Math.floor(random() * 50 - 25) * 60_000;
  const out: Piece[] = [];
  for (const [from, to, what] of script(date)) {
    const activity: Activity = ACTIVITIES[what];
    if (date !== TODAY && random() < skipped(date)) continue;
    const end = Math.min(at(date, to) + shift, now);
    for (let start = at(date, from) + shift; start < end;) {
      const stop = Math.min(end, start + (1.5 + random() * 9) * 60_000);
      out.push({ start, end: stop, title: pick(activity.titles, random()), activity });
      start = stop;
    }
  }
  return out;
}

export function day(date: string, now: number, seen = pieces(date, now)): Day {
  const bounds = { start: at(date, "04:00"), end: at(addDays(date, 1), "04:00") };
  const total = seconds(seen);
  const of = (kind: Kind) => seconds(seen.filter((piece) => kindOf(piece.activity) === kind));
  const labelled = total - of("uncategorised");
  const weighted = sum(seen.map((piece) => lasted(piece) * piece.activity.weight));
  const first = seen[0];
  return {
    date,
    start: iso(bounds.start),
    end: iso(bounds.end),
    zone: ZONE,
    as_of: iso(now),
    total_seconds: total,
    signal_seconds: of("signal"),
    noise_seconds: of("noise"),
    neutral_seconds: of("neutral"),
    uncategorised_seconds: of("uncategorised"),
    score: labelled >= 900 ? 50 + (25 * weighted) / labelled : null,
    coverage: total > 0 ? labelled / total : 0,
    switches: Math.max(0, seen.length - 1),
    switches_per_hour: total > 0 ? (Math.max(0, seen.length - 1) * 3600) / total : 0,
    first_activity: first ? iso(first.start) : null,
    last_activity: first ? iso(Math.max(...seen.map((piece) => piece.end))) : null,
    usual: weekday(date) < 6 ? { days: 7, total_seconds: 5.2 * 3600, signal_seconds: 3.55 * 3600 } : null,
    categories: grouped(seen, (piece) => piece.activity.category.join(" › ")).map(({ one, spent }) => ({
      path: one.activity.category,
      seconds: spent,
      weight: one.activity.weight,
      colour: null,
      kind: kindOf(one.activity),
    })),
    places: grouped(seen, ({ activity }) => activity.domain ?? activity.app).map(({ key, one, spent }) => ({
      key,
      is_site: one.activity.domain !== null,
      seconds: spent,
      category: one.activity.category,
      kind: kindOf(one.activity),
    })),
    titles: grouped(seen, ({ title }) => title).map(({ key, one, spent }) => ({
      title: key,
      app: one.activity.domain ?? one.activity.app,
      seconds: spent,
      category: one.activity.category,
      kind: kindOf(one.activity),
    })),
    breaks: gaps(seen).map(([before, after]) => ({
      start: iso(before.end),
      end: iso(after.start),
      seconds: (after.start - before.end) / 1000,
      after: before.activity.label,
    })),
    focus_blocks: band(seen)
      .filter((piece) => kindOf(piece.activity) === "signal" && lasted(piece) >= 900)
      .map((piece) => ({ ...placed(piece), seconds: lasted(piece) })),
    band: band(seen).map((piece) => ({
      ...placed(piece),
      kind: kindOf(piece.activity),
      passive: false,
      by_hand: piece.byHand ?? false,
    })),
    parallel: parallel(date, now, seen),
  };
}

/** How much of a script is left out: this person has had quieter months and better ones. */
function skipped(date: string): number {
  const month = Number(date.slice(5, 7)) + 12 * (Number(date.slice(0, 4)) - 2025);
  return 0.3 - 0.012 * (month - 12) + 0.1 * Math.sin(month);
}

function script(date: string) {
  if (date === TODAY) return FRIDAY;
  return weekday(date) > 5 ? WEEKEND : ORDINARY;
}

/** What the phone showed beside. */
export function parallel(date: string, now: number, seen: Piece[]): Day["parallel"] {
  if (seen.length === 0) return [];
  return PHONE.filter(([from]) => at(date, from) < now).map(([from, to, label]) => {
    return { start: iso(at(date, from)), end: iso(Math.min(now, at(date, to))), label, device: "phone" };
  });
}

function placed({ start, end, activity }: Piece) {
  return { start: iso(start), end: iso(end), category: activity.category, label: activity.label };
}

function band(seen: Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of seen) {
    const last = out.at(-1);
    if (last?.activity === piece.activity && last.end === piece.start) last.end = piece.end;
    else out.push({ ...piece });
  }
  return out;
}

function gaps(seen: Piece[]): [Piece, Piece][] {
  return seen.flatMap((piece, i) => {
    const next = seen[i + 1];
    return next && next.start - piece.end >= 300_000 ? [[piece, next] as [Piece, Piece]] : [];
  });
}

function grouped(seen: Piece[], key: (piece: Piece) => string) {
  const groups = new Map<string, { key: string; one: Piece; spent: number }>();
  for (const piece of seen) {
    const name = key(piece);
    const group = groups.get(name) ?? { key: name, one: piece, spent: 0 };
    groups.set(name, { ...group, spent: group.spent + lasted(piece) });
  }
  return [...groups.values()].sort((a, b) => b.spent - a.spent);
}

const lasted = (piece: Piece) => (piece.end - piece.start) / 1000;
const seconds = (seen: Piece[]) => sum(seen.map(lasted));
const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

function pick(titles: string[], chance: number): string {
  return titles[Math.floor(chance * chance * titles.length)] ?? titles[0] ?? "";
}

/** mulberry32: the same date gives the same day. */
function seeded(text: string): () => number {
  let state = Array.from(text, (letter) => letter.charCodeAt(0)).reduce(
    (a, b) => Math.imul(a ^ b, 0x01000193),
    7,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
