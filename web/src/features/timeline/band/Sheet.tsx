import type { ReactNode } from "react";

const WIDE = 340;

interface Props {
  /** What it tells about, in pixels from the left. */
  x: number;
  top: number;
  /** Of the area it must not leave. */
  width: number;
  children: ReactNode;
}

/** A slip of paper beside what it tells about. */
export function Sheet({ x, top, width, children }: Props) {
  const wide = Math.min(WIDE, width);
  const left = Math.min(Math.max(x - wide / 2, 0), width - wide);
  return (
    <div
      className="absolute z-30 rounded-2 border border-rule bg-card px-3 py-2 text-12 shadow-card"
      style={{ left, top, width: wide }}
    >
      {children}
    </div>
  );
}
