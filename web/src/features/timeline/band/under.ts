import { instant, overlaps, type Range } from "@/lib/clock";
import { firstText } from "@/lib/text";

import type { Segment } from "../useTimeline";

export interface Row {
  title: string;
  where: string;
  seconds: number;
}

const SHOWN = 3;

/** The windows that lie under a spot of the band, longest first, and how many more there are. */
export function rowsUnder(segments: readonly Segment[], spot: Range): { shown: Row[]; more: number } {
  const rows = new Map<string, Row>();
  for (const segment of segments) {
    const at = { start: instant(segment.start), end: instant(segment.end) };
    if (segment.lane !== "primary" || !overlaps(at, spot)) continue;
    const place = firstText(segment.domain, segment.app);
    const title = firstText(segment.title, place);
    const where = segment.title ? place : "";
    const key = `${title}\n${where}`;
    const known = rows.get(key)?.seconds ?? 0;
    rows.set(key, { title, where, seconds: known + (at.end - at.start) / 1000 });
  }
  const longestFirst = [...rows.values()].sort((a, b) => b.seconds - a.seconds);
  return { shown: longestFirst.slice(0, SHOWN), more: Math.max(0, longestFirst.length - SHOWN) };
}
