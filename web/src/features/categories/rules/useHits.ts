import { useQuery } from "@tanstack/react-query";

import { get } from "@/api/client";
import { anyChange } from "@/lib/freshness";

import type { Span } from "./view";

/** Seconds that each rule decides, by its place in the list that holds. */
export function useHits(span: Span, revision: number) {
  return useQuery({
    queryKey: ["rule-hits", span.start, span.end, revision],
    queryFn: async ({ signal }) => {
      const { hits } = await get("/api/v1/rules/hits", { query: queryOf(span), signal });
      return new Map(hits.map(({ rule, seconds }) => [rule, seconds]));
    },
    staleTime: 30_000,
    placeholderData: (previous) => previous,
    meta: anyChange,
  });
}

export function queryOf({ start, end }: Span): { start?: string; end?: string } {
  return { ...(start === null ? {} : { start }), ...(end === null ? {} : { end }) };
}
