/** What a draft would do to history, in the words of the page. Pure. */
import { pathText } from "@/lib/text";

import { pathsOf, type RuleSet } from "./model";

export interface Move {
  from: string;
  to: string;
  seconds: number;
}

export interface Doubt {
  code: string;
  pointer: string;
  detail: string;
}

/** The answer of POST /rules/preview. */
export interface Preview {
  moved_seconds: number;
  days: number;
  moves: readonly Move[];
  warnings: readonly Doubt[];
}

/** Time whose category only has another name now has not moved: the tree's keys know which those are. */
export function withoutRenames(preview: Preview, base: RuleSet, draft: RuleSet): Preview {
  const now = pathsOf(draft);
  const renamed = new Map(
    [...pathsOf(base)].flatMap(([key, path]) => {
      const to = now.get(key);
      return to && pathText(to) !== pathText(path) ? [[pathText(path), pathText(to)] as const] : [];
    }),
  );
  const [moves, same] = split(preview.moves, ({ from, to }) => renamed.get(from) !== to);
  return { ...preview, moves, moved_seconds: Math.max(0, preview.moved_seconds - seconds(same)) };
}

/** The longest move and what is left besides it. */
export function headline(preview: Preview): { main: Move; others: number } | null {
  const sorted = [...preview.moves].sort((a, b) => b.seconds - a.seconds);
  const [main] = sorted;
  return main && preview.moved_seconds >= 1 ? { main, others: sorted.length - 1 } : null;
}

function seconds(moves: readonly Move[]): number {
  return moves.reduce((sum, move) => sum + move.seconds, 0);
}

function split<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
