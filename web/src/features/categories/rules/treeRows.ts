/** The tree with the time its rules decide, and the rules one looks at. Pure. */
import { withBelow, type Category, type Rule, type RuleSet } from "./model";

export interface TreeRow {
  category: Category;
  depth: number;
  /** Own time and that of everything below; null where nothing is known yet. */
  seconds: number | null;
  rules: number;
}

/** Time by rule key, as the stored list gives it. */
export type Times = ReadonlyMap<string, number>;

export function timesOf(base: RuleSet, hits: ReadonlyMap<number, number>): Times {
  return new Map(base.rules.map(({ key }, i) => [key, hits.get(i) ?? 0]));
}

export function treeRows(set: RuleSet, times: Times | null): TreeRow[] {
  const own = new Map<string, { seconds: number; rules: number }>();
  for (const { key, category } of set.rules) {
    if (category === null) continue;
    const sum = own.get(category) ?? { seconds: 0, rules: 0 };
    own.set(category, { seconds: sum.seconds + (times?.get(key) ?? 0), rules: sum.rules + 1 });
  }
  const depths = new Map<string, number>();
  const rows = set.categories.map((category) => {
    const depth = category.parent === null ? 0 : (depths.get(category.parent) ?? -1) + 1;
    depths.set(category.key, depth);
    const { seconds = 0, rules = 0 } = own.get(category.key) ?? {};
    return { category, depth, seconds, rules };
  });
  // Children stand behind their parents, so from the end every row is whole when it is added to its parent.
  const byKey = new Map(rows.map((row) => [row.category.key, row]));
  for (const row of [...rows].reverse()) {
    const parent = byKey.get(row.category.parent ?? "");
    if (!parent) continue;
    parent.seconds += row.seconds;
    parent.rules += row.rules;
  }
  return rows.map((row) => ({ ...row, seconds: times ? row.seconds : null }));
}

export interface Placed {
  rule: Rule;
  /** Its place in the whole list, from 0. */
  index: number;
}

/** The rules of a category and of everything below it, or those that say a text. Open ones always stay in sight. */
export function shownRules(
  set: RuleSet,
  { category, text, open }: { category: string | null; text: string; open: string | null },
): Placed[] {
  const keys = category === null ? null : withBelow(set, category);
  const wanted = text.trim().toLowerCase();
  return set.rules
    .map((rule, index) => ({ rule, index }))
    .filter(({ rule }) => {
      if (rule.key === open) return true;
      if (keys && !(rule.category !== null && keys.has(rule.category))) return false;
      return wanted === "" || rule.values.some((value) => value.toLowerCase().includes(wanted));
    });
}
