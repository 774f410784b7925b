import { useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import { anyChange } from "@/lib/freshness";

import { queryOf } from "./useHits";
import type { Span } from "./view";

export type Suggestion = Answer<"/api/v1/rules/suggestions">["suggestions"][number];

/** Rules that would explain time without a category, those that explain most first. */
export function useSuggestions(span: Span, revision: number) {
  return useQuery({
    queryKey: ["rule-suggestions", span.start, span.end, revision],
    queryFn: ({ signal }) =>
      get("/api/v1/rules/suggestions", { query: { ...queryOf(span), limit: 20 }, signal }),
    staleTime: 60_000,
    placeholderData: (previous) => previous,
    meta: anyChange,
  });
}
