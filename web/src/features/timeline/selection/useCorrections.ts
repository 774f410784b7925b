import { useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import type { Range } from "@/lib/clock";
import { changesWithin } from "@/lib/freshness";

export type Correction = Answer<"/api/v1/corrections">["corrections"][number];

const NONE: readonly Correction[] = [];

/** What the user said by hand about a range, oldest first; nothing while the range is not known. */
export function useCorrections(range: Range | null): readonly Correction[] {
  const { start, end } = range
    ? { start: new Date(range.start).toISOString(), end: new Date(range.end).toISOString() }
    : { start: "", end: "" };
  const { data } = useQuery({
    queryKey: ["corrections", start, end],
    queryFn: ({ signal }) => get("/api/v1/corrections", { query: { start, end }, signal }),
    enabled: range !== null,
    staleTime: 60_000,
    ...(range ? { meta: changesWithin(range) } : {}),
  });
  return data?.corrections ?? NONE;
}
