import { useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import type { Range } from "@/lib/clock";
import { changesWithin } from "@/lib/freshness";

export type Correction = Answer<"/api/v1/corrections">["corrections"][number];

const NONE: readonly Correction[] = [];

/** What the user said by hand about a range, oldest first. */
export function useCorrections(range: Range): readonly Correction[] {
  const [start, end] = [new Date(range.start).toISOString(), new Date(range.end).toISOString()];
  const { data } = useQuery({
    queryKey: ["corrections", start, end],
    queryFn: ({ signal }) => get("/api/v1/corrections", { query: { start, end }, signal }),
    staleTime: 60_000,
    meta: changesWithin(range),
  });
  return data?.corrections ?? NONE;
}
