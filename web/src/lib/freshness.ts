/**
 * Which queries a pushed change concerns. Every live query says in its `meta` what it shows;
 * a push then refetches those on screen whose range it touches, and marks the rest as old.
 */
import type { QueryClient } from "@tanstack/react-query";

import { overlaps, type Range } from "./clock";

export type Shows = (changed: Range, shown: unknown) => boolean;

declare module "@tanstack/react-query" {
  interface Register {
    queryMeta: { shows?: Shows };
  }
}

export const anyChange = { shows: () => true } as const;

export function changesWithin(range: Range) {
  return { shows: (changed: Range) => overlaps(changed, range) };
}

export const everything: Range = { start: -Infinity, end: Infinity };

export function refetchChanged(client: QueryClient, changed: Range): Promise<void> {
  return client.invalidateQueries(
    { predicate: ({ meta, state }) => meta?.shows?.(changed, state.data) ?? false },
    { cancelRefetch: false },
  );
}

/** The smallest range that covers both. */
export function union(a: Range | null, b: Range): Range {
  return a ? { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) } : b;
}
