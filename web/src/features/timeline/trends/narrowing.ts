/** Filters that come with the address, from a link of another page. */
import { t } from "@/lib/t";

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

/** As the generated types want it: `kind` is one of four words there, and the server refuses any other. */
export function asQuery(narrowed: Narrowing): Omit<Narrowing, "kind"> & { kind?: "signal" } {
  return narrowed as Omit<Narrowing, "kind"> & { kind?: "signal" };
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
