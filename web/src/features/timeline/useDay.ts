import { queryOptions, useQuery } from "@tanstack/react-query";

import { get, type Answer } from "@/api/client";
import { instant, overlaps } from "@/lib/clock";

export type Day = Answer<"/api/v1/days/{day}">;

export function dayQuery(date: string) {
  return queryOptions({
    queryKey: ["day", date],
    queryFn: ({ signal }) => get("/api/v1/days/{day}", { path: { day: date }, signal }),
    staleTime: 10_000,
    gcTime: 30 * 60_000,
    meta: {
      shows: (changed, shown) => {
        const day = shown as Day | undefined;
        return !day || overlaps(changed, { start: instant(day.start), end: instant(day.end) });
      },
    },
  });
}

export function useDay(date: string) {
  return useQuery(dayQuery(date));
}
