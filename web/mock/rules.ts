/** A rule book that can be changed while the mock runs, one for each browser context. */
import type { components } from "../src/api/schema.gen";
import { tryRules } from "../src/features/categories/rules/match";
import {
  fromDocument,
  pathOf,
  type RuleDocument,
  type WireCategory,
  type WireRule,
} from "../src/features/categories/rules/model";
import { addDays } from "../src/lib/dates";

import { FIRST_DAY, TODAY, pieces } from "./day";
import { bound } from "./filters";
import { doubts, faults } from "./ruleChecks";
import { RULEBOOK, UNKNOWN } from "./rulebook";
import { iso } from "./zone";

type Preview = components["schemas"]["PreviewOut"];
type Imported = components["schemas"]["ImportOut"];
type Revision = components["schemas"]["RevisionOut"];

interface Version extends RuleDocument {
  revision: number;
  created: string;
}

interface Context {
  app: string;
  domain: string;
  title: string;
  project: string;
  date: string;
  seconds: number;
}

export interface RuleReply {
  status: number;
  json?: unknown;
}

const shelves = new Map<string, Version[]>();
const HISTORY_AT = [
  "2026-11-12T08:02:11.000000Z",
  "2026-11-17T19:40:52.000000Z",
  "2026-11-19T07:15:30.000000Z",
];

export function rules(
  who: string,
  {
    name,
    method,
    query,
    body,
    now,
  }: { name: string; method: string; query: URLSearchParams; body: unknown; now: number },
): RuleReply {
  const versions = shelves.get(who) ?? firstVersions();
  shelves.set(who, versions);
  const held = versions.at(-1) ?? { ...RULEBOOK, revision: 0, created: "" };
  const keep = (document: RuleDocument): RuleReply => {
    const { categories, rules } = document;
    versions.push({ categories, rules, revision: held.revision + 1, created: iso(now) });
    return { status: 200, json: answered(versions.at(-1) ?? held) };
  };
  switch (`${method} ${name}`) {
    case "GET rules":
      return { status: 200, json: answered(held) };
    case "PUT rules": {
      const wanted = body as RuleDocument & { revision: number };
      if (who.startsWith("stale") && versions.length === 3) return overtaken(versions, held, now);
      if (wanted.revision !== held.revision) return stale(held.revision);
      const wrong = faults(wanted);
      return wrong.length > 0 ? refused(wrong) : keep(wanted);
    }
    case "POST rules/undo":
      return keep(versions.at(-2) ?? held);
    case "POST rules/restore":
      return keep(versions.find((each) => each.revision === (body as Revision).revision) ?? held);
    case "GET rules/history":
      return { status: 200, json: { revisions: history(versions) } };
    case "POST rules/preview": {
      const wrong = faults(body as RuleDocument);
      return wrong.length > 0
        ? refused(wrong)
        : { status: 200, json: preview(held, body as RuleDocument, now) };
    }
    case "POST rules/import": {
      const made = converted((body as { classes: unknown[] }).classes);
      const shown: Imported = { ...preview(held, made, now), ...written(made) };
      return { status: 200, json: shown };
    }
    case "GET rules/export":
      return { status: 200, json: { format: "daywright rules 1", exported: iso(now), ...answered(held) } };
    case "GET rules/hits":
      return { status: 200, json: { hits: hits(held, query, now) } };
    case "GET rules/suggestions":
      return { status: 200, json: suggestions(held, query, now) };
    default:
      return { status: 404, json: { title: "There is nothing here", status: 404, code: "route.unknown" } };
  }
}

function firstVersions(): Version[] {
  const { categories, rules } = RULEBOOK;
  return HISTORY_AT.map((created, i) => ({
    revision: 4 + i,
    created,
    categories: i === 0 ? categories.slice(0, -2) : categories,
    rules: i === 2 ? rules : rules.slice(0, i === 0 ? -4 : -1),
  }));
}

function history(versions: Version[]): Revision[] {
  const lines = (version: Version | undefined) =>
    new Set((version?.rules ?? []).map((each) => JSON.stringify(each)));
  return versions
    .map(({ revision, created, ...document }, i) => {
      const [mine, before] = [lines(versions[i]), lines(versions[i - 1])];
      return {
        revision,
        created,
        categories: document.categories.length,
        rules: document.rules.length,
        rules_added: i === 0 ? 0 : [...mine].filter((line) => !before.has(line)).length,
        rules_removed: [...before].filter((line) => !mine.has(line)).length,
      };
    })
    .reverse();
}

/** Somebody else saves first: one rule less than before. */
function overtaken(versions: Version[], held: Version, now: number): RuleReply {
  const revision = held.revision + 1;
  versions.push({ ...held, rules: held.rules.slice(1), revision, created: iso(now) });
  return stale(revision);
}

function stale(revision: number): RuleReply {
  const detail = `The rules were changed elsewhere: they are at revision ${revision}. Load them again.`;
  return { status: 409, json: { title: "Conflict", status: 409, code: "rules.stale", detail, revision } };
}

function refused(errors: { code: string; pointer: string; detail: string }[]): RuleReply {
  return { status: 400, json: { title: "Bad Request", status: 400, code: errors[0]?.code, errors } };
}

function answered(held: Version) {
  return { revision: held.revision, ...written(held), warnings: [] };
}

function written(document: RuleDocument) {
  const kind = (weight: number): "signal" | "noise" | "neutral" =>
    weight > 0 ? "signal" : weight < 0 ? "noise" : "neutral";
  return {
    categories: document.categories.map((each: WireCategory) => ({
      path: [...each.path],
      weight: each.weight,
      colour: each.colour ?? null,
      role: each.role ?? "neutral",
      kind: kind(each.weight),
    })),
    rules: document.rules.map((each: WireRule) => ({
      ...each,
      category: [...each.category],
      values: each.values ? [...each.values] : null,
      value: each.value ?? null,
      ignore_case: each.ignore_case ?? true,
    })),
  };
}

const everything: Context[] = [];

/** What was seen, day by day; windows of one name on one day are one. */
function contexts(query: URLSearchParams, now: number): Context[] {
  if (everything.length === 0) {
    for (let date = FIRST_DAY; date <= TODAY; date = addDays(date, 1))
      everything.push(...contextsOf(date, now));
  }
  const from = query.get("start") ? iso(bound(query.get("start")) + 43_200_000).slice(0, 10) : FIRST_DAY;
  return everything.filter(({ date }) => date >= from);
}

function contextsOf(date: string, now: number): Context[] {
  const seen = pieces(date, now).map(({ activity, title, start, end }) => ({
    app: activity.app,
    domain: activity.domain ?? "",
    project: activity.project ?? "",
    title,
    date,
    seconds: (end - start) / 1000,
  }));
  const day = Number(date.slice(8));
  const unknown = UNKNOWN.filter((_, i) => seen.length > 0 && (day + i) % 5 === 0);
  return [...seen, ...unknown.map((each) => ({ ...each, project: "", date }))];
}

function labeller(document: RuleDocument): (context: Context) => { rule: number; path: string } {
  const set = fromDocument(document);
  const known = new Map<string, { rule: number; path: string }>();
  return (context) => {
    const key = [context.app, context.domain, context.project, context.title].join("\n");
    const label = known.get(key);
    if (label) return label;
    const hit = tryRules(set.rules, context).hits[0];
    const made = {
      rule: hit?.index ?? -1,
      path: hit ? pathOf(set, hit.rule.category).join(" › ") : "Uncategorised",
    };
    known.set(key, made);
    return made;
  };
}

function preview(held: Version, wanted: RuleDocument, now: number): Preview {
  const [before, after] = [labeller(held), labeller(wanted)];
  const moves = new Map<string, Preview["moves"][number]>();
  const days = new Set<string>();
  for (const context of contexts(new URLSearchParams(), now)) {
    const [from, to] = [before(context).path, after(context).path];
    if (from === to) continue;
    const move = moves.get(`${from}\n${to}`) ?? { from, to, seconds: 0 };
    moves.set(`${from}\n${to}`, { ...move, seconds: move.seconds + context.seconds });
    days.add(context.date);
  }
  const sorted = [...moves.values()].sort((a, b) => b.seconds - a.seconds);
  return {
    moved_seconds: sorted.reduce((sum, move) => sum + move.seconds, 0),
    days: days.size,
    moves: sorted,
    warnings: doubts(wanted),
  };
}

function hits(held: Version, query: URLSearchParams, now: number) {
  const label = labeller(held);
  const seconds = new Map<number, number>();
  for (const context of contexts(query, now)) {
    const { rule } = label(context);
    if (rule >= 0) seconds.set(rule, (seconds.get(rule) ?? 0) + context.seconds);
  }
  return [...seconds].map(([rule, spent]) => ({ rule, seconds: spent }));
}

const BELONGS: Record<string, string[]> = {
  "leo.org": ["Programming", "Reference"],
  Inkscape: ["Writing", "Thesis"],
  "komoot.com": ["Personal", "Travel"],
};

function suggestions(held: Version, query: URLSearchParams, now: number) {
  const label = labeller(held);
  const unknown = contexts(query, now).filter((context) => label(context).rule < 0);
  const groups = new Map<string, Context[]>();
  for (const context of unknown) {
    const value = context.domain.split(".").slice(-2).join(".") || context.app;
    groups.set(value, [...(groups.get(value) ?? []), context]);
  }
  const found = [...groups].map(([value, seen]) => ({
    field: seen[0]?.domain ? "domain" : "app",
    op: seen[0]?.domain ? "domain_suffix" : "equals",
    value,
    seconds: seen.reduce((sum, each) => sum + each.seconds, 0),
    contexts: new Set(seen.map(({ title }) => title)).size,
    examples: [...new Set(seen.map(({ title }) => title))]
      .slice(0, 3)
      .map((title) => ({ app: seen[0]?.app ?? "", title })),
    category: BELONGS[value] ?? null,
  }));
  return {
    uncategorised_seconds: unknown.reduce((sum, each) => sum + each.seconds, 0),
    suggestions: found.sort((a, b) => b.seconds - a.seconds).slice(0, Number(query.get("limit") ?? 20)),
  };
}

interface AwClass {
  name: string[];
  rule?: { type?: string; regex?: string; ignore_case?: boolean };
}

/** Deeper categories win there, so they come first here. */
function converted(classes: unknown[]): RuleDocument {
  const listed = (classes as AwClass[]).filter(({ name }) => name[0] !== "Uncategorized");
  const paths = new Set(listed.flatMap(({ name }) => name.map((_, i) => name.slice(0, i + 1).join(" › "))));
  return {
    categories: [...paths].map((path) => ({ path: path.split(" › "), weight: 0, role: "neutral" })),
    rules: listed
      .filter(({ rule }) => rule?.type === "regex" && rule.regex)
      .sort((a, b) => b.name.length - a.name.length)
      .flatMap(({ name, rule }) =>
        ["app", "title"].map((field) => ({
          ...{ category: name, field, op: "regex", value: rule?.regex ?? "" },
          ignore_case: rule?.ignore_case ?? false,
        })),
      ),
  };
}
