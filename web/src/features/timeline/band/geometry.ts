/** Where things of a day stand in a band of so many pixels. Pure; times in milliseconds. */
import { overlaps, type Ms, type Range } from "@/lib/clock";
import type { Kind } from "@/ui/kind";

export interface Stretch extends Range {
  kind: Kind;
  label: string;
  passive: boolean;
  category: readonly string[];
}

/** One rectangle: a stretch, or several that are too thin to draw alone. */
export interface Drawn<S extends Stretch = Stretch> extends Range {
  x: number;
  width: number;
  kind: Kind;
  /** The longest of them names it. */
  main: S;
  stretches: readonly S[];
}

/** Neighbours of one kind without a gap between: one block of light. */
export interface Run extends Range {
  x: number;
  width: number;
  kind: Kind;
  /** What most of it was, when most of it was one thing. */
  label: string;
  /** Where what was done changed, for faint lines inside the block. */
  seams: readonly number[];
}

/** Below this many pixels a stretch joins its thin neighbours. */
const SLIVER = 2;
/** A seam needs some room on both sides, or a busy hour looks like a bar code. */
const SEAM_ROOM = 7;

export function xOf(at: Ms, range: Range, width: number): number {
  return ((at - range.start) / (range.end - range.start)) * width;
}

export function timeAt(x: number, range: Range, width: number): Ms {
  return range.start + (x / width) * (range.end - range.start);
}

export function layOut<S extends Stretch>(
  stretches: readonly S[],
  range: Range,
  width: number,
  sliver = SLIVER,
): Drawn<S>[] {
  const pixel = (range.end - range.start) / width;
  const out: Drawn<S>[] = [];
  let thin: S[] = [];
  const flush = () => {
    const [first, ...rest] = thin;
    if (first) out.push(draw([first, ...rest], range, width));
    thin = [];
  };
  for (const stretch of stretches) {
    if (!overlaps(stretch, range)) continue;
    if (length(stretch) >= sliver * pixel) {
      flush();
      out.push(draw([stretch], range, width));
      continue;
    }
    const last = thin.at(-1);
    const first = thin[0];
    const apart = last !== undefined && stretch.start - last.end > pixel;
    const enough = first !== undefined && last !== undefined && last.end - first.start >= sliver * pixel;
    if (apart || enough) flush();
    thin.push(stretch);
  }
  flush();
  return out;
}

export function runs(drawn: readonly Drawn[]): Run[] {
  const groups: Drawn[][] = [];
  for (const each of drawn) {
    const last = groups.at(-1)?.at(-1);
    if (last?.kind === each.kind && each.x - (last.x + last.width) < 0.5) groups.at(-1)?.push(each);
    else groups.push([each]);
  }
  return groups.map((group) => {
    const x = group[0]?.x ?? 0;
    const last = group.at(-1);
    const seams = group
      .filter((each, i) => Math.min(each.width, group[i - 1]?.width ?? 0) >= SEAM_ROOM)
      .map((each) => each.x);
    return {
      x,
      width: last ? last.x + last.width - x : 0,
      start: group[0]?.start ?? 0,
      end: last?.end ?? 0,
      kind: last?.kind ?? "neutral",
      label: mostly(group.flatMap((each) => each.stretches)),
      seams,
    };
  });
}

export interface Named extends Range {
  label: string;
}

/** A focus block gives its name to the widest block of light it covers. */
export function named(runs: readonly Run[], blocks: readonly Named[]): Run[] {
  const out = [...runs];
  for (const block of blocks) {
    const shared = (run: Run) => Math.min(run.end, block.end) - Math.max(run.start, block.start);
    const widest = runs.reduce<number>((best, run, i) => {
      const known = runs[best];
      return shared(run) > Math.max(0, known ? shared(known) : 0) ? i : best;
    }, -1);
    const run = out[widest];
    if (run?.kind === "signal") out[widest] = { ...run, label: block.label };
  }
  return out;
}

function draw<S extends Stretch>(stretches: readonly [S, ...S[]], range: Range, width: number): Drawn<S> {
  const start = Math.max(stretches[0].start, range.start);
  const end = Math.min(stretches.at(-1)?.end ?? start, range.end);
  const x = xOf(start, range, width);
  const kind = longest(stretches, (each) => each.kind)[0] ?? "neutral";
  const main = stretches.reduce((a, b) => (length(b) > length(a) ? b : a));
  return { x, width: Math.max(1, xOf(end, range, width) - x), kind, start, end, main, stretches };
}

function mostly(stretches: readonly Stretch[]): string {
  const [label, spent] = longest(stretches, (each) => each.label);
  const all = stretches.reduce((sum, each) => sum + length(each), 0);
  return label !== undefined && spent * 2 > all ? label : "";
}

function longest<Key>(stretches: readonly Stretch[], key: (each: Stretch) => Key): [Key | undefined, Ms] {
  const spent = new Map<Key, Ms>();
  for (const each of stretches) spent.set(key(each), (spent.get(key(each)) ?? 0) + length(each));
  return [...spent].sort((a, b) => b[1] - a[1])[0] ?? [undefined, 0];
}

/** A name fits when it has room on both sides; half a name says nothing. */
export function fits(label: string, width: number): boolean {
  return label.length > 0 && width >= 56 && label.length * 6.7 + 16 <= width;
}

/** What was drawn at this instant, or nothing when one was away. */
export function drawnAt(drawn: readonly Drawn[], at: Ms): number {
  return drawn.findIndex((each) => each.start <= at && at < each.end);
}

function length(range: Range): Ms {
  return range.end - range.start;
}
