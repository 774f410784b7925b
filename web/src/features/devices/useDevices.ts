import { useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import { anyChange } from "@/lib/freshness";

export type Device = Answer<"/api/v1/devices">["devices"][number];

export function useDevices() {
  return useQuery({
    queryKey: ["devices"],
    queryFn: ({ signal }) => get("/api/v1/devices", { signal }),
    refetchInterval: 30_000,
    meta: anyChange,
  });
}
