import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { get, type Answer } from "@/api/client";
import { fromDate } from "@/lib/dates";
import { changesWithin } from "@/lib/freshness";

import { asQuery, type Narrowing } from "../filters/narrowing";

import { FACETS, type Facet } from "./facets";
import type { Span } from "./span";

export type Activity = Answer<"/api/v1/activity">;

const DAY_MS = 86_400_000;
const ROWS = 100;
const TABLE_ROWS = 1000;

export interface Asked {
  span: Span;
  narrowed: Narrowing;
  compare: boolean;
  /** One facet at length instead of all in short. */
  table: Facet | undefined;
}

function activityQuery({ span, narrowed, compare, table }: Asked) {
  const { start, end } = span;
  return {
    queryKey: ["activity", start, end, narrowed, compare, table ?? ""],
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const query = {
        ...{ start, end, facets: table ?? FACETS.join(","), limit: table ? TABLE_ROWS : ROWS },
        ...(compare ? { compare: "previous" as const } : {}),
        ...asQuery(narrowed),
      };
      return { span, ...(await get("/api/v1/activity", { query, signal })) };
    },
    staleTime: 30_000,
    meta: changesWithin({ start: fromDate(start) - DAY_MS, end: fromDate(end) + DAY_MS }),
  };
}

/** All that the page shows, in one question. The answer carries its span: the last one stays while the next comes. */
export function useActivity(asked: Asked) {
  return useQuery({ ...activityQuery(asked), placeholderData: (previous) => previous });
}

/** Asks ahead for where one may go next, so that going there shows it at once. */
export function prefetch(client: QueryClient, asked: Asked): void {
  // What fails here is asked for again when one goes there, and said then.
  client.query(activityQuery(asked)).catch(() => undefined);
}

/** What lies before and after is asked for once what is shown has come. */
export function usePrefetched(spans: readonly (Span | null)[], asked: Asked, ready: boolean): void {
  const client = useQueryClient();
  const wanted = JSON.stringify({
    spans,
    narrowed: asked.narrowed,
    compare: asked.compare,
    table: asked.table,
  });
  useEffect(() => {
    if (!ready) return;
    const wait = setTimeout(() => {
      const { spans: all, ...rest } = JSON.parse(wanted) as Omit<Asked, "span"> & { spans: (Span | null)[] };
      for (const span of all) if (span) prefetch(client, { ...rest, span });
    }, 150);
    return () => clearTimeout(wait);
  }, [client, ready, wanted]);
}
