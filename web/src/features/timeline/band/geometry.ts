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
export interface Drawn {
  x: number;
  width: number;
  kind: Kind;
  start: Ms;
  end: Ms;
  stretches: readonly Stretch[];
}

/** Below this many pixels a stretch joins its thin neighbours. */
const SLIVER = 2;

export function xOf(at: Ms, range: Range, width: number): number {
  return ((at - range.start) / (range.end - range.start)) * width;
}

export function timeAt(x: number, range: Range, width: number): Ms {
  return range.start + (x / width) * (range.end - range.start);
}

export function layOut(stretches: readonly Stretch[], range: Range, width: number): Drawn[] {
  const pixel = (range.end - range.start) / width;
  const out: Drawn[] = [];
  let thin: Stretch[] = [];
  const flush = () => {
    if (thin.length > 0) out.push(draw(thin, range, width));
    thin = [];
  };
  for (const stretch of stretches) {
    if (!overlaps(stretch, range)) continue;
    if (length(stretch) >= SLIVER * pixel) {
      flush();
      out.push(draw([stretch], range, width));
      continue;
    }
    const last = thin.at(-1);
    const first = thin[0];
    const apart = last !== undefined && stretch.start - last.end > pixel;
    const enough = first !== undefined && last !== undefined && last.end - first.start >= SLIVER * pixel;
    if (apart || enough) flush();
    thin.push(stretch);
  }
  flush();
  return out;
}

function draw(stretches: Stretch[], range: Range, width: number): Drawn {
  const start = Math.max(stretches[0]?.start ?? 0, range.start);
  const end = Math.min(stretches.at(-1)?.end ?? 0, range.end);
  const x = xOf(start, range, width);
  return {
    x,
    width: Math.max(1, xOf(end, range, width) - x),
    kind: longestKind(stretches),
    start,
    end,
    stretches,
  };
}

function longestKind(stretches: readonly Stretch[]): Kind {
  const spent = new Map<Kind, Ms>();
  for (const each of stretches) spent.set(each.kind, (spent.get(each.kind) ?? 0) + length(each));
  const [longest] = [...spent].sort((a, b) => b[1] - a[1]);
  return longest?.[0] ?? "neutral";
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
