import { useQueries } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import type { Range } from "@/lib/clock";
import { changesWithin } from "@/lib/freshness";

export type Totals = Answer<"/api/v1/summary">;

const FACETS = ["category", "app", "title", "domain"] as const;
const LIMIT = 20;

export interface ChoiceTotals {
  /** The last known ones while others are asked for. */
  totals: Record<(typeof FACETS)[number], Totals> | null;
  error: Error | null;
  refetch: () => void;
}

/** What a stretch of time held, by category, application, title and site. */
export function useChoiceTotals(
  range: Range,
  devices: readonly string[],
  hours: { from: string; to: string } | null = null,
): ChoiceTotals {
  const narrowed = { device: [...devices], ...(hours ? { from_time: hours.from, to_time: hours.to } : {}) };
  const [start, end] = [new Date(range.start).toISOString(), new Date(range.end).toISOString()];
  const answers = useQueries({
    queries: FACETS.map((by) => ({
      queryKey: ["choice", by, start, end, narrowed],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        get("/api/v1/summary", { query: { start, end, by, limit: LIMIT, ...narrowed }, signal }),
      staleTime: 10_000,
      gcTime: 60_000,
      meta: changesWithin(range),
    })),
  });
  const [category, app, title, domain] = answers.map((answer) => answer.data);
  return {
    totals: category && app && title && domain ? { category, app, title, domain } : null,
    error: answers.find((answer) => answer.error && !answer.data)?.error ?? null,
    refetch: () => answers.forEach((answer) => void answer.refetch()),
  };
}
