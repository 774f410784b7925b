import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { categoryPath, firstText, pathText } from "@/lib/text";
import { Bar } from "@/ui/Bar";

import type { Facet } from "./useChoiceTotals";

interface Props {
  title: string;
  rows: Facet;
  limit: number;
  /** The keys are categories themselves. */
  own?: boolean;
}

/** The few that took the most of a stretch of time. */
export function Shares({ title, rows, limit, own = false }: Props) {
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
            className="grid h-7 grid-cols-[minmax(0,2.2fr)_minmax(0,1fr)_64px] items-center gap-3"
          >
            <span className="truncate" title={row.key}>
              {own
                ? firstText(pathText(categoryPath(row.key)), t("where.uncategorised"))
                : firstText(row.label, row.key)}
            </span>
            <Bar share={row.seconds / longest} kind={row.kind ?? "neutral"} />
            <span className="text-right font-medium whitespace-nowrap">{duration(row.seconds)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
