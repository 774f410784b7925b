import { t } from "@/lib/t";

import { ENOUGH } from "./hours";
import { STEPS } from "./quantiles";

/** Five steps with their minutes, and what the hatching means. */
export function HoursLegend({ cuts, few }: { cuts: readonly number[]; few: boolean }) {
  const minutes = cuts.map((cut) => Math.round(cut / 60));
  return (
    <figure className="flex flex-wrap items-start gap-x-5 gap-y-1 text-12 text-ink-2">
      <ol aria-label={t("hours.about")} className="flex">
        {Array.from({ length: STEPS }, (_, i) => (
          <li key={i} className="w-14">
            <span aria-hidden className="block h-2.5" style={{ background: `var(--heat-${i + 1})` }} />
            <span className="block pt-1">
              <span className="sr-only">
                {i === 0
                  ? t("hours.upto", { minutes: minutes[0] ?? 0 })
                  : i === STEPS - 1
                    ? t("hours.from", { minutes: minutes.at(-1) ?? 0 })
                    : t("hours.between", { from: minutes[i - 1] ?? 0, to: minutes[i] ?? 0 })}
              </span>
              <span aria-hidden className="-ml-7 block w-14 text-center">
                {i === 0 ? "" : t("hours.minutes", { minutes: minutes[i - 1] ?? 0 })}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {few && (
        <span className="inline-flex items-center gap-2">
          <svg aria-hidden width="14" height="12">
            <rect width="14" height="12" rx="2" fill="var(--heat-3)" />
            <rect width="14" height="12" rx="2" fill="url(#few)" />
          </svg>
          {t("hours.few", { count: ENOUGH })}
        </span>
      )}
    </figure>
  );
}
