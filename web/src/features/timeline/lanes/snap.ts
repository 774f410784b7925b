/** Choosing a stretch of time: edges that attract, and steps from piece to piece. Pure. */
import type { Ms, Range } from "@/lib/clock";

export const SHORTEST = 1000;

/** Every instant at which something begins or ends, in order, each once. */
export function edgesOf(items: readonly Range[]): Ms[] {
  return [...new Set(items.flatMap((item) => [item.start, item.end]))].sort((a, b) => a - b);
}

/** The edge nearest to an instant, when one is near enough. */
export function snap(at: Ms, edges: readonly Ms[], near: Ms): Ms {
  const after = firstFrom(edges, at);
  const [below, above] = [edges[after - 1], edges[after]];
  const best = below === undefined || (above !== undefined && above - at < at - below) ? above : below;
  return best !== undefined && Math.abs(best - at) <= near ? best : at;
}

/** What was drawn between two instants in either order. */
export function drawnRange(a: Ms, b: Ms, edges: readonly Ms[], near: Ms, day: Range): Range {
  const [from, to] = [snap(Math.min(a, b), edges, near), snap(Math.max(a, b), edges, near)];
  const start = Math.min(Math.max(from, day.start), day.end - SHORTEST);
  return { start, end: Math.min(Math.max(to, start + SHORTEST), day.end) };
}

/** The piece at an instant, else the time away around it. */
export function stretchAt(items: readonly Range[], at: Ms, day: Range): Range {
  const inside = items.find((item) => item.start <= at && at < item.end);
  if (inside) return { start: inside.start, end: inside.end };
  let start = day.start;
  let end = day.end;
  for (const item of items) {
    if (item.end <= at) start = Math.max(start, item.end);
    else if (item.start > at) end = Math.min(end, item.start);
  }
  return { start, end };
}

/** The piece before (−1) or after (1) an instant inside another one; none at the ends. */
export function neighbour<Item extends Range>(
  items: readonly Item[],
  from: Range,
  step: 1 | -1,
): Item | null {
  const middle = (from.start + from.end) / 2;
  if (step === 1) return items.find((item) => item.start >= from.end - 1 && item.start > middle) ?? null;
  return items.findLast((item) => item.end <= from.start + 1 && item.end < middle) ?? null;
}

/** One edge of a chosen stretch moved to the next edge there is: how keys lengthen and shorten it. */
export function toNextEdge(at: Ms, edges: readonly Ms[], step: 1 | -1): Ms {
  const next = step === 1 ? edges[firstFrom(edges, at + 1)] : edges[firstFrom(edges, at) - 1];
  return next ?? at;
}

/** Two stretches that differ by less than anybody can see. */
export function sameRange(a: Range | null, b: Range | null): boolean {
  if (!a || !b) return a === b;
  return Math.abs(a.start - b.start) < SHORTEST && Math.abs(a.end - b.end) < SHORTEST;
}

/** The address holds whole seconds; the edges it was made from are finer. */
export function exact(range: Range, edges: readonly Ms[]): Range {
  return { start: snap(range.start, edges, SHORTEST), end: snap(range.end, edges, SHORTEST) };
}

/** The place of the first edge that is not before `at`. */
function firstFrom(edges: readonly Ms[], at: Ms): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
