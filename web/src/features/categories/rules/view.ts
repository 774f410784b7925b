/** What the address says about the page. */
import { addDays } from "@/lib/dates";

import { FIELDS, OPS, type Field, type Op } from "./model";

export const PARTS = ["categories", "rules", "suggestions", "test"] as const;
export const RANGES = ["30d", "year", "all"] as const;
export type Part = (typeof PARTS)[number];
export type RangeName = (typeof RANGES)[number];

export interface RulesView {
  /** Which part a narrow screen shows. */
  part?: string | undefined;
  range?: string | undefined;
  /** The key of the chosen category. */
  category?: string | undefined;
  /** The key of the rule that is open. */
  rule?: string | undefined;
  q?: string | undefined;
  panel?: "history" | "import" | undefined;
  /** A rule to begin, from a link of another page. */
  field?: string | undefined;
  op?: string | undefined;
  value?: string | undefined;
  /** What the tester tries. */
  app?: string | undefined;
  title?: string | undefined;
  domain?: string | undefined;
}

export interface Span {
  start: string | null;
  end: string | null;
}

const TEXTS = [
  "part",
  "range",
  "category",
  "rule",
  "q",
  "field",
  "op",
  "value",
  "app",
  "title",
  "domain",
] as const;

export function parseRules(search: Record<string, unknown>): RulesView {
  const said = TEXTS.flatMap((name) => (typeof search[name] === "string" ? [[name, search[name]]] : []));
  const { panel } = search;
  return {
    ...(Object.fromEntries(said) as RulesView),
    ...(panel === "history" || panel === "import" ? { panel } : {}),
  };
}

export function partOf({ part }: RulesView): Part {
  return PARTS.find((each) => each === part) ?? "rules";
}

export function rangeOf({ range }: RulesView): RangeName {
  return RANGES.find((each) => each === range) ?? "30d";
}

/** The dates of a range; all time has none. */
export function spanOf(range: RangeName, today: string): Span {
  if (range === "all") return { start: null, end: null };
  return { start: addDays(today, range === "30d" ? -29 : -364), end: addDays(today, 1) };
}

/** The rule that a link asks to begin. */
export function wantedRule({ field, op, value }: RulesView): { field: Field; op: Op; value: string } | null {
  const known = FIELDS.find((each) => each === field);
  if (!known || value === undefined) return null;
  return { field: known, op: OPS.find((each) => each === op) ?? usualOp(known), value };
}

/** How one usually compares a field. */
export function usualOp(field: Field): Op {
  switch (field) {
    case "domain":
      return "domain_suffix";
    case "title":
    case "url":
    case "file":
      return "contains";
    default:
      return "equals";
  }
}
