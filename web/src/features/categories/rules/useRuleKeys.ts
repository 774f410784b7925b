import { useKeys } from "@/lib/keys";

/** Single keys of the page: m makes a rule, / finds one, j and k walk, u takes back a change not yet applied. */
export function useRuleKeys({ onNew, undo }: { onNew: () => void; undo: (() => void) | null }): void {
  useKeys({
    m: onNew,
    "/": () => document.querySelector<HTMLElement>("[data-search]")?.focus(),
    j: () => walk(1),
    k: () => walk(-1),
    ...(undo ? { u: undo } : {}),
  });
}

function walk(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-rule]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  rows[to]?.focus();
}
