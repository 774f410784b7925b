import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";

export type Deed = Answer<"/api/v1/audit">["entries"][number];

const PATH = "/api/v1/audit";

/** The newest of what was done to devices, keys and secrets. */
export function useAudit(limit: number) {
  return useQuery({
    queryKey: ["audit", limit],
    queryFn: ({ signal }) => get(PATH, { signal, query: { limit } }),
    placeholderData: keepPreviousData,
  });
}
