import { useEffect, useReducer } from "react";

import { readSession, writeSession } from "@/lib/session";

import { reduce, restore, store, type Action, type Draft, type Held } from "./draft";

const KEY = "daywright.rules.draft";

/**
 * The draft of this tab on top of what holds. It outlives a reload; a newer version, pushed or found by applying, takes
 * the place of the old one under it. `busy` while the draft itself is on its way: its own arrival is not news.
 */
export function useDraft(held: Held, busy: boolean): [Draft, (action: Action) => void] {
  const [draft, dispatch] = useReducer(reduce, held, (first) => restore(first, readSession(KEY)));
  useEffect(() => {
    if (!busy) dispatch({ type: "held", held });
  }, [held, busy]);
  useEffect(() => writeSession(KEY, store(draft)), [draft]);
  return [draft, dispatch];
}
