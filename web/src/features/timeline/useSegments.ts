import { queryOptions, useQueries, type UseQueryResult } from "@tanstack/react-query";

import { get } from "@/api/client";
import type { Range } from "@/lib/clock";
import { changesWithin } from "@/lib/freshness";

import { HOUR } from "./band/zoom";
import type { Segment } from "./useTimeline";

/** A push touches the last minutes of a day; its morning need not be fetched again for that. */
const CHUNK = 4 * HOUR;

export interface Segments {
  /** What is known so far; null before anything is. */
  segments: readonly Segment[] | null;
  error: Error | null;
  refetch: () => void;
}

/** Every segment of a day, both lanes, asked for in parts. */
export function useSegments(day: Range, wanted = true): Segments {
  return useQueries({
    queries: wanted ? chunks(day).map((chunk) => chunkQuery(chunk)) : [],
    combine: together,
  });
}

export function chunks(day: Range): Range[] {
  const out: Range[] = [];
  for (let start = day.start; start < day.end; start += CHUNK) {
    out.push({ start, end: Math.min(start + CHUNK, day.end) });
  }
  return out;
}

function chunkQuery(chunk: Range) {
  const [start, end] = [new Date(chunk.start).toISOString(), new Date(chunk.end).toISOString()];
  return queryOptions({
    queryKey: ["segments", start, end],
    queryFn: async ({ signal }) =>
      (await get("/api/v1/timeline", { query: { start, end }, signal })).segments,
    staleTime: 10_000,
    gcTime: 10 * 60_000,
    meta: changesWithin(chunk),
  });
}

function together(parts: UseQueryResult<Segment[]>[]): Segments {
  const failed = parts.find((part) => part.error && part.data === undefined);
  const known = parts.flatMap((part) => (part.data ? [part.data] : []));
  return {
    segments: parts.length > 0 && known.length === parts.length ? known.flat() : null,
    error: failed?.error ?? null,
    refetch: () => parts.forEach((part) => void part.refetch()),
  };
}
