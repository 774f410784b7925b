/** What the address says about the Activity page. */
import { narrowing, type Narrowing } from "../filters/narrowing";

import { FACETS, type Facet } from "./facets";
import type { WantedSpan } from "./span";

export const SORTS = ["time", "name", "change"] as const;
export type Sort = (typeof SORTS)[number];

export interface ActivityView extends WantedSpan, Narrowing {
  /** How deep the category tree is shown; all of it when it says nothing. */
  depth?: "1" | "2" | undefined;
  compare?: "off" | undefined;
  /** The facet that is shown as a table. */
  table?: Facet | undefined;
  sort?: Sort | undefined;
}

const FREE = ["range", "date", "from", "to"] as const;

/** Anything the page does not understand is dropped. */
export function parseActivity(search: Record<string, unknown>): ActivityView {
  const view: ActivityView = narrowing(search);
  for (const name of FREE) {
    const value = search[name];
    if (typeof value === "string" && value !== "") view[name] = value;
  }
  if (search.depth === "1" || search.depth === "2") view.depth = search.depth;
  if (search.compare === "off") view.compare = "off";
  view.table = FACETS.find((each) => each === search.table);
  view.sort = SORTS.find((each) => each === search.sort && each !== "time");
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
}
