import { percent, t } from "@/lib/t";

import { DataTable } from "./DataTable";
import type { Step as StepSize } from "./period";
import { METRICS, value, type Metric, type Step, type TrendPoint } from "./series";
import { amount, METRIC_NAME, slotName } from "./words";

/** The four lines and their ghosts, newest first. */
export function LinesTable({
  steps,
  step,
  today,
}: {
  steps: readonly Step[];
  step: StepSize;
  today: string;
}) {
  const cell = (point: TrendPoint | null, metric: Metric) => {
    const told = value(point, metric);
    return told === null ? "–" : amount(told, metric);
  };
  return (
    <DataTable
      caption={t("lines.title")}
      heads={[
        t("lines.when"),
        ...METRICS.map((metric) => METRIC_NAME[metric]),
        t("lines.coverage"),
        ...METRICS.map((metric) => t("lines.table-before", { metric: METRIC_NAME[metric] })),
      ]}
      rows={steps
        .filter((each) => each.now ?? each.before)
        .map((each) => ({
          key: each.start,
          cells: [
            `${slotName(each, step, today)}${each.running ? `, ${t("lines.so-far")}` : ""}`,
            ...METRICS.map((metric) => cell(each.now, metric)),
            each.now?.coverage == null ? "–" : percent(each.now.coverage),
            ...METRICS.map((metric) => cell(each.before, metric)),
          ],
        }))
        .reverse()}
    />
  );
}
