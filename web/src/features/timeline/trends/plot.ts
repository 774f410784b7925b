/** Where the points of a line stand. Pure. */
import { pieces } from "./series";

export interface Frame {
  /** Where the plot begins; the names of the grid lines stand before it. */
  left: number;
  /** Of the plot. */
  width: number;
  /** Of the plot, without the axis. */
  height: number;
  top: number;
  count: number;
  highest: number;
}

/** The middle of a step's column: every step has the same width, so that a cursor can point at it. */
export function xAt(index: number, { left, width, count }: Frame): number {
  return left + ((index + 0.5) / Math.max(1, count)) * width;
}

export function yAt(amount: number, { height, top, highest }: Frame): number {
  return top + height - (highest > 0 ? amount / highest : 0) * height;
}

/** The step under an x, kept inside. */
export function indexAt(x: number, { left, width, count }: Frame): number {
  return Math.min(count - 1, Math.max(0, Math.floor(((x - left) / width) * count)));
}

/** Unbroken lines, one path each. */
export function linePaths(values: readonly (number | null)[], frame: Frame): string[] {
  return pieces(values)
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => `M${points(values, from, to, frame).join("L")}`);
}

/** The same down to the zero line, to be filled. */
export function areaPaths(values: readonly (number | null)[], frame: Frame): string[] {
  const floor = yAt(0, frame);
  return pieces(values).map(({ from, to }) => {
    const half = frame.width / Math.max(1, frame.count) / 2;
    if (from === to) {
      const [x, y] = [xAt(from, frame), yAt(values[from] ?? 0, frame)];
      const thin = Math.min(half, 2);
      return `M${round(x - thin)} ${round(floor)}V${round(y)}h${round(2 * thin)}V${round(floor)}Z`;
    }
    const line = points(values, from, to, frame).join("L");
    return `M${round(xAt(from, frame))} ${round(floor)}L${line}L${round(xAt(to, frame))} ${round(floor)}Z`;
  });
}

/** Values that no line joins to a neighbour. */
export function lonely(values: readonly (number | null)[]): number[] {
  return pieces(values)
    .filter(({ from, to }) => from === to)
    .map(({ from }) => from);
}

/** Every how manieth step gets a label, so that labels keep `room` pixels each. */
export function labelEvery(count: number, width: number, room: number): number {
  const most = Math.max(1, Math.floor(width / room));
  return [1, 2, 3, 4, 6, 7, 14, 28, 56, 91, 182].find((each) => count / each <= most) ?? count;
}

function points(values: readonly (number | null)[], from: number, to: number, frame: Frame): string[] {
  return values.slice(from, to + 1).map((each, i) => {
    return `${round(xAt(from + i, frame))} ${round(yAt(each ?? 0, frame))}`;
  });
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
