import { t } from "@/lib/t";
import { categoryPath, pathText, UNCATEGORISED } from "@/lib/text";
import { Choice } from "@/ui/Choice";
import { List } from "@/ui/List";
import { treeRows } from "@/ui/categoryTree";

import { emptied, FacetTools, type FacetUse } from "./FacetBlock";
import { FacetRow } from "./FacetRow";
import type { Row } from "./facets";

interface Props extends FacetUse {
  rows: readonly Row[];
  depth: "1" | "2" | undefined;
  onDepth: (depth: "1" | "2" | undefined) => void;
  limit: number;
  className?: string;
}

/** The tree of categories as deep as one wants it, with the way back up when one has gone into it. */
export function CategoryFacet({ rows, depth, onDepth, limit, className = "", ...use }: Props) {
  const { view, onNarrow } = use;
  const owns = rows.map((row) => ({ ...row, path: categoryPath(row.key) }));
  const deepest = depth === undefined ? Infinity : Number(depth);
  const inside = categoryPath(view.category ?? "");
  // Inside a category one wants to see at least what it holds.
  const shown = treeRows(owns).filter((row) => row.depth < Math.max(deepest, inside.length + 1));
  const longest = Math.max(1, ...shown.map((row) => Math.max(row.seconds, row.before ?? 0)));
  return (
    <List
      title={t("facet.category")}
      aside={
        <FacetTools facet="category" {...use}>
          <span className="-my-[7px]">
            <Choice
              label={t("facet.depth")}
              value={depth ?? "all"}
              onChange={(to) => onDepth(to === "all" ? undefined : to)}
              options={[
                ["1", t("facet.depth-1")],
                ["2", t("facet.depth-2")],
                ["all", t("facet.depth-all")],
              ]}
            />
          </span>
        </FacetTools>
      }
      before={inside.length > 0 && <WayUp inside={inside} onNarrow={onNarrow} />}
      items={shown}
      limit={limit}
      empty={t("facet.empty")}
      className={className}
    >
      {(row) => {
        const to = { category: row.path.length === 0 ? UNCATEGORISED : pathText(row.path) };
        const chosen = view.category === to.category;
        return (
          <FacetRow
            key={to.category}
            name={row.name || t("where.uncategorised")}
            depth={row.depth}
            seconds={row.seconds}
            before={row.before}
            kind={row.kind}
            longest={longest}
            total={use.total}
            chosen={chosen}
            onChoose={() => onNarrow(chosen ? emptied(to) : to)}
            rule={null}
          />
        );
      }}
    </List>
  );
}

function WayUp({ inside, onNarrow }: { inside: readonly string[]; onNarrow: FacetUse["onNarrow"] }) {
  const step = "tap-target underline decoration-edge underline-offset-2 hover:text-ink";
  return (
    <nav aria-label={t("facet.category")} className="-mt-1 mb-2 flex flex-wrap gap-x-1.5 text-12 text-ink-2">
      <button type="button" className={step} onClick={() => onNarrow({ category: undefined })}>
        {t("facet.all")}
      </button>
      {inside.map((name, i) => (
        <span key={i} className="inline-flex gap-x-1.5">
          <span aria-hidden>›</span>
          {i === inside.length - 1 ? (
            <span aria-current="true" className="font-medium text-ink">
              {name}
            </span>
          ) : (
            <button
              type="button"
              className={step}
              onClick={() => onNarrow({ category: pathText(inside.slice(0, i + 1)) })}
            >
              {name}
            </button>
          )}
        </span>
      ))}
    </nav>
  );
}
