/** Where a moved rule goes. The rows in sight may be fewer than all rules; what lies between them stays put. Pure. */
import type { Place } from "./edits";

/** Dropped before the row in sight at `target`, or behind the last of them. */
export function dropPlace(all: readonly string[], shown: readonly string[], target: number): Place {
  const before = shown[target];
  if (before !== undefined) return { before };
  const last = shown.at(-1);
  const next = last === undefined ? undefined : all[all.indexOf(last) + 1];
  return next === undefined ? "last" : { before: next };
}

/** Moved by a key from one row in sight to the next; null at the ends. */
export function keyPlace(
  all: readonly string[],
  shown: readonly string[],
  at: number,
  key: string,
): Place | null {
  switch (key) {
    case "ArrowUp":
      return at > 0 ? dropPlace(all, shown, at - 1) : null;
    case "ArrowDown":
      return at < shown.length - 1 ? dropPlace(all, shown, at + 2) : null;
    case "Home":
      return at > 0 ? dropPlace(all, shown, 0) : null;
    case "End":
      return at < shown.length - 1 ? dropPlace(all, shown, shown.length) : null;
    default:
      return null;
  }
}

/** Set to a place in the whole list, from 1. */
export function numberPlace(all: readonly string[], key: string, number: number): Place {
  const others = all.filter((each) => each !== key);
  const before = others[Math.max(0, number - 1)];
  return before === undefined ? "last" : { before };
}

/** The gap between rows that a height is nearest to: 0 is before the first. */
export function gapAt(y: number, rows: readonly { top: number; bottom: number }[]): number {
  const below = rows.findIndex(({ top, bottom }) => y < (top + bottom) / 2);
  return below < 0 ? rows.length : below;
}
