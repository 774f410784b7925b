import type { ReactNode } from "react";

import { difference, duration } from "@/lib/duration";
import { percent, t } from "@/lib/t";
import { firstText, UNCATEGORISED } from "@/lib/text";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Mark } from "@/ui/Mark";
import { Close, Download } from "@/ui/icons";

import { emptied, type FacetUse } from "./FacetBlock";
import { RuleLink } from "./FacetRow";
import { changeShare } from "./change";
import { FACET_NAME, FACETS, isChosen, narrowed, ruleFor, type Facet, type Row } from "./facets";
import { sorted } from "./sorting";
import type { Sort } from "./view";

interface Props extends Omit<FacetUse, "onTable"> {
  facet: Facet;
  rows: readonly Row[];
  compared: boolean;
  sort: Sort;
  onTable: (facet: Facet | undefined) => void;
  onSort: (sort: Sort) => void;
}

const RIGHT = "pl-4 text-right";
/** What a narrow screen does without. */
const WIDE = "max-md:hidden";

/** One facet at length: every row, sortable, with what it was before. */
export function FacetTable(props: Props) {
  const { facet, rows, compared, sort, onSort, onTable, onSave, ...use } = props;
  const labelled = facet !== "category" && facet !== "device";
  const head = (name: string, by: Sort | null, where = "") => (
    <Head name={name} by={by} sort={sort} where={where} onSort={onSort} />
  );
  return (
    <section aria-label={FACET_NAME[facet]}>
      <header className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="-mx-1 max-w-full overflow-x-auto px-1">
          <Choice
            label={t("table.category")}
            value={facet}
            onChange={onTable}
            options={FACETS.map((each) => [each, FACET_NAME[each]] as const)}
          />
        </div>
        <span className="text-12 text-ink-2">{t("facet.rows", { count: rows.length })}</span>
        <span className="ml-auto flex gap-2 print:hidden">
          <Button onClick={() => onSave(facet)}>
            <Download /> CSV
          </Button>
          <Button onClick={() => onTable(undefined)}>
            <Close /> {t("facet.close-table")}
          </Button>
        </span>
      </header>
      <div className="relative overflow-x-auto">
        <table className="w-full border-collapse text-left">
          <thead className="text-12 text-ink-2">
            <tr>
              {head(t("column.name"), "name")}
              {labelled && head(t("column.category"), null, WIDE)}
              {head(t("column.time"), "time", RIGHT)}
              {head(t("column.share"), null, `${RIGHT} ${WIDE}`)}
              {compared && head(t("column.before"), null, `${RIGHT} ${WIDE}`)}
              {compared && head(t("column.change"), "change", RIGHT)}
              <th scope="col" className={`w-24 ${WIDE}`}>
                <span className="sr-only">{t("column.rule")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted(rows, sort).map((row) => {
              const to = narrowed(facet, row, use.devices);
              const chosen = isChosen(use.view, to);
              const rule = ruleFor(facet, row);
              const change = row.before === null ? "" : difference(row.seconds - row.before);
              return (
                <tr key={row.key} className="h-8 border-t border-rule hover:bg-band">
                  <th scope="row" className="w-full max-w-0 py-1 pr-4 font-normal md:w-2/5">
                    <Name
                      row={row}
                      chosen={chosen}
                      onChoose={to && (() => use.onNarrow(chosen ? emptied(to) : to))}
                    />
                  </th>
                  {labelled && (
                    <td className={`pr-4 whitespace-nowrap text-ink-2 ${WIDE}`}>
                      <span className="inline-flex items-center gap-2">
                        <Mark kind={row.kind} />
                        {row.category === UNCATEGORISED ? t("where.uncategorised") : firstText(row.category)}
                      </span>
                    </td>
                  )}
                  <Number strong>{duration(row.seconds)}</Number>
                  <Number where={WIDE}>{percent(row.seconds / Math.max(use.total, 1))}</Number>
                  {compared && (
                    <Number where={WIDE}>{row.before === null ? "" : duration(row.before)}</Number>
                  )}
                  {compared && (
                    <Number>
                      {change}{" "}
                      <span className={`inline-block w-14 ${WIDE}`}>
                        {changeShare(row.seconds, row.before)}
                      </span>
                    </Number>
                  )}
                  <td className={`pl-4 text-right text-12 whitespace-nowrap text-ink-2 ${WIDE}`}>
                    {rule && (
                      <RuleLink rule={rule} label={t("facet.rule-words", { name: row.name })}>
                        {t("facet.rule")}
                      </RuleLink>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p className="border-t border-rule pt-2 text-ink-2">{t("facet.empty")}</p>}
    </section>
  );
}

interface HeadProps {
  name: string;
  /** Null where one cannot sort by it. */
  by: Sort | null;
  sort: Sort;
  where: string;
  onSort: (sort: Sort) => void;
}

function Head({ name, by, sort, where, onSort }: HeadProps) {
  const order = by === "name" ? "ascending" : "descending";
  return (
    <th
      scope="col"
      aria-sort={by !== null && by === sort ? order : undefined}
      className={`py-1.5 font-normal whitespace-nowrap ${where || "pr-4"}`}
    >
      {by === null ? (
        name
      ) : (
        <button
          type="button"
          aria-label={t("column.sort", { column: name })}
          className={`tap-target hover:text-ink ${by === sort ? "font-medium text-ink" : ""}`}
          onClick={() => onSort(by)}
        >
          {name}
          <span aria-hidden> {by === sort ? (order === "ascending" ? "↑" : "↓") : ""}</span>
        </button>
      )}
    </th>
  );
}

function Number({
  strong = false,
  where = "",
  children,
}: {
  strong?: boolean;
  where?: string;
  children: ReactNode;
}) {
  return (
    <td className={`pl-4 text-right whitespace-nowrap ${strong ? "font-medium" : "text-ink-2"} ${where}`}>
      {children}
    </td>
  );
}

function Name({ row, chosen, onChoose }: { row: Row; chosen: boolean; onChoose: (() => void) | null }) {
  const shown = (
    <span className="block truncate" title={row.name}>
      {row.name}
    </span>
  );
  if (!onChoose) return shown;
  return (
    <button
      type="button"
      data-row
      aria-pressed={chosen}
      aria-label={t(chosen ? "facet.again" : "facet.only", { name: row.name })}
      className={`tap-target block w-full text-left hover:underline ${chosen ? "font-medium" : ""}`}
      onClick={onChoose}
    >
      {shown}
    </button>
  );
}
