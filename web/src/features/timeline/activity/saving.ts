/** One facet of a time as a table that spreadsheets read. */
import { get } from "@/api/client";
import { csv, download, hoursMinutes, type Cell } from "@/lib/csv";
import { addDays } from "@/lib/dates";
import { firstText } from "@/lib/text";

import { asQuery, type Narrowing } from "../filters/narrowing";
import { chips, type NamedDevice } from "../filters/words";

import { rowsOf, type Facet, type Row } from "./facets";
import type { Span } from "./span";

interface Wanted {
  facet: Facet;
  span: Span;
  narrowed: Narrowing;
  devices: readonly NamedDevice[];
}

/** As many as the server tells of one facet at once; what is longer is the long tail of titles. */
const MOST_ROWS = 1000;

/** Asks for all of it, not only for what the page shows, and gives the browser a file. */
export async function saveFacet({ facet, span, narrowed, devices }: Wanted): Promise<void> {
  const { start, end } = span;
  const query = { start, end, facets: facet, limit: MOST_ROWS, compare: "previous" as const };
  const answer = await get("/api/v1/activity", { query: { ...query, ...asQuery(narrowed) } });
  const told = { from: start, to: addDays(end, -1), filter: filterText(narrowed, devices) };
  const from =
    answer.first_activity && span.length === "all" ? answer.first_activity.slice(0, 10) : told.from;
  download(
    `daywright-${facet}-${from}-${told.to}.csv`,
    facetCsv(facet, rowsOf(facet, answer), answer.total_seconds, { ...told, from }),
  );
}

/** Every row says which time and which filters it is about, so that it still does when rows are moved about. */
export function facetCsv(
  facet: Facet,
  rows: readonly Row[],
  total: number,
  told: { from: string; to: string; filter: string },
): string {
  const head = [
    facet,
    "category",
    "kind",
    "seconds",
    "hours",
    "share",
    "seconds_before",
    "from",
    "to",
    "filter",
  ];
  return csv(
    head,
    rows.map((row): Cell[] => [
      row.name,
      firstText(row.category),
      row.kind,
      row.seconds,
      hoursMinutes(row.seconds),
      total > 0 ? Math.round((row.seconds / total) * 10_000) / 10_000 : 0,
      row.before,
      ...[told.from, told.to, told.filter],
    ]),
  );
}

function filterText(narrowed: Narrowing, devices: readonly NamedDevice[]): string {
  return chips(narrowed, devices)
    .map(({ names, text }) => `${names.join("+")}: ${text}`)
    .join("; ");
}
