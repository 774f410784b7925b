import { useMutation, useQueryClient } from "@tanstack/react-query";

import { ApiFailure, change, type Answer } from "@/api/client";
import { everything, refetchChanged } from "@/lib/freshness";

import type { Draft } from "./draft";
import { toDocument } from "./model";
import { rulesQuery } from "./useRules";

export type Rules = Answer<"/api/v1/rules">;

type Change = { do: "apply"; draft: Draft } | { do: "undo" } | { do: "restore"; revision: number };

/** Makes a draft hold, or brings back what held before. Either way all of history is labelled anew. */
export function useChangeRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Change): Promise<Rules> => {
      switch (wanted.do) {
        case "apply": {
          const { revision, set } = wanted.draft;
          return change("PUT", "/api/v1/rules", { revision, ...toDocument(set) });
        }
        case "undo":
          return change("POST", "/api/v1/rules/undo", undefined);
        case "restore":
          return change("POST", "/api/v1/rules/restore", { revision: wanted.revision });
      }
    },
    onSuccess: (held) => {
      client.setQueryData(rulesQuery.queryKey, held);
      void refetchChanged(client, everything);
    },
  });
}

/** Somebody else changed the rules first. */
export function isStale(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 409 && error.code === "rules.stale";
}
