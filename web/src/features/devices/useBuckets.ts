import { useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import { anyChange } from "@/lib/freshness";

export type Bucket = Answer<"/api/v1/buckets">["buckets"][number];

/** The streams of all devices. */
export function useBuckets() {
  return useQuery({
    queryKey: ["buckets"],
    queryFn: ({ signal }) => get("/api/v1/buckets", { signal }),
    refetchInterval: 30_000,
    meta: anyChange,
  });
}
