import { t } from "@/lib/t";
import { firstText, pathText } from "@/lib/text";

import type { Drawn } from "./geometry";

const NAMED = 3;

/** What a rectangle holds, longest first: "Work › Docs, Work › Mail and 2 more". */
export function drawnNames(drawn: Drawn): string {
  const spent = new Map<string, number>();
  for (const each of drawn.stretches) {
    const name = firstText(pathText(each.category), t("where.uncategorised"));
    spent.set(name, (spent.get(name) ?? 0) + each.end - each.start);
  }
  const names = [...spent].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(", ") + (more > 0 ? ` ${t("band.others", { count: more })}` : "");
}
