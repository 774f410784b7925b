/** The person's own records: kept while the mock runs, one shelf for each scenario. */
import type { Shape } from "../src/api/client";

import { ACTIVITIES, type Activity } from "./person";
import { at, iso } from "./zone";

export interface Piece {
  start: number;
  end: number;
  title: string;
  activity: Activity;
  byHand?: boolean;
}

type Correction = Shape<"CorrectionOut">;

const DAY_MS = 86_400_000;
const shelves = new Map<string, Correction[]>();
const changes = new Map<number, { id: number; before: Correction | null }>();
let shelf = "normal";
let next = 1;

/** Whose records count for what is answered next. */
export function openShelf(scenario: string): void {
  shelf = scenario;
  if (!shelves.has(scenario)) shelves.set(scenario, scenario === "byhand" ? BY_HAND() : []);
}

export function forgetCorrections(): void {
  shelves.clear();
}

export function corrections(): Correction[] {
  return shelves.get(shelf) ?? [];
}

/** The record, or the code of what is wrong with it. */
export function keep(wanted: Shape<"CorrectionWanted">, now: number, id = next): Correction | string {
  const [start, end] = [Date.parse(wanted.start), Date.parse(wanted.end)];
  if (!(end > start)) return "correction.empty";
  if (end - start > DAY_MS) return "correction.too_long";
  if (end > now) return "correction.future";
  const category = wanted.action === "set" ? (wanted.category ?? null) : null;
  const title = wanted.action === "set" ? (wanted.title ?? null) : null;
  if (wanted.action === "set" && !category && !title) return "correction.nothing_set";
  const made = { id, start: iso(start), end: iso(end), action: wanted.action, category, title };
  next += 1;
  const kept: Correction = { ...made, change: next, created: iso(now) };
  changes.set(next, { id, before: corrections().find((each) => each.id === id) ?? null });
  shelves.set(shelf, [...corrections().filter((each) => each.id !== id), kept]);
  return kept;
}

/** The number of the change, unless there was nothing to drop. */
export function drop(id: number): number | null {
  const before = corrections().find((each) => each.id === id);
  if (!before) return null;
  next += 1;
  changes.set(next, { id, before });
  shelves.set(
    shelf,
    corrections().filter((each) => each !== before),
  );
  return next;
}

/** Undoes the newest change of a record: what was entered goes, what was changed or taken back is as it was. */
export function undo(
  change: number,
  now: number,
): { change: number; correction: Correction | null } | string {
  const past = changes.get(change);
  if (!past) return "correction.change_unknown";
  const present = corrections().find((each) => each.id === past.id);
  if (present && present.change !== change) return "correction.changed_since";
  if (!past.before) {
    drop(past.id);
    return { change: next, correction: null };
  }
  const back = keep({ ...past.before }, now, past.id);
  return typeof back === "string" ? back : { change: back.change, correction: back };
}

/** What was seen, with the records laid over it; the newer one is on top. */
export function corrected(seen: Piece[], from: number, to: number): Piece[] {
  return corrections()
    .filter((each) => Date.parse(each.start) < to && Date.parse(each.end) > from)
    .reduce((pieces, each) => lay(each, pieces), seen);
}

function lay(record: Correction, pieces: Piece[]): Piece[] {
  const [start, end] = [Date.parse(record.start), Date.parse(record.end)];
  const left = pieces.flatMap((piece) => [
    ...(piece.start < start ? [{ ...piece, end: Math.min(piece.end, start) }] : []),
    ...(piece.end > end ? [{ ...piece, start: Math.max(piece.start, end) }] : []),
  ]);
  if (record.action === "set") left.push({ start, end, title: record.title ?? "", ...told(record.category) });
  return left.filter((piece) => piece.end > piece.start).sort((a, b) => a.start - b.start);
}

function told(category: string[] | null): { activity: Activity; byHand: true } {
  const path = category ?? [];
  const like = Object.values(ACTIVITIES).find((each) => each.category.join() === path.join());
  const label = path.at(-1) ?? "By hand";
  const activity = { app: "", domain: null, titles: [], category: path, weight: like?.weight ?? 1, label };
  return { activity, byHand: true };
}

function BY_HAND(): Correction[] {
  const record = (id: number, from: string, to: string) => ({
    id,
    change: id,
    start: iso(at("2026-11-20", from)),
    end: iso(at("2026-11-20", to)),
    created: iso(at("2026-11-20", "14:59")),
  });
  return [
    {
      ...record(901, "12:10", "12:39"),
      action: "set",
      category: ["Meetings"],
      title: "Lunch talk, room 2.11",
    },
    { ...record(902, "15:28", "15:35"), action: "erase", category: null, title: null },
  ];
}
