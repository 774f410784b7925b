import type { ReactNode } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { List } from "@/ui/List";
import { Download, Table } from "@/ui/icons";

import type { Narrowing } from "../filters/narrowing";
import type { NamedDevice } from "../filters/words";

import { FacetRow } from "./FacetRow";
import { FACET_NAME, isChosen, narrowed, ruleFor, type Facet, type Row } from "./facets";

/** What every facet of the page needs. */
export interface FacetUse {
  view: Narrowing;
  /** All the time that is shown, in seconds. */
  total: number;
  devices: readonly NamedDevice[];
  onNarrow: (change: Narrowing) => void;
  onTable: (facet: Facet) => void;
  onSave: (facet: Facet) => void;
}

interface Props extends FacetUse {
  facet: Facet;
  rows: readonly Row[];
  limit: number;
  className?: string;
}

/** Where the time went, by one thing, longest first. */
export function FacetBlock({ facet, rows, limit, className = "", ...use }: Props) {
  const longest = Math.max(1, ...rows.map((row) => Math.max(row.seconds, row.before ?? 0)));
  return (
    <List
      title={FACET_NAME[facet]}
      aside={<FacetTools facet={facet} {...use} />}
      items={rows}
      limit={limit}
      empty={t("facet.empty")}
      className={className}
    >
      {(row) => {
        const to = narrowed(facet, row, use.devices);
        const chosen = isChosen(use.view, to);
        return (
          <FacetRow
            key={row.key}
            name={row.name}
            seconds={row.seconds}
            before={row.before}
            kind={row.kind}
            longest={longest}
            total={use.total}
            wide={facet === "title"}
            chosen={chosen}
            onChoose={to && (() => use.onNarrow(chosen ? emptied(to) : to))}
            rule={ruleFor(facet, row)}
          />
        );
      }}
    </List>
  );
}

/** A row that is chosen lets everything in again. */
export function emptied(to: Narrowing): Narrowing {
  return Object.fromEntries(Object.keys(to).map((name) => [name, undefined]));
}

interface ToolProps extends FacetUse {
  facet: Facet;
  children?: ReactNode;
}

export function FacetTools({ facet, onTable, onSave, children }: ToolProps) {
  const name = FACET_NAME[facet];
  return (
    <span className="inline-flex items-center gap-1">
      {/* Text without width: the headings of all facets stand on the same line, whatever is beside them. */}
      <span aria-hidden>{"\u200b"}</span>
      {children}
      <Button
        look="bare"
        square
        className="-my-1.5 print:hidden"
        aria-label={t("facet.csv", { facet: name })}
        title={t("facet.csv", { facet: name })}
        onClick={() => onSave(facet)}
      >
        <Download />
      </Button>
      <Button
        look="bare"
        square
        className="-my-1.5 -mr-2 print:hidden"
        aria-label={t("facet.table", { facet: name })}
        title={t("facet.table", { facet: name })}
        onClick={() => onTable(facet)}
      >
        <Table />
      </Button>
    </span>
  );
}
