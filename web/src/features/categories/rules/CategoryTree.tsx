import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Plus } from "@/ui/icons";

import { WeightMark } from "./WeightSteps";
import { useBoard } from "./context";
import { newKey } from "./draft";
import { categoryOf, colourOf, DEEPEST, depthOf } from "./model";
import { remarksOn } from "./pointers";
import { treeRows, type TreeRow } from "./treeRows";
import { weightName } from "./words";

/** The tree: choosing a category shows what it is and which rules lead to it. */
export function CategoryTree() {
  const { draft, edit, times, view, onView } = useBoard();
  const rows = treeRows(draft.set, times);
  const chosen = categoryOf(draft.set, view.category ?? null)?.key ?? null;
  const add = () => {
    const parent = chosen !== null && depthOf(draft.set, chosen) < DEEPEST ? chosen : null;
    const key = newKey(draft);
    const name = freeName(rows, parent);
    const category = { key, name, parent, weight: 0, colour: null, role: "neutral" } as const;
    edit({ kind: "category.add", category, about: name });
    onView({ category: key, rule: undefined, part: "rules" });
  };
  return (
    <section aria-labelledby="tree-title" className="min-w-0">
      <header className="mb-2 flex items-center justify-between gap-2">
        <h2 id="tree-title" className="text-14 font-semibold">
          {t("tree.title")}
        </h2>
        <Button
          look="bare"
          square
          className="-my-1.5"
          aria-label={
            chosen === null
              ? t("tree.add")
              : t("tree.add-below", { name: categoryOf(draft.set, chosen)?.name ?? "" })
          }
          title={t("tree.add")}
          onClick={add}
        >
          <Plus />
        </Button>
      </header>
      <ul>
        <li>
          <button
            type="button"
            aria-pressed={chosen === null}
            className={rowClass(chosen === null)}
            onClick={() => onView({ category: undefined, rule: undefined, part: "rules" })}
          >
            <span className="flex-1 text-left">{t("tree.all")}</span>
            <span className="text-12 text-ink-2">{draft.set.rules.length}</span>
          </button>
        </li>
        {rows.map((row) => (
          <Row key={row.category.key} row={row} chosen={row.category.key === chosen} />
        ))}
      </ul>
      {rows.length === 0 && <p className="px-2 py-1 text-ink-2">{t("tree.empty")}</p>}
    </section>
  );
}

function Row({ row, chosen }: { row: TreeRow; chosen: boolean }) {
  const { draft, problems, onView } = useBoard();
  const { category, depth, seconds } = row;
  const wrong = remarksOn(problems, category.key).length > 0;
  const time = seconds === null || seconds < 1 ? "–" : duration(seconds);
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        className={rowClass(chosen)}
        onClick={() => onView({ category: category.key, rule: undefined, part: "rules" })}
      >
        <span
          aria-hidden
          className="h-4 w-[3px] shrink-0 rounded-1"
          style={{
            marginInlineStart: depth * 14,
            background: colourOf(draft.set, category.key) ?? "var(--neutral)",
          }}
        />
        <span
          className={`min-w-0 flex-1 truncate text-left ${wrong ? "text-bad underline decoration-dotted" : ""}`}
        >
          {category.name}
        </span>
        <WeightMark weight={category.weight} />
        <span className="sr-only">{weightName(category.weight)}</span>
        <span className={`w-[68px] text-right text-12 whitespace-nowrap ${time === "–" ? "text-ink-2" : ""}`}>
          {time}
        </span>
      </button>
    </li>
  );
}

function rowClass(chosen: boolean): string {
  return `flex h-[30px] w-full items-center gap-2 rounded-2 px-2 hover:bg-band ${chosen ? "bg-band font-medium" : ""}`;
}

/** "New category", or with a number where one is called so. */
function freeName(rows: readonly TreeRow[], parent: string | null): string {
  const taken = new Set(
    rows.filter(({ category }) => category.parent === parent).map(({ category }) => category.name),
  );
  const base = t("tree.new-name");
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(name)) return name;
  }
}
