/** What a page is narrowed to, as the address says it: filters of this page or of a link from another. Pure. */
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
  "from_time",
  "to_time",
] as const;
/** Devices and weekdays may be several, with commas between; the others are one. */
export type Narrowing = Partial<Record<(typeof NARROWINGS)[number], string | undefined>>;

const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;
const VALID: Partial<Record<keyof Narrowing, (value: string) => boolean>> = {
  kind: (value) => value in KIND,
  weekday: (value) => value.split(",").every((day) => /^[1-7]$/.test(day)),
  from_time: (value) => TIME.test(value),
  to_time: (value) => TIME.test(value),
};

/** Anything the server would refuse is dropped. */
export function narrowing(search: Record<string, unknown>): Narrowing {
  return Object.fromEntries(
    NARROWINGS.flatMap((name) => {
      const value = search[name];
      if (typeof value !== "string" || value === "") return [];
      return (VALID[name]?.(value) ?? true) ? [[name, value]] : [];
    }),
  );
}

/** As the server takes it. */
export function asQuery({ q, weekday, kind, device, from_time, to_time, ...labels }: Narrowing) {
  const listed = Object.entries(labels).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value]]],
  );
  return {
    ...(Object.fromEntries(listed) as Partial<Record<keyof typeof labels, string[]>>),
    ...(q === undefined ? {} : { q }),
    ...(weekday === undefined ? {} : { weekday: listOf(weekday).map(Number) }),
    ...(kind === undefined ? {} : { kind: [kind as Kind] }),
    ...(device === undefined ? {} : { device: listOf(device) }),
    ...(from_time === undefined ? {} : { from_time }),
    ...(to_time === undefined ? {} : { to_time }),
  };
}

export function listOf(value: string | undefined): string[] {
  return value?.split(",").filter(Boolean) ?? [];
}

export const KIND: Record<Kind, string> = {
  signal: t("kind.signal"),
  noise: t("kind.noise"),
  neutral: t("kind.neutral"),
  uncategorised: t("kind.uncategorised"),
};
