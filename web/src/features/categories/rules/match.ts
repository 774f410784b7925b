/**
 * Which rules match what a window or page is called, worked out in the browser so that a draft can be tried as it is
 * typed. Regular expressions are the server's RE2; the few that JavaScript reads otherwise are said to be unknown. Pure.
 */
import type { Field, Rule } from "./model";

export type Labels = Partial<Record<Field, string>>;

export interface Hit {
  rule: Rule;
  /** Its place in the whole list, from 0. */
  index: number;
  /** The value that matched, and the label it matched in. */
  value: string;
  label: string;
}

export interface Trial {
  /** All rules that match, first the one that wins. */
  hits: Hit[];
  /** Rules whose pattern cannot be tried here. */
  unknown: Rule[];
}

export function tryRules(rules: readonly Rule[], labels: Labels): Trial {
  const hits: Hit[] = [];
  const unknown: Rule[] = [];
  rules.forEach((rule, index) => {
    const label = labels[rule.field] ?? "";
    if (!label) return;
    const found = rule.values.map((value) => [value, matches(rule, value, label)] as const);
    const value = found.find(([, verdict]) => verdict === true)?.[0];
    if (value !== undefined) hits.push({ rule, index, value, label });
    else if (found.some(([, verdict]) => verdict === null)) unknown.push(rule);
  });
  return { hits, unknown };
}

/** Null: only the server can tell. */
export function matches(rule: Rule, value: string, label: string): boolean | null {
  if (!value || !label) return false;
  const fold = (text: string) => (rule.ignoreCase ? text.toLowerCase() : text);
  switch (rule.op) {
    case "equals":
      return fold(label) === fold(rule.field === "domain" ? domainPattern(value) : value);
    case "contains":
      return fold(label).includes(fold(value));
    case "domain_suffix":
      return `.${label.toLowerCase()}`.endsWith(`.${domainPattern(value)}`);
    case "glob":
      return new RegExp(`^${globPattern(fold(value))}$`, "su").test(fold(label));
    case "regex":
      return regex(value, rule.ignoreCase)?.test(label) ?? null;
  }
}

/** `https://www.Example.com/a` → `example.com`, as the server spells it. */
export function domainPattern(typed: string): string {
  return typed
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/+/, "")
    .replace(/^\*?\.?/, "")
    .replace(/[/?#\\].*$/, "")
    .replace(/:\d+$/, "")
    .replace(/\.$/, "")
    .replace(/^www\.(?=[^.]+\.)/, "");
}

function globPattern(glob: string): string {
  return glob
    .replace(/[.+^${}()|[\]\\/]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
}

function regex(pattern: string, ignoreCase: boolean): RegExp | null {
  const inline = /^\(\?([is]+)\)/.exec(pattern);
  const flags = new Set(["u"]);
  if (ignoreCase || inline?.[1]?.includes("i")) flags.add("i");
  if (inline?.[1]?.includes("s")) flags.add("s");
  const read = pattern
    .slice(inline?.[0].length ?? 0)
    .replaceAll("(?P<", "(?<")
    .replaceAll("\\A", "^")
    .replaceAll("\\z", "$");
  if (/\\[QEC]|\[\[:|\(\?[a-zA-Z-]*[):]/.test(read.replaceAll("(?:", ""))) return null;
  for (const unicode of [true, false]) {
    if (!unicode) flags.delete("u");
    try {
      return new RegExp(read, [...flags].join(""));
    } catch {
      // Escapes that are strict only with "u" get a second chance without it.
    }
  }
  return null;
}
