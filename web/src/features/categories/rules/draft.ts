/**
 * A draft: changes on top of a stored revision that nobody else sees yet. It outlives a reload of the page, can be
 * taken back step by step, and is put onto a newer revision when somebody else was faster. Pure.
 */
import { applyEdit, changesNothing, keyOf, merged, type Edit } from "./edits";
import { fromDocument, type RuleDocument, type RuleSet } from "./model";

export interface Held extends RuleDocument {
  revision: number;
}

export interface Draft {
  revision: number;
  base: RuleSet;
  edits: readonly Edit[];
  /** The base with all edits. */
  set: RuleSet;
  /** Edits that did not fit a newer revision and were left out. */
  lost: readonly Edit[];
  /** Somebody else stored another version while this was being made. */
  overtaken: boolean;
}

export type Action =
  | { type: "edit"; edit: Edit }
  | { type: "undo" }
  | { type: "discard" }
  /** Take up edits that were put down. */
  | { type: "resume"; edits: readonly Edit[] }
  /** Forget one new thing altogether, as if it had never been begun. */
  | { type: "forget"; key: string }
  | { type: "held"; held: Held }
  /** The draft was stored, or given up for another version. */
  | { type: "applied"; held: Held }
  | { type: "seen" };

export function begin(held: Held, edits: readonly Edit[] = []): Draft {
  const base = fromDocument(held);
  return { revision: held.revision, base, overtaken: false, ...refold(base, edits) };
}

export function reduce(draft: Draft, action: Action): Draft {
  switch (action.type) {
    case "edit":
      return edited(draft, action.edit);
    case "undo":
      return { ...draft, ...refold(draft.base, draft.edits.slice(0, -1)) };
    case "discard":
      return { ...draft, edits: [], set: draft.base, lost: [], overtaken: false };
    case "resume":
      return { ...draft, ...refold(draft.base, [...action.edits, ...draft.edits]) };
    case "forget":
      return {
        ...draft,
        ...refold(
          draft.base,
          draft.edits.filter((edit) => keyOf(edit) !== action.key),
        ),
      };
    case "held":
      return action.held.revision === draft.revision
        ? draft
        : { ...begin(action.held, draft.edits), overtaken: isDirty(draft) };
    case "applied":
      return begin(action.held);
    case "seen":
      return { ...draft, lost: [], overtaken: false };
  }
}

export function isDirty(draft: Draft): boolean {
  return draft.edits.length > 0;
}

/** A key for something new, unlike all others of the draft. */
export function newKey(draft: Draft): string {
  const used = draft.edits.flatMap((edit) => keyOf(edit)?.match(/^new:(\d+)$/)?.[1] ?? []);
  return `new:${Math.max(0, ...used.map(Number)) + 1}`;
}

/** Whether the set holds a thing the stored revision does not. */
export function isNew(draft: Draft, key: string): boolean {
  return draft.edits.some(
    (edit) => (edit.kind === "rule.add" || edit.kind === "category.add") && keyOf(edit) === key,
  );
}

/** How a draft is kept in the browser's session. */
export function store(draft: Draft): string | null {
  return isDirty(draft) ? JSON.stringify({ revision: draft.revision, edits: draft.edits }) : null;
}

/** A stored draft on top of what the server holds now; nothing readable is no draft. */
export function restore(held: Held, stored: string | null): Draft {
  const { revision, edits } = readStored(stored);
  return { ...begin(held, edits), overtaken: edits.length > 0 && revision !== held.revision };
}

function edited(draft: Draft, edit: Edit): Draft {
  const last = draft.edits.at(-1);
  const together = last ? merged(last, edit) : null;
  const earlier = together ? draft.edits.slice(0, -1) : draft.edits;
  const before = refold(draft.base, earlier).set;
  const next = together ?? edit;
  const after = applyEdit(before, next);
  if (!after) return draft;
  if (changesNothing(before, after)) return { ...draft, edits: earlier, set: before };
  return { ...draft, edits: [...earlier, next], set: after };
}

function refold(base: RuleSet, edits: readonly Edit[]): Pick<Draft, "set" | "edits" | "lost"> {
  const kept: Edit[] = [];
  const lost: Edit[] = [];
  let set = base;
  for (const edit of edits) {
    const next = applyEdit(set, edit);
    if (next) {
      set = next;
      kept.push(edit);
    } else {
      lost.push(edit);
    }
  }
  return { set, edits: kept, lost };
}

function readStored(stored: string | null): { revision: number; edits: Edit[] } {
  try {
    const read = JSON.parse(stored ?? "{}") as { revision?: number; edits?: Edit[] };
    return { revision: read.revision ?? 0, edits: Array.isArray(read.edits) ? read.edits : [] };
  } catch {
    return { revision: 0, edits: [] };
  }
}
