import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { ApiFailure, change } from "@/api/client";
import { useDebounced } from "@/lib/useDebounced";

import { isDirty, type Draft } from "./draft";
import { complete, isComplete, toDocument } from "./model";
import { remarks, type Remark } from "./pointers";
import { withoutRenames, type Preview } from "./preview";

const SETTLED_MS = 250;

export interface Previewed {
  /** What the draft would move; null while nothing is known. */
  preview: Preview | null;
  /** It belongs to what was typed a moment ago. */
  counting: boolean;
  error: Error | null;
  /** What the server refuses. */
  problems: readonly Remark[];
  /** What it would take, but doubts. */
  doubts: readonly Remark[];
  /** Keys of rules that lack something. */
  unfinished: readonly string[];
}

/** Tries the draft on all of history, a moment after the last key. */
export function usePreview(draft: Draft): Previewed {
  const dirty = isDirty(draft);
  const sent = useMemo(() => complete(draft.set), [draft.set]);
  const text = useMemo(() => (dirty ? JSON.stringify(toDocument(sent)) : ""), [dirty, sent]);
  const settled = useDebounced(text, SETTLED_MS);
  const query = useQuery({
    queryKey: ["rule-preview", draft.revision, settled],
    queryFn: ({ signal }) => change<Preview>("POST", "/api/v1/rules/preview", JSON.parse(settled), signal),
    enabled: dirty && settled !== "",
    placeholderData: (previous) => previous,
    retry: false,
    staleTime: 30_000,
    gcTime: 30_000,
  });
  const { data, error } = query;
  const current = settled === text;
  return {
    preview: useMemo(
      () => (data && !error ? withoutRenames(data, draft.base, draft.set) : null),
      [data, error, draft.base, draft.set],
    ),
    counting: dirty && (!current || query.isFetching),
    error: current ? error : null,
    problems: useMemo(
      () => (current && error instanceof ApiFailure ? remarks(error.errors, sent) : []),
      [current, error, sent],
    ),
    doubts: useMemo(
      () => (current && data && !query.isPlaceholderData ? remarks(data.warnings, sent) : []),
      [current, data, query.isPlaceholderData, sent],
    ),
    unfinished: useMemo(
      () => draft.set.rules.filter((rule) => !isComplete(rule)).map(({ key }) => key),
      [draft.set],
    ),
  };
}
