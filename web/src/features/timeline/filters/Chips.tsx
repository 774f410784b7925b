import { t } from "@/lib/t";
import { Close } from "@/ui/icons";

import type { Narrowing } from "./narrowing";
import { chips, type NamedDevice } from "./words";

interface Props {
  narrowed: Narrowing;
  devices: readonly NamedDevice[];
  onRemove: (names: readonly (keyof Narrowing)[]) => void;
}

/** What a page is narrowed to, each a click from gone. */
export function Chips({ narrowed, devices, onRemove }: Props) {
  const shown = chips(narrowed, devices);
  if (shown.length === 0) return null;
  return (
    <ul aria-label={t("filter.only")} className="flex min-w-0 flex-wrap items-center gap-2">
      {shown.map(({ names, text }) => (
        <li
          key={names[0]}
          className="inline-flex h-8 max-w-full min-w-0 items-center gap-1 rounded-2 border border-rule bg-card pl-2.5 font-medium"
        >
          <span className="truncate">{text}</span>
          <button
            type="button"
            aria-label={t("filter.remove", { name: text })}
            className="tap-target p-1.5 text-ink-2 hover:text-ink"
            onClick={() => onRemove(names)}
          >
            <Close />
          </button>
        </li>
      ))}
    </ul>
  );
}
