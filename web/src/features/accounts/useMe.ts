import { queryOptions, useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";

/** Who is signed in, and by how much this browser's clock differs from the server's. */
export type Me = Answer<"/api/v1/me"> & { clockOffset: number };

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }): Promise<Me> => {
    const asked = Date.now();
    const me = await get("/api/v1/me", { signal });
    const middle = (asked + Date.now()) / 2;
    return { ...me, clockOffset: Date.parse(me.now) - middle };
  },
  // Notices a new day, and a server that went away while nothing changed.
  refetchInterval: 30_000,
  staleTime: 10_000,
  meta: { shows: (changed) => changed.start === -Infinity },
});

export function useMe() {
  return useQuery(meQuery);
}
