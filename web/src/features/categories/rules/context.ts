import { createContext, use } from "react";

import type { Action, Draft } from "./draft";
import type { Edit } from "./edits";
import type { Remark } from "./pointers";
import type { Times } from "./treeRows";
import type { RulesView } from "./view";

/** What every part of the page works on. */
export interface Board {
  draft: Draft;
  dispatch: (action: Action) => void;
  /** Shorthand for the action every part takes most. */
  edit: (edit: Edit) => void;
  /** Time each stored rule decides; null until it is known. */
  times: Times | null;
  problems: readonly Remark[];
  doubts: readonly Remark[];
  view: RulesView;
  onView: (change: RulesView) => void;
}

export const BoardContext = createContext<Board | null>(null);

export function useBoard(): Board {
  const board = use(BoardContext);
  if (!board) throw new Error("outside of the rules page");
  return board;
}
