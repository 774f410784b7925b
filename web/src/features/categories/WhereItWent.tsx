import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { pathText } from "@/lib/text";
import { Bar } from "@/ui/Bar";
import { List } from "@/ui/List";
import { treeRows, type Own } from "@/ui/categoryTree";

interface Props {
  categories: readonly Own[];
  /** Pointing at a row shows in the band when it was. */
  onPoint: (path: readonly string[] | null) => void;
}

const SHOWN = 12;

export function WhereItWent({ categories, onPoint }: Props) {
  const rows = treeRows(categories);
  const longest = Math.max(1, ...rows.map((row) => row.seconds));
  return (
    <List
      title={t("where.title")}
      aside={t("where.order")}
      items={rows}
      limit={SHOWN}
      empty={t("where.empty")}
    >
      {(row) => (
        <li
          key={pathText(row.path)}
          className="grid h-7 grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_76px] items-center gap-3"
          onPointerEnter={() => onPoint(row.path)}
          onPointerLeave={() => onPoint(null)}
        >
          <span className="truncate" style={{ paddingInlineStart: row.depth * 18 }}>
            {row.name || t("where.uncategorised")}
          </span>
          <Bar share={row.seconds / longest} kind={row.kind} tint={row.depth > 0} />
          <span className="text-right font-medium whitespace-nowrap">{duration(row.seconds)}</span>
        </li>
      )}
    </List>
  );
}
