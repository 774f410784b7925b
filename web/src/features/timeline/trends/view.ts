import { narrowing, type Narrowing } from "../filters/narrowing";

import type { Wanted } from "./period";

export const YEAR_METRICS = ["total", "signal", "score"] as const;
export type YearMetric = (typeof YEAR_METRICS)[number];
export type TableName = "lines" | "year" | "hours";

/** What the address says about the page. */
export interface TrendsView extends Wanted, Narrowing {
  metric?: string | undefined;
  year?: string | undefined;
  /** Which charts are shown as tables, with commas between. */
  tables?: string | undefined;
}

const NAMES = ["range", "from", "to", "step", "metric", "year", "tables"] as const;

export function parseTrends(search: Record<string, unknown>): TrendsView {
  const said = NAMES.flatMap((name) => (typeof search[name] === "string" ? [[name, search[name]]] : []));
  return { ...(Object.fromEntries(said) as TrendsView), ...narrowing(search) };
}

export function metricOf({ metric }: TrendsView): YearMetric {
  return YEAR_METRICS.find((each) => each === metric) ?? "total";
}

export function yearOf({ year }: TrendsView, today: string): number {
  const wanted = Number(year);
  return Number.isInteger(wanted) && wanted >= 1970 && wanted <= 2199 ? wanted : Number(today.slice(0, 4));
}

export function isTable({ tables }: TrendsView, name: TableName): boolean {
  return tables?.split(",").includes(name) ?? false;
}

export function withTable(view: TrendsView, name: TableName, open: boolean): TrendsView {
  const others = (view.tables?.split(",") ?? []).filter((each) => each !== name && each !== "");
  const tables = [...others, ...(open ? [name] : [])].join(",");
  return { ...view, tables: tables || undefined };
}
