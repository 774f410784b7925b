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
}

export type Action =
  | { type: "edit"; edit: Edit }
  | { type: "undo" }
  | { type: "discard" }
  /** Forget one new thing altogether, as if it had never been begun. */
  | { type: "forget"; key: string }
  | { type: "held"; held: Held }
  | { type: "seen" };

export function begin(held: Held, edits: readonly Edit[] = []): Draft {
  const base = fromDocument(held);
  return { revision: held.revision, base, ...refold(base, edits) };
}

export function reduce(draft: Draft, action: Action): Draft {
  switch (action.type) {
    case "edit":
      return edited(draft, action.edit);
    case "undo":
      return { ...draft, ...refold(draft.base, draft.edits.slice(0, -1)) };
    case "discard":
      return { ...draft, edits: [], set: draft.base, lost: [] };
    case "forget":
      return {
        ...draft,
        ...refold(
          draft.base,
          draft.edits.filter((edit) => keyOf(edit) !== action.key),
        ),
      };
    case "held":
      return action.held.revision === draft.revision ? draft : begin(action.held, draft.edits);
    case "seen":
      return { ...draft, lost: [] };
  }
}

export function isDirty(draft: Draft): boolean {
  return draft.edits.length > 0;
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
  const edits = readEdits(stored);
  return begin(held, edits);
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

function readEdits(stored: string | null): Edit[] {
  if (stored === null) return [];
  try {
    const { edits } = JSON.parse(stored) as { edits?: Edit[] };
    return Array.isArray(edits) ? edits : [];
  } catch {
    return [];
  }
}
