import { useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import { anyChange } from "@/lib/freshness";

export type Happening = Answer<"/api/v1/now">;

/** What is in front now. Asked again now and then too: an agent that fell silent pushes nothing. */
export function useHappening() {
  return useQuery({
    queryKey: ["now"],
    queryFn: ({ signal }) => get("/api/v1/now", { signal }),
    refetchInterval: 15_000,
    meta: anyChange,
  });
}
