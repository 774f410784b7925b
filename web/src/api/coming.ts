/**
 * Endpoints that are agreed on but not yet in the server's own document. Written like the generated types, so that
 * taking this file away is all it needs once `openapi.json` has them.
 */
import type { components } from "./schema.gen";

type Kind = components["schemas"]["Kind"];

/** What narrows a question. A parameter given twice means any of the two; different ones mean all of them. */
export interface Filters {
  category?: string | string[];
  app?: string | string[];
  domain?: string | string[];
  project?: string | string[];
  language?: string | string[];
  /** Ids of devices. */
  device?: string | string[];
  kind?: Kind | Kind[];
  /** Text found in app, title, domain or project. */
  q?: string;
  /** `HH:MM` local; may run over midnight. */
  from_time?: string;
  to_time?: string;
  /** 1 is Monday. */
  weekday?: string | string[];
}

export type Facet = "category" | "app" | "title" | "domain" | "project";

export interface FacetRow {
  key: string;
  seconds: number;
  /** Up to the same point of the period before; absent without a comparison. */
  previous_seconds?: number | null;
  category?: string | null;
  kind: Kind;
  colour?: string | null;
}

export interface Activity {
  start: string;
  end: string;
  total_seconds: number;
  signal_seconds: number;
  noise_seconds: number;
  neutral_seconds: number;
  uncategorised_seconds: number;
  score: number | null;
  coverage: number;
  switches_per_hour: number | null;
  active_days: number;
  first_activity: string | null;
  last_activity: string | null;
  facets: Partial<Record<Facet, FacetRow[]>>;
  previous: {
    start: string;
    end: string;
    total_seconds: number;
    signal_seconds: number;
    noise_seconds: number;
    score: number | null;
    coverage: number;
  } | null;
}

/** The user's own word about a stretch of time. */
export interface Correction {
  id: string;
  start: string;
  end: string;
  action: "set" | "erase";
  category: string[] | null;
  title: string | null;
  created: string;
}

export type NewCorrection =
  | { start: string; end: string; action: "set"; category?: string[] | null; title?: string | null }
  | { start: string; end: string; action: "erase" };

export interface SummaryRow {
  key: string;
  seconds: number;
  previous_seconds?: number | null;
  category?: string | null;
}

export interface Segment {
  start: string;
  end: string;
  app: string;
  title: string;
  domain: string;
  project: string;
  language: string;
  category: string;
  kind: Kind;
  device: string;
  lane: "primary" | "parallel";
  passive: boolean;
  role?: "active" | "passive" | "parallel" | "by_hand";
}

type By = Facet | "language" | "device" | "hour" | "day" | "kind" | "branch";
interface Json<Body> {
  200: { content: { "application/json": Body } };
}
interface Get<Query, Body> {
  get: { parameters: { query: Query }; responses: Json<Body> };
}

export interface Coming {
  "/api/v1/activity": Get<
    {
      start: string;
      end: string;
      facets?: string;
      limit?: number;
      compare?: "previous";
      depth?: number;
    } & Filters,
    Activity
  >;
  "/api/v1/corrections": Get<{ start: string; end: string }, { corrections: Correction[] }>;
  "/api/v1/summary": Get<
    {
      start: string;
      end: string;
      by?: By;
      limit?: number;
      compare?: "previous";
      depth?: number;
    } & Filters,
    { start: string; end: string; total_seconds: number; rows: SummaryRow[] }
  >;
  "/api/v1/timeline": Get<
    { start: string; end: string } & Filters,
    { start: string; end: string; total_seconds: number; segments: Segment[] }
  >;
}
