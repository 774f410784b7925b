import type { ReactNode } from "react";

interface Props {
  /** What it tells about, in pixels from the left. */
  x: number;
  top: number;
  /** Of the area it must not leave. */
  width: number;
  wide?: number;
  children: ReactNode;
}

/** A slip of paper beside what it tells about. */
export function Sheet({ x, top, width, wide = 340, children }: Props) {
  const fitting = Math.min(wide, width);
  const left = Math.min(Math.max(x - fitting / 2, 0), width - fitting);
  return (
    <div
      className="absolute z-30 rounded-2 border border-rule bg-card px-3 py-2 text-12 shadow-card"
      style={{ left, top, width: fitting }}
    >
      {children}
    </div>
  );
}
