import { useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import type { Range } from "@/lib/clock";
import { changesWithin, type Shows } from "@/lib/freshness";

export type Segment = Answer<"/api/v1/timeline">["segments"][number];

/** Segment by segment what happened in a range; asked by what stands under a pointer, so only then. */
export function useTimeline(range: Range) {
  const start = new Date(range.start).toISOString();
  const end = new Date(range.end).toISOString();
  const meta: { shows: Shows } = changesWithin(range);
  return useQuery({
    queryKey: ["timeline", start, end],
    queryFn: ({ signal }) => get("/api/v1/timeline", { query: { start, end }, signal }),
    staleTime: 10_000,
    gcTime: 60_000,
    placeholderData: (previous) => previous,
    meta,
  });
}
