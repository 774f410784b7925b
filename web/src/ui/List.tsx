import { useState, type ReactNode } from "react";

import { t } from "@/lib/t";
import { Block } from "@/ui/Block";

interface Props<Item> {
  title: string;
  aside: ReactNode;
  className?: string;
  /** Between the heading and the rows. */
  before?: ReactNode;
  items: readonly Item[];
  limit: number;
  /** What stands here when there is nothing: a sentence, never a hole. */
  empty: string;
  children: (item: Item) => ReactNode;
}

/** A block of rows, the first few shown and the rest one click away. */
export function List<Item>({ title, aside, items, limit, empty, className, before, children }: Props<Item>) {
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, limit);
  return (
    <Block title={title} aside={aside} {...(className === undefined ? {} : { className })}>
      {before}
      {items.length === 0 ? (
        <p className="border-t border-rule pt-2 text-ink-2">{empty}</p>
      ) : (
        <ul className="divide-y divide-rule">{shown.map(children)}</ul>
      )}
      {items.length > limit && (
        <button
          type="button"
          className="tap-target mt-1 py-1 text-12 text-ink-2 underline decoration-rule underline-offset-2 hover:text-ink"
          onClick={() => setAll(!all)}
        >
          {all ? t("list.fewer") : t("list.all", { count: items.length })}
        </button>
      )}
    </Block>
  );
}
