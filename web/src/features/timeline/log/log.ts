/** A stretch of time told line by line: what one was up to, and when one was away. Pure. */
import type { Range } from "@/lib/clock";
import type { Kind } from "@/ui/kind";

import { layOut } from "../band/geometry";
import { drawnNames } from "../band/names";
import { MINUTE } from "../band/zoom";
import type { Piece } from "../lanes/pieces";

export interface Line extends Range {
  /** Null for time away. */
  kind: Kind | null;
  names: string;
  /** What was in front the longest. */
  title: string;
  place: string;
  byHand: boolean;
}

/** Away for less is a pause to think. */
const AWAY_MS = 5 * MINUTE;

/** What is shorter than a minute shares a line with its neighbours. */
export function lines(primary: readonly Piece[], windows: readonly Piece[], range: Range): Line[] {
  const width = (range.end - range.start) / MINUTE;
  const out: Line[] = [];
  for (const drawn of layOut(primary, range, width, 1)) {
    const last = out.at(-1);
    if (last && drawn.start - last.end >= AWAY_MS) out.push(away({ start: last.end, end: drawn.start }));
    const longest = longestOf(windows, drawn);
    out.push({
      ...{ start: drawn.start, end: drawn.end, kind: drawn.kind, names: drawnNames(drawn) },
      title: longest?.title ?? "",
      place: longest?.place ?? "",
      byHand: drawn.main.role === "by_hand",
    });
  }
  return out;
}

function away(range: Range): Line {
  return { ...range, kind: null, names: "", title: "", place: "", byHand: false };
}

function longestOf(windows: readonly Piece[], range: Range): Piece | null {
  const spent = new Map<string, { piece: Piece; ms: number }>();
  for (const piece of windows) {
    const ms = Math.min(piece.end, range.end) - Math.max(piece.start, range.start);
    if (ms <= 0) continue;
    const key = `${piece.title}\n${piece.place}`;
    spent.set(key, { piece, ms: (spent.get(key)?.ms ?? 0) + ms });
  }
  return [...spent.values()].sort((a, b) => b.ms - a.ms)[0]?.piece ?? null;
}
