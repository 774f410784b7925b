/** What lanes draw: segments of the timeline, and neighbours of them that are one thing. Pure. */
import { instant, type Range } from "@/lib/clock";
import { categoryPath, firstText, pathText } from "@/lib/text";

import type { Stretch } from "../band/geometry";
import type { Segment } from "../useTimeline";

export type Role = Segment["role"];

export interface Piece extends Stretch {
  title: string;
  /** The site, else the application. */
  place: string;
  device: string;
  role: Role;
  /** The record it stands for, when it is one of the user's own. */
  record?: number;
  /** Where it lies in a lane of several rows. */
  row?: number;
}

/** A clock that ticks in milliseconds leaves gaps that nobody sees. */
const TOUCHING_MS = 1000;

export function pieceOf(segment: Segment): Piece {
  const category = categoryPath(segment.category);
  const place = firstText(segment.domain, segment.app);
  return {
    start: instant(segment.start),
    end: instant(segment.end),
    kind: segment.kind,
    category,
    label: firstText(segment.title, place),
    title: segment.title,
    place,
    device: segment.device,
    passive: segment.passive,
    role: segment.role,
  };
}

/** Neighbours of one category: what one was up to. Named after the category, unless there is none. */
export function byCategory(pieces: readonly Piece[]): Piece[] {
  const named = pieces.map((piece) => ({ ...piece, label: firstText(piece.category.at(-1), piece.place) }));
  return joined(named, (piece) => `${piece.role} ${pathText(piece.category)} ${piece.kind}`);
}

/** Neighbours with one title in one place: what was in front. */
export function byTitle(pieces: readonly Piece[]): Piece[] {
  return joined(pieces, (piece) => `${piece.role}\n${piece.place}\n${piece.title}`);
}

function joined(pieces: readonly Piece[], key: (piece: Piece) => string): Piece[] {
  const out: Piece[] = [];
  const lengths: number[] = [];
  for (const piece of pieces) {
    const last = out.at(-1);
    const length = piece.end - piece.start;
    if (last && piece.start - last.end <= TOUCHING_MS && key(last) === key(piece)) {
      // The longest of them names what they are together.
      const longest = lengths.at(-1) ?? 0;
      out[out.length - 1] = {
        ...(length > longest ? piece : last),
        start: last.start,
        end: Math.max(last.end, piece.end),
      };
      lengths[lengths.length - 1] = Math.max(longest, length);
    } else {
      out.push(piece);
      lengths.push(length);
    }
  }
  return out;
}

/** Things that overlap lie in rows; what does not fit shares the last one. */
export function stacked<Item extends Range>(
  items: readonly Item[],
  atMost: number,
): (Item & { row: number })[] {
  const ends: number[] = [];
  return [...items]
    .sort((a, b) => a.start - b.start)
    .map((item) => {
      const free = ends.findIndex((end) => end <= item.start);
      const row = free >= 0 ? free : Math.min(ends.length, atMost - 1);
      ends[row] = Math.max(ends[row] ?? 0, item.end);
      return { ...item, row };
    });
}
