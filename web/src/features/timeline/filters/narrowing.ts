/** Filters that come with the address, from a link of another page. */
import { t } from "@/lib/t";
import type { Kind } from "@/ui/kind";

export const NARROWINGS = [
  "category",
  "app",
  "domain",
  "project",
  "language",
  "device",
  "kind",
  "q",
  "weekday",
] as const;
export type Narrowing = Partial<Record<(typeof NARROWINGS)[number], string>>;

export function narrowing(search: Record<string, unknown>): Narrowing {
  return Object.fromEntries(
    NARROWINGS.flatMap((name) => {
      const value = search[name];
      return typeof value === "string" && value !== "" ? [[name, value]] : [];
    }),
  );
}

/** As the server takes it: everything but the text may be said more than once. */
export function asQuery({ q, weekday, kind, ...others }: Narrowing) {
  const listed = Object.entries(others).map(([name, value]) => [name, [value]]);
  return {
    ...(Object.fromEntries(listed) as Partial<Record<keyof typeof others, string[]>>),
    ...(q === undefined ? {} : { q }),
    ...(weekday === undefined ? {} : { weekday: [Number(weekday)] }),
    ...(kind === undefined ? {} : { kind: [kind as Kind] }),
  };
}

/** How a filter reads: "Work › Docs", "“thesis”". */
export function filterText(name: keyof Narrowing, value: string): string {
  if (name === "q") return `“${value}”`;
  if (name === "kind" && value in KIND) return KIND[value as keyof typeof KIND];
  return value;
}

const KIND = {
  signal: t("kind.signal"),
  noise: t("kind.noise"),
  neutral: t("kind.neutral"),
  uncategorised: t("kind.uncategorised"),
};
