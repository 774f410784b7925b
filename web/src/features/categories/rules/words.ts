/** Rules, changes and what they move, in words. */
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { pathText } from "@/lib/text";

import type { Edit } from "./edits";
import { pathOf, type Field, type Op, type Rule, type RuleSet } from "./model";
import { headline, type Preview } from "./preview";

export const FIELD_NAME: Record<Field, string> = {
  app: t("field.app"),
  title: t("field.title"),
  domain: t("field.domain"),
  url: t("field.url"),
  project: t("field.project"),
  language: t("field.language"),
  branch: t("field.branch"),
  file: t("field.file"),
};

export const OP_NAME: Record<Op, string> = {
  equals: t("op.equals"),
  contains: t("op.contains"),
  domain_suffix: t("op.domain_suffix"),
  glob: t("op.glob"),
  regex: t("op.regex"),
};

export const OP_HELP: Record<Op, string> = {
  equals: t("op.help-equals"),
  contains: t("op.help-contains"),
  domain_suffix: t("op.help-domain_suffix"),
  glob: t("op.help-glob"),
  regex: t("op.help-regex"),
};

const WEIGHT_NAME: Record<number, string> = {
  "-2": t("weight.-2"),
  "-1": t("weight.-1"),
  0: t("weight.0"),
  1: t("weight.1"),
  2: t("weight.2"),
};

export function weightName(weight: number): string {
  return WEIGHT_NAME[weight] ?? String(weight);
}

/** "Site is within overleaf.com". */
export function ruleText({ field, op, values }: Pick<Rule, "field" | "op" | "values">): string {
  const [value = "", ...more] = values;
  const text = t("rule.text", { field: FIELD_NAME[field], op: OP_NAME[op], value });
  return more.length > 0 ? `${text} ${t("rule.more", { count: more.length })}` : text;
}

export function categoryText(set: RuleSet, key: string | null): string {
  return pathText(pathOf(set, key));
}

/** "Moves 14 h 20 m in 31 days from Uncategorised to Work › Docs"; `done` says it of what has been applied. */
export function movesText(preview: Preview, done = false): string {
  const told = headline(preview);
  if (!told) return t("draft.nothing");
  const { main, others } = told;
  const days = t("draft.days", { count: preview.days });
  const time = duration(preview.moved_seconds);
  const ends = { from: main.from, to: main.to };
  if (others === 0) return t(done ? "draft.moved" : "draft.moves", { time, days, ...ends });
  return t(done ? "draft.moved-more" : "draft.moves-more", {
    time,
    days,
    main: duration(main.seconds),
    ...ends,
    count: others,
  });
}

/** One change of a draft. */
export function editText(edit: Edit): string {
  const { about } = edit;
  switch (edit.kind) {
    case "category.change":
      return t("edit.category.change", { about, what: changeText(edit.change) });
    case "import":
      return t(edit.replace ? "edit.import-replace" : "edit.import-add", { about });
    default:
      return t(`edit.${edit.kind}`, { about });
  }
}

function changeText(change: Extract<Edit, { kind: "category.change" }>["change"]): string {
  const { name, weight, colour, role, parent } = change;
  return [
    name === undefined ? "" : t("edit.renamed", { name }),
    parent === undefined ? "" : t("edit.moved"),
    weight === undefined ? "" : t("edit.weight", { weight: weightName(weight) }),
    colour === undefined ? "" : t("edit.colour"),
    role === undefined ? "" : t("edit.role"),
  ]
    .filter(Boolean)
    .join(", ");
}
