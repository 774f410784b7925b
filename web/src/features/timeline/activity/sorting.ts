/** The rows of the table in another order. Pure. */
import { locale } from "@/lib/locale";

import type { Row } from "./facets";
import type { Sort } from "./view";

export function sorted(rows: readonly Row[], by: Sort): Row[] {
  switch (by) {
    case "name":
      return [...rows].sort((a, b) => a.name.localeCompare(b.name, locale.text));
    case "change":
      return [...rows].sort((a, b) => change(b) - change(a));
    case "time":
      return [...rows].sort((a, b) => b.seconds - a.seconds);
  }
}

function change(row: Row): number {
  return row.before === null ? 0 : row.seconds - row.before;
}
