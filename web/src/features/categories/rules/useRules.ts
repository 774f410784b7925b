import { queryOptions, useQuery } from "@tanstack/react-query";

import { get } from "@/api/client";
import type { Shows } from "@/lib/freshness";

/** A change of the rules is pushed as a change of all time; anything smaller leaves them alone. */
const allTime: { shows: Shows } = { shows: ({ start }) => start <= 0 };

export const rulesQuery = queryOptions({
  queryKey: ["rules"],
  queryFn: ({ signal }) => get("/api/v1/rules", { signal }),
  staleTime: 60_000,
  meta: allTime,
});

/** The tree and the rules that hold. */
export function useRules() {
  return useQuery(rulesQuery);
}
