/** What time can be told apart by, and what a click on a row narrows the page to. Pure. */
import type { Shape } from "@/api/client";
import { t } from "@/lib/t";
import { firstText, UNCATEGORISED } from "@/lib/text";
import type { Kind } from "@/ui/kind";

import type { Narrowing } from "../filters/narrowing";
import type { NamedDevice } from "../filters/words";
import type { Candidate } from "../selection/rule";

export const FACETS = ["category", "app", "domain", "title", "project", "language", "device"] as const;
export type Facet = (typeof FACETS)[number];

export interface Row {
  key: string;
  name: string;
  seconds: number;
  /** In the time before; null when nothing is compared. */
  before: number | null;
  kind: Kind;
  /** What most of its time is labelled as; empty for facets that have none. */
  category: string;
}

export const FACET_NAME: Record<Facet, string> = {
  category: t("facet.category"),
  app: t("facet.app"),
  domain: t("facet.domain"),
  title: t("facet.title"),
  project: t("facet.project"),
  language: t("facet.language"),
  device: t("facet.device"),
};

/** Beside a time of which nothing is known, everything would be new: that is no comparison. */
export function rowsOf(
  facet: Facet,
  { facets, previous }: Pick<Shape<"Activity">, "facets" | "previous">,
): Row[] {
  const compared = previous !== null && previous.total_seconds > 0;
  return (facets[facet] ?? [])
    .filter((row) => row.seconds >= 1)
    .map(({ key, seconds, previous_seconds, kind, category, label }) => ({
      key,
      name: nameOf(facet, key, label),
      seconds,
      before: compared ? (previous_seconds ?? null) : null,
      kind: kind ?? "neutral",
      category: category ?? "",
    }));
}

function nameOf(facet: Facet, key: string, label: string | null | undefined): string {
  if (facet === "category" && key === UNCATEGORISED) return t("where.uncategorised");
  if (facet === "language") return firstText(label, LANGUAGES[key], capital(key));
  return firstText(label, key);
}

/** What editors call a language, where it is not just its name written small. */
const LANGUAGES: Record<string, string> = {
  cpp: "C++",
  csharp: "C#",
  css: "CSS",
  html: "HTML",
  javascript: "JavaScript",
  javascriptreact: "JavaScript React",
  json: "JSON",
  latex: "LaTeX",
  php: "PHP",
  plaintext: "Plain text",
  shellscript: "Shell",
  sql: "SQL",
  toml: "TOML",
  typescript: "TypeScript",
  typescriptreact: "TypeScript React",
  xml: "XML",
  yaml: "YAML",
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a row narrows the page to; null where the server knows no such filter. */
export function narrowed(
  facet: Facet,
  row: Pick<Row, "key">,
  devices: readonly NamedDevice[],
): Narrowing | null {
  if (facet === "title") return { q: row.key };
  if (facet !== "device") return { [facet]: row.key };
  const ids = devices.filter(({ name }) => name === row.key).map(({ id }) => id);
  return ids.length === 0 ? null : { device: ids.join(",") };
}

/** Whether the page is narrowed to this very row already. */
export function isChosen(view: Narrowing, to: Narrowing | null): boolean {
  const names = Object.keys(to ?? {}) as (keyof Narrowing)[];
  return names.length > 0 && names.every((name) => view[name] === to?.[name]);
}

/** What a rule for a row could hold on to; null for a facet that no rule reads so. */
export function ruleFor(facet: Facet, { key }: Pick<Row, "key">): Candidate | null {
  switch (facet) {
    case "app":
    case "domain":
      return { field: facet, op: "equals", value: key };
    case "title":
      return { field: facet, op: "contains", value: key };
    default:
      return null;
  }
}
