import { useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import { anyChange } from "@/lib/freshness";

export type RecentEvent = Answer<"/api/v1/events/recent">["events"][number];

export function useRecent(wanted: boolean) {
  return useQuery({
    queryKey: ["recent"],
    queryFn: ({ signal }) => get("/api/v1/events/recent", { query: { limit: 50 }, signal }),
    enabled: wanted,
    meta: anyChange,
  });
}
