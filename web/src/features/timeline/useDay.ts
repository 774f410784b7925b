import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

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

/** A day that is still coming leaves the one before it in sight for a moment: most answers are quicker than a flicker. */
export function useDay(date: string) {
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...dayQuery(date),
    placeholderData: keepPreviousData,
  });
  const late = useLate(isPlaceholderData, 300);
  return { day: late ? undefined : data, coming: isPlaceholderData, error, refetch };
}

function useLate(waiting: boolean, afterMs: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waiting, afterMs]);
  return late;
}
