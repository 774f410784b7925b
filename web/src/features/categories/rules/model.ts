/**
 * Tree and rules as the page edits them. Categories and rules have keys that stay while they are renamed or moved;
 * the keys of what the server sent follow from its content, so they are found again in a newer version. Pure.
 */
import { pathText } from "../../../lib/text"; // the mock loads this where no alias is known

export const FIELDS = ["app", "title", "domain", "url", "project", "language", "branch", "file"] as const;
export const OPS = ["equals", "contains", "domain_suffix", "glob", "regex"] as const;
export const ROLES = ["focus", "communication", "meeting", "neutral", "noise", "personal"] as const;
export const WEIGHTS = [-2, -1, 0, 1, 2] as const;
export const DEEPEST = 5;
export const UNCATEGORISED = "Uncategorised";

export type Field = (typeof FIELDS)[number];
export type Op = (typeof OPS)[number];
export type Role = (typeof ROLES)[number];

/** What travels: the document of GET and PUT /rules. */
export interface RuleDocument {
  categories: readonly WireCategory[];
  rules: readonly WireRule[];
}

export interface WireCategory {
  path: readonly string[];
  weight: number;
  colour?: string | null;
  role?: string;
}

export interface WireRule {
  category: readonly string[];
  field: string;
  op: string;
  value?: string | null;
  values?: readonly string[] | null;
  ignore_case?: boolean;
}

export interface Category {
  key: string;
  name: string;
  parent: string | null;
  weight: number;
  /** Null takes the parent's. */
  colour: string | null;
  role: Role;
}

export interface Rule {
  key: string;
  /** The key of its category; null until one is chosen. */
  category: string | null;
  field: Field;
  op: Op;
  values: readonly string[];
  ignoreCase: boolean;
}

/** Parents stand before their children. */
export interface RuleSet {
  categories: readonly Category[];
  rules: readonly Rule[];
}

export const EMPTY: RuleSet = { categories: [], rules: [] };

export function fromDocument(document: RuleDocument): RuleSet {
  const seen = new Map<string, number>();
  return {
    categories: inTreeOrder(
      document.categories.map(({ path, weight, colour, role }) => ({
        key: pathText(path),
        name: path.at(-1) ?? "",
        parent: path.length > 1 ? pathText(path.slice(0, -1)) : null,
        weight,
        colour: colour ?? null,
        role: (role ?? "neutral") as Role,
      })),
    ),
    rules: document.rules.map((rule) => {
      const read = fromWire(rule);
      const content = fingerprint([read.field, read.op, String(read.ignoreCase), ...read.values].join("\n"));
      const times = (seen.get(content) ?? 0) + 1;
      seen.set(content, times);
      return { ...read, key: times === 1 ? content : `${content}.${times}` };
    }),
  };
}

export function toDocument(set: RuleSet): RuleDocument {
  const paths = pathsOf(set);
  return {
    categories: set.categories.map(({ key, weight, colour, role }) => ({
      path: paths.get(key) ?? [],
      weight,
      colour,
      role,
    })),
    rules: set.rules.map(({ category, field, op, values, ignoreCase }) => ({
      category: paths.get(category ?? "") ?? [],
      field,
      op,
      values,
      ignore_case: ignoreCase,
    })),
  };
}

export function categoryOf(set: RuleSet, key: string | null): Category | undefined {
  return set.categories.find((category) => category.key === key);
}

export function pathOf(set: RuleSet, key: string | null): string[] {
  const category = categoryOf(set, key);
  return category ? [...pathOf(set, category.parent), category.name] : [];
}

/** The paths of all categories, by key. */
export function pathsOf(set: RuleSet): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const { key, name, parent } of set.categories) {
    paths.set(key, [...(paths.get(parent ?? "") ?? []), name]);
  }
  return paths;
}

/** A category's own key and the keys of all below it. */
export function withBelow(set: RuleSet, key: string): Set<string> {
  const keys = new Set([key]);
  for (const category of set.categories) {
    if (category.parent !== null && keys.has(category.parent)) keys.add(category.key);
  }
  return keys;
}

export function depthOf(set: RuleSet, key: string | null): number {
  return pathOf(set, key).length;
}

/** Where a category may be moved: not below itself, and not so that the tree becomes too deep. */
export function possibleParents(set: RuleSet, key: string): Category[] {
  const below = withBelow(set, key);
  const height = Math.max(...[...below].map((each) => depthOf(set, each))) - depthOf(set, key) + 1;
  return set.categories.filter(
    (other) => !below.has(other.key) && depthOf(set, other.key) + height <= DEEPEST,
  );
}

/** A category without a colour wears its parent's. */
export function colourOf(set: RuleSet, key: string | null): string | null {
  const category = categoryOf(set, key);
  return category ? (category.colour ?? colourOf(set, category.parent)) : null;
}

/** A rule that is not yet filled in cannot be sent. */
export function isComplete(rule: Rule): boolean {
  return rule.category !== null && rule.values.some((value) => value.trim() !== "");
}

/** The set without rules that still lack something. */
export function complete(set: RuleSet): RuleSet {
  return set.rules.every(isComplete) ? set : { ...set, rules: set.rules.filter(isComplete) };
}

/** Children follow their parent, in the order they had. */
export function inTreeOrder(categories: readonly Category[]): Category[] {
  const known = new Set(categories.map(({ key }) => key));
  const children = new Map<string | null, Category[]>();
  for (const category of categories) {
    const parent = category.parent !== null && known.has(category.parent) ? category.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), category]);
  }
  const below = (key: string | null): Category[] =>
    (children.get(key) ?? []).flatMap((each) => [each, ...below(each.key)]);
  return below(null);
}

function fromWire(rule: WireRule): Omit<Rule, "key"> {
  return {
    category: pathText(rule.category),
    field: rule.field as Field,
    op: rule.op as Op,
    values: rule.values ?? [rule.value ?? ""],
    ignoreCase: rule.ignore_case ?? true,
  };
}

/** Short and the same for the same text; 53 bits are plenty for two thousand rules. */
function fingerprint(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
