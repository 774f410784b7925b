import { t } from "@/lib/t";

import { DataTable } from "./DataTable";
import { hourText, minutesText, nameOfWeekday } from "./hourWords";
import { usedColumns, type Hour } from "./hours";

export function HoursTable({ grid }: { grid: readonly (readonly Hour[])[] }) {
  const { from, to } = usedColumns(grid);
  const columns = (grid[0] ?? []).slice(from, to + 1);
  return (
    <DataTable
      caption={`${t("hours.title")}, ${t("hours.about")}`}
      heads={[t("hours.weekday"), ...columns.map(({ hour }) => hourText(hour))]}
      rows={grid.map((row) => ({
        key: String(row[0]?.weekday),
        cells: [
          nameOfWeekday(row[0]?.weekday ?? 1),
          ...row
            .slice(from, to + 1)
            .map(({ mean, few }) => (mean === null ? "–" : `${minutesText(mean)}${few ? " *" : ""}`)),
        ],
      }))}
    />
  );
}
