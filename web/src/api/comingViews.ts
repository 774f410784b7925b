/** The rest of what is agreed on and not yet in the server's document: views of rules and of long times. See `coming`. */
import type { Filters } from "./coming";
import type { components } from "./schema.gen";

type Rules = components["schemas"]["Rules"];
type Warning = components["schemas"]["WarningOut"];

export interface Preview {
  moved_seconds: number;
  /** Local days on which anything would move. */
  days: number;
  moves: { from: string; to: string; seconds: number }[];
  warnings: Warning[];
}

export interface Suggestion {
  field: string;
  op: string;
  value: string;
  seconds: number;
  contexts: number;
  examples: { app: string; title: string }[];
  category: string[] | null;
}

export interface Revision {
  revision: number;
  created: string;
  categories: number;
  rules: number;
  rules_added: number;
  rules_removed: number;
}

/** Other rules, as `POST /rules/import` makes them; nothing is applied. */
export type Imported = Preview & Pick<Rules, "categories" | "rules">;

export interface TrendPoint {
  key: string;
  start: string;
  end: string;
  total_seconds: number;
  signal_seconds: number;
  noise_seconds: number;
  score: number | null;
  coverage: number;
}

export interface CalendarDay {
  date: string;
  total_seconds: number;
  signal_seconds: number;
  noise_seconds: number;
  score: number | null;
}

interface Get<Query, Body> {
  get: {
    parameters: { query: Query };
    responses: { 200: { content: { "application/json": Body } } };
  };
}

interface Span {
  start: string;
  end: string;
}

export interface ComingViews {
  "/api/v1/rules/hits": Get<Partial<Span>, { hits: { rule: number; seconds: number }[] }>;
  "/api/v1/rules/history": Get<Record<string, never>, { revisions: Revision[] }>;
  "/api/v1/rules/suggestions": Get<
    Partial<Span> & { limit?: number },
    { uncategorised_seconds: number; suggestions: Suggestion[] }
  >;
  "/api/v1/calendar": Get<{ year: number } & Filters, { year: number; days: CalendarDay[] }>;
  "/api/v1/trends": Get<
    Span & { step: "day" | "week" | "month"; compare?: "previous" } & Filters,
    { points: TrendPoint[]; previous: TrendPoint[] | null }
  >;
}
