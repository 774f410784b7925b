/**
 * Changes to tree and rules as values. A draft is the stored version and a list of these, so that every step can be
 * taken back, and the list can be applied again to a newer version; `null` says that an edit no longer fits. Pure.
 */
import { pathText } from "@/lib/text";

import {
  categoryOf,
  fromDocument,
  inTreeOrder,
  pathsOf,
  withBelow,
  type Category,
  type Rule,
  type RuleDocument,
  type RuleSet,
} from "./model";

export type CategoryChange = Partial<Omit<Category, "key">>;
export type RuleChange = Partial<Omit<Rule, "key">>;

/** A rule goes to the top, to the end, or before another one. */
export type Place = "first" | "last" | { before: string };

/** What an edit concerns, in words that stay true when the thing itself is gone. */
interface About {
  about: string;
}

export type Edit = About &
  (
    | { kind: "category.add"; category: Category }
    | { kind: "category.change"; key: string; change: CategoryChange }
    | { kind: "category.delete"; key: string; rulesTo: string | null }
    | { kind: "rule.add"; rule: Rule; place: Place }
    | { kind: "rule.change"; key: string; change: RuleChange }
    | { kind: "rule.delete"; key: string }
    | { kind: "rule.move"; key: string; place: Place }
    | { kind: "import"; document: RuleDocument; replace: boolean }
  );

export function applyEdit(set: RuleSet, edit: Edit): RuleSet | null {
  switch (edit.kind) {
    case "category.add":
      return addCategory(set, edit.category);
    case "category.change":
      return changeCategory(set, edit.key, edit.change);
    case "category.delete":
      return deleteCategory(set, edit.key, edit.rulesTo);
    case "rule.add":
      return addRule(set, edit.rule, edit.place);
    case "rule.change":
      return changeRule(set, edit.key, edit.change);
    case "rule.delete":
      return without(set, edit.key);
    case "rule.move":
      return moveRule(set, edit.key, edit.place);
    case "import":
      return edit.replace ? fromDocument(edit.document) : append(set, edit.document);
  }
}

/** Takes the later of two edits of one thing into the earlier, so that typing a word is one change. */
export function merged(last: Edit, next: Edit): Edit | null {
  if (next.kind === "category.change") {
    if (last.kind === "category.change" && last.key === next.key) {
      return { ...last, change: { ...last.change, ...next.change } };
    }
    if (last.kind === "category.add" && last.category.key === next.key) {
      const category = { ...last.category, ...next.change };
      return { ...last, category, about: category.name };
    }
  }
  if (next.kind === "rule.change") {
    if (last.kind === "rule.change" && last.key === next.key) {
      return { ...next, change: { ...last.change, ...next.change } };
    }
    if (last.kind === "rule.add" && last.rule.key === next.key) {
      return { ...last, rule: { ...last.rule, ...next.change }, about: next.about };
    }
  }
  if (next.kind === "rule.move" && last.kind === "rule.move" && last.key === next.key) return next;
  return null;
}

/** Whether an edit leaves everything as it is. */
export function changesNothing(before: RuleSet, after: RuleSet): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

/** The keys of the category or rule an edit is about. */
export function keyOf(edit: Edit): string | null {
  switch (edit.kind) {
    case "category.add":
      return edit.category.key;
    case "rule.add":
      return edit.rule.key;
    case "import":
      return null;
    default:
      return edit.key;
  }
}

function addCategory(set: RuleSet, category: Category): RuleSet | null {
  if (category.parent !== null && !categoryOf(set, category.parent)) return null;
  return { ...set, categories: inTreeOrder([...set.categories, category]) };
}

function changeCategory(set: RuleSet, key: string, change: CategoryChange): RuleSet | null {
  if (!categoryOf(set, key)) return null;
  const { parent } = change;
  if (typeof parent === "string" && (!categoryOf(set, parent) || withBelow(set, key).has(parent)))
    return null;
  const categories = set.categories.map((each) => (each.key === key ? { ...each, ...change } : each));
  return { ...set, categories: "parent" in change ? inTreeOrder(categories) : categories };
}

/** Everything below goes too; the rules of all of it go to another category, or are deleted. */
function deleteCategory(set: RuleSet, key: string, rulesTo: string | null): RuleSet | null {
  const gone = withBelow(set, key);
  if (!categoryOf(set, key)) return null;
  if (rulesTo !== null && (gone.has(rulesTo) || !categoryOf(set, rulesTo))) return null;
  const isGone = ({ category }: Rule) => category !== null && gone.has(category);
  return {
    categories: set.categories.filter((each) => !gone.has(each.key)),
    rules:
      rulesTo === null
        ? set.rules.filter((rule) => !isGone(rule))
        : set.rules.map((rule) => (isGone(rule) ? { ...rule, category: rulesTo } : rule)),
  };
}

function addRule(set: RuleSet, rule: Rule, place: Place): RuleSet | null {
  if (rule.category !== null && !categoryOf(set, rule.category)) return null;
  return { ...set, rules: inserted(set.rules, rule, indexOf(set.rules, place) ?? 0) };
}

function changeRule(set: RuleSet, key: string, change: RuleChange): RuleSet | null {
  if (!set.rules.some((rule) => rule.key === key)) return null;
  if (typeof change.category === "string" && !categoryOf(set, change.category)) return null;
  return { ...set, rules: set.rules.map((rule) => (rule.key === key ? { ...rule, ...change } : rule)) };
}

function without(set: RuleSet, key: string): RuleSet | null {
  const rules = set.rules.filter((rule) => rule.key !== key);
  return rules.length < set.rules.length ? { ...set, rules } : null;
}

function moveRule(set: RuleSet, key: string, place: Place): RuleSet | null {
  const rule = set.rules.find((each) => each.key === key);
  if (!rule) return null;
  if (typeof place === "object" && place.before === key) return set;
  const others = set.rules.filter((each) => each.key !== key);
  const index = indexOf(others, place);
  return index === null ? null : { ...set, rules: inserted(others, rule, index) };
}

/** Adds what an imported document has more: unknown categories, and its rules behind the own ones. */
function append(set: RuleSet, document: RuleDocument): RuleSet {
  const foreign = fromDocument(document);
  const paths = pathsOf(set);
  const byPath = new Map([...paths].map(([key, path]) => [pathText(path), key]));
  const own = (key: string) => byPath.get(key) ?? key;
  const taken = new Set(set.rules.map(({ key }) => key));
  const categories = foreign.categories
    .filter(({ key }) => !byPath.has(key))
    .map((each) => ({ ...each, parent: each.parent === null ? null : own(each.parent) }));
  const rules = foreign.rules
    .filter(({ key }) => !taken.has(key))
    .map((rule) => ({ ...rule, category: rule.category === null ? null : own(rule.category) }));
  return {
    categories: inTreeOrder([...set.categories, ...categories]),
    rules: [...set.rules, ...rules],
  };
}

function indexOf(rules: readonly Rule[], place: Place): number | null {
  if (place === "first") return 0;
  if (place === "last") return rules.length;
  const found = rules.findIndex((rule) => rule.key === place.before);
  return found < 0 ? null : found;
}

function inserted(rules: readonly Rule[], rule: Rule, index: number): Rule[] {
  return [...rules.slice(0, index), rule, ...rules.slice(index)];
}
