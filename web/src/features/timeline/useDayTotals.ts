import { useQuery } from "@tanstack/react-query";

import { get } from "@/api/client";
import { fromDate } from "@/lib/dates";
import { changesWithin } from "@/lib/freshness";

const DAY_MS = 86_400_000;

/** Active seconds by date, for the dates from `start` up to but without `end`. */
export function useDayTotals(start: string, end: string) {
  return useQuery({
    queryKey: ["day-totals", start, end],
    queryFn: async ({ signal }) => {
      const summary = await get("/api/v1/summary", { query: { start, end, by: "day" }, signal });
      return new Map(summary.rows.map((row) => [row.key, row.seconds]));
    },
    staleTime: 30_000,
    // Dates lie within a day of their midnight in UTC, whatever the zone.
    meta: changesWithin({ start: fromDate(start) - DAY_MS, end: fromDate(end) + DAY_MS }),
  });
}
