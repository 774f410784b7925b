import { useQuery } from "@tanstack/react-query";

import { get } from "@/api/client";
import { fromDate } from "@/lib/dates";
import { changesWithin } from "@/lib/freshness";

import { asQuery, type Narrowing } from "../filters/narrowing";

const DAY_MS = 86_400_000;

/** The days of a year that hold anything, by date. */
export function useCalendar(year: number, narrowed: Narrowing) {
  return useQuery({
    queryKey: ["calendar", year, narrowed],
    queryFn: async ({ signal }) => {
      const { days } = await get("/api/v1/calendar", { query: { year, ...asQuery(narrowed) }, signal });
      return { year, days: new Map(days.map((day) => [day.date, day])) };
    },
    staleTime: 60_000,
    placeholderData: (previous) => previous,
    meta: changesWithin({
      start: fromDate(`${year}-01-01`) - DAY_MS,
      end: fromDate(`${year + 1}-01-01`) + DAY_MS,
    }),
  });
}
