import { t } from "@/lib/t";
import { Close } from "@/ui/icons";

import { filterText, type Narrowing } from "./narrowing";

interface Props {
  narrowed: Narrowing;
  onRemove: (name: keyof Narrowing) => void;
}

/** What the page is narrowed to, each a click from gone. */
export function Filters({ narrowed, onRemove }: Props) {
  const entries = Object.entries(narrowed) as [keyof Narrowing, string][];
  if (entries.length === 0) return null;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      <span className="text-ink-2">{t("trends.only")}</span>
      {entries.map(([name, value]) => (
        <span
          key={name}
          className="inline-flex h-7 items-center gap-1 rounded-2 border border-rule bg-card pl-2.5 font-medium"
        >
          {filterText(name, value)}
          <button
            type="button"
            aria-label={t("trends.only-remove", { name: filterText(name, value) })}
            className="tap-target p-1 text-ink-2 hover:text-ink"
            onClick={() => onRemove(name)}
          >
            <Close />
          </button>
        </span>
      ))}
    </div>
  );
}
