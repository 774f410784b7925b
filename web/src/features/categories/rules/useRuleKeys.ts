import { useKeys } from "@/lib/keys";
import { walk } from "@/lib/walk";

/** Single keys of the page: m makes a rule, / finds one, j and k walk, u takes back a change not yet applied. */
export function useRuleKeys({ onNew, undo }: { onNew: () => void; undo: (() => void) | null }): void {
  useKeys({
    m: onNew,
    "/": () => document.querySelector<HTMLElement>("[data-search]")?.focus(),
    j: () => walk("[data-rule]", 1),
    k: () => walk("[data-rule]", -1),
    ...(undo ? { u: undo } : {}),
  });
}
