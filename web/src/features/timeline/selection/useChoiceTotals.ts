import { useQuery } from "@tanstack/react-query";

import { get, type Shape } from "@/api/client";
import type { Range } from "@/lib/clock";
import { changesWithin } from "@/lib/freshness";

export type Facet = readonly Shape<"FacetRow">[];

const FACETS = ["category", "app", "title", "domain"] as const;
const LIMIT = 20;

export interface ChoiceTotals {
  /** Null until they are known. */
  totals: ({ seconds: number } & Record<(typeof FACETS)[number], Facet>) | null;
  error: Error | null;
  refetch: () => void;
}

/** What a stretch of time held, by category, application, title and site: one question. */
export function useChoiceTotals(
  range: Range,
  devices: readonly string[],
  hours: { from: string; to: string } | null = null,
): ChoiceTotals {
  const narrowed = { device: [...devices], ...(hours ? { from_time: hours.from, to_time: hours.to } : {}) };
  const [start, end] = [new Date(range.start).toISOString(), new Date(range.end).toISOString()];
  const { data, error, refetch } = useQuery({
    queryKey: ["choice", start, end, narrowed],
    queryFn: async ({ signal }) => {
      const query = { start, end, facets: FACETS.join(","), limit: LIMIT, ...narrowed };
      const { total_seconds, facets } = await get("/api/v1/activity", { query, signal });
      const { category = [], app = [], title = [], domain = [] } = facets;
      return { seconds: total_seconds, category, app, title, domain };
    },
    staleTime: 10_000,
    gcTime: 60_000,
    meta: changesWithin(range),
  });
  return { totals: data ?? null, error: data ? null : error, refetch: () => void refetch() };
}
