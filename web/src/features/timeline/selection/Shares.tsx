import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { categoryPath, firstText, pathText } from "@/lib/text";
import { Bar } from "@/ui/Bar";
import type { CategoryOption } from "@/ui/CategoryPicker";
import type { Kind } from "@/ui/kind";

import type { Totals } from "./useChoiceTotals";

interface Props {
  title: string;
  rows: Totals["rows"];
  limit: number;
  categories: readonly CategoryOption[];
  /** The keys are categories themselves. */
  own?: boolean;
}

/** The few that took the most of a stretch of time. */
export function Shares({ title, rows, limit, categories, own = false }: Props) {
  const shown = rows.filter((row) => row.seconds >= 1).slice(0, limit);
  if (shown.length === 0) return null;
  const longest = shown[0]?.seconds ?? 1;
  return (
    <section>
      <h3 className="text-12 text-ink-2">{title}</h3>
      <ul className="mt-1 divide-y divide-rule">
        {shown.map((row) => (
          <li
            key={row.key}
            className="grid h-7 grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)_64px] items-center gap-3"
          >
            <span className="truncate" title={row.key}>
              {own ? firstText(pathText(categoryPath(row.key)), t("where.unlabelled")) : row.key}
            </span>
            <Bar
              share={row.seconds / longest}
              kind={kindOf(categories, own ? row.key : (row.category ?? ""))}
            />
            <span className="text-right font-medium whitespace-nowrap">{duration(row.seconds)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function kindOf(categories: readonly CategoryOption[], path: string): Kind {
  return categories.find((each) => pathText(each.path) === path)?.kind ?? "uncategorised";
}
