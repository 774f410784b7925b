import { useQuery } from "@tanstack/react-query";

import { get } from "@/api/client";
import { fromDate } from "@/lib/dates";
import { changesWithin } from "@/lib/freshness";

import { asQuery, type Narrowing } from "../filters/narrowing";

import type { Period } from "./period";

const DAY_MS = 86_400_000;

/** The steps of a period and of the one before. The answer carries its period: the last one stays while the next comes. */
export function useTrends(period: Period, narrowed: Narrowing) {
  const { start, end, step } = period;
  return useQuery({
    queryKey: ["trends", start, end, step, narrowed],
    queryFn: async ({ signal }) => {
      const query = { start, end, step, compare: "previous" as const, ...asQuery(narrowed) };
      return { period, ...(await get("/api/v1/trends", { query, signal })) };
    },
    staleTime: 30_000,
    placeholderData: (previous) => previous,
    meta: changesWithin({ start: fromDate(start) - DAY_MS, end: fromDate(end) + DAY_MS }),
  });
}
