import { instant, overlaps, type Ms, type Range } from "@/lib/clock";
import { firstText } from "@/lib/text";

import type { Segment } from "../useTimeline";

export interface Row {
  start: Ms;
  title: string;
  where: string;
}

const SHOWN = 3;

/** The segments that lie under the pointer, longest first, and how many more there are. */
export function rowsUnder(
  segments: readonly Segment[],
  spot: Range,
  active: boolean,
): { shown: Row[]; more: number } {
  if (!active) return { shown: [], more: 0 };
  const under = segments
    .filter((segment) => segment.lane === "primary")
    .map((segment) => ({ segment, start: instant(segment.start), end: instant(segment.end) }))
    .filter((each) => overlaps(each, spot))
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  const shown = under.slice(0, SHOWN).map(({ segment, start }) => {
    const where = firstText(segment.domain, segment.app);
    return { start, title: firstText(segment.title, where), where: segment.title ? where : "" };
  });
  return { shown, more: under.length - shown.length };
}
