import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";

import { anyChange, changesWithin, everything, refetchChanged, union } from "./freshness";

test("a change makes old exactly what shows it", async () => {
  const client = new QueryClient();
  const stale = (key: string) => client.getQueryState([key])?.isInvalidated;
  await client.query({
    queryKey: ["morning"],
    queryFn: () => 1,
    meta: changesWithin({ start: 0, end: 10 }),
  });
  await client.query({
    queryKey: ["evening"],
    queryFn: () => 1,
    meta: changesWithin({ start: 10, end: 20 }),
  });
  await client.query({ queryKey: ["now"], queryFn: () => 1, meta: anyChange });
  await client.query({ queryKey: ["settings"], queryFn: () => 1 });

  await refetchChanged(client, { start: 12, end: 13 });
  expect(["morning", "evening", "now", "settings"].map(stale)).toEqual([false, true, true, false]);

  await refetchChanged(client, everything);
  expect(["morning", "settings"].map(stale)).toEqual([true, false]);
});

test("two changes are one range", () => {
  expect(union(null, { start: 3, end: 4 })).toEqual({ start: 3, end: 4 });
  expect(union({ start: 1, end: 2 }, { start: 3, end: 4 })).toEqual({ start: 1, end: 4 });
});
