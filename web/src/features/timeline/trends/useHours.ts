import { useQuery } from "@tanstack/react-query";

import { get } from "@/api/client";
import { fromDate } from "@/lib/dates";
import { changesWithin } from "@/lib/freshness";

import { asQuery, type Narrowing } from "../filters/narrowing";

import type { Slot } from "./period";

const DAY_MS = 86_400_000;

/** Every hour of the week, summed over a period. */
export function useHours({ start, end }: Slot, narrowed: Narrowing) {
  return useQuery({
    queryKey: ["hours", start, end, narrowed],
    queryFn: ({ signal }) => get("/api/v1/heatmap", { query: { start, end, ...asQuery(narrowed) }, signal }),
    staleTime: 60_000,
    placeholderData: (previous) => previous,
    meta: changesWithin({ start: fromDate(start) - DAY_MS, end: fromDate(end) + DAY_MS }),
  });
}
