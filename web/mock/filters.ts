/** What narrows a question, for the mock's answers. */
import { addDays, isDate, weekday } from "../src/lib/dates";

import type { Piece } from "./corrections";
import { pieces } from "./day";
import { kindOf } from "./person";
import { at, iso, localHour } from "./zone";

export const DEVICES = [
  { id: "1", name: "workstation" },
  { id: "2", name: "phone" },
  { id: "3", name: "laptop" },
];

export interface Span {
  start: number;
  end: number;
}

export interface Seen extends Piece {
  date: string;
  device: string;
}

/** A date means the start of its day. */
export function bound(text: string | null): number {
  return isDate(text ?? "") ? at(text ?? "", "04:00") : Date.parse(text ?? "");
}

export function spanOf(query: URLSearchParams): Span {
  return { start: bound(query.get("start")), end: bound(query.get("end")) };
}

/** What lies in a span and passes the filters, clipped to the span. */
export function within(span: Span, query: URLSearchParams, now: number, first: string): Seen[] {
  const out: Seen[] = [];
  const last = Math.min(span.end, now);
  let date = iso(span.start - 86_400_000).slice(0, 10);
  if (date < first) date = first;
  for (; at(date, "04:00") < last; date = addDays(date, 1)) {
    for (const piece of pieces(date, now)) {
      const hours = clippedHours({ ...piece, date, device: deviceOf(piece) }, query);
      if (!hours) continue;
      const [start, end] = [Math.max(hours.start, span.start), Math.min(hours.end, last)];
      if (end > start && passes(hours, query)) out.push({ ...hours, start, end });
    }
  }
  return out;
}

/** Reading happens on the sofa. */
export function deviceOf(piece: Piece): string {
  return ["Zotero", "Obsidian"].includes(piece.activity.app) ? "laptop" : "workstation";
}

export function languageOf(piece: Piece): string {
  return /\.(\w+) — /.exec(piece.title)?.[1] === "py" ? "Python" : "";
}

export function passes(piece: Seen, query: URLSearchParams): boolean {
  const { activity } = piece;
  const any = (name: string, test: (wanted: string) => boolean) => {
    const wanted = query.getAll(name);
    return wanted.length === 0 || wanted.some(test);
  };
  const is = (value: string | null | undefined) => (wanted: string) => (value ?? "") === wanted;
  const path = activity.category.join(" › ") || "Uncategorised";
  const text = [activity.app, piece.title, activity.domain, activity.project].join("\n").toLowerCase();
  return (
    any("category", (wanted) => path === wanted || path.startsWith(`${wanted} › `)) &&
    any("app", is(activity.app)) &&
    any("domain", is(activity.domain)) &&
    any("project", is(activity.project)) &&
    any("language", is(languageOf(piece))) &&
    any("device", (wanted) => DEVICES.some(({ id, name }) => id === wanted && name === piece.device)) &&
    any("kind", is(kindOf(activity))) &&
    any("weekday", is(String(weekday(piece.date)))) &&
    any("q", (wanted) => text.includes(wanted.toLowerCase()))
  );
}

function clippedHours(piece: Seen, query: URLSearchParams): Seen | null {
  const [from, to] = [query.get("from_time"), query.get("to_time")];
  if (!from || !to) return piece;
  const start = Math.max(piece.start, at(piece.date, from));
  const end = Math.min(piece.end, at(to > from ? piece.date : addDays(piece.date, 1), to));
  return end > start ? { ...piece, start, end } : null;
}

/** A piece cut at whole local hours. */
export function hourly(piece: Seen): { weekday: number; hour: number; seconds: number; piece: Seen }[] {
  const out = [];
  for (let start = piece.start; start < piece.end;) {
    const end = Math.min(piece.end, Math.floor(start / 3_600_000) * 3_600_000 + 3_600_000);
    out.push({ weekday: weekday(piece.date), hour: localHour(start), seconds: (end - start) / 1000, piece });
    start = end;
  }
  return out;
}
