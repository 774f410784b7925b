import { useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";

export type Revision = Answer<"/api/v1/rules/history">["revisions"][number];

/** The versions that can be brought back, newest first. */
export function useHistory(revision: number) {
  return useQuery({
    queryKey: ["rule-history", revision],
    queryFn: ({ signal }) => get("/api/v1/rules/history", { signal }),
    placeholderData: (previous) => previous,
  });
}
