import { t } from "@/lib/t";

import type { YearMetric } from "./view";
import { amount } from "./words";

/** The steps of the scale with the values they begin at. */
export function YearLegend({ cuts, metric }: { cuts: readonly number[]; metric: YearMetric }) {
  return (
    <figure className="flex flex-col items-end gap-1 text-12 text-ink-2">
      <ol aria-label={t("year.scale")} className="flex">
        {Array.from({ length: cuts.length + 1 }, (_, i) => (
          <li key={i} className="w-16">
            <span aria-hidden className="block h-2.5" style={{ background: heat(i + 1, cuts.length + 1) }} />
            <span className="block pt-1">
              <span className={i === 0 ? "" : "-ml-8 block w-16 text-center"}>
                {i === 0 ? "" : amount(cuts[i - 1] ?? 0, metric)}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <figcaption>{t("year.scale")}</figcaption>
    </figure>
  );
}

/** With fewer steps than five the ends of the scale stay its ends. */
export function heat(step: number, of: number): string {
  const place = of <= 1 ? 4 : 1 + Math.round(((step - 1) / (of - 1)) * 4);
  return `var(--heat-${place})`;
}
