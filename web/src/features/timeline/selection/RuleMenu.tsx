import { useRouter } from "@tanstack/react-router";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/Popover";

import { candidates, ruleAddress, type Candidate } from "./rule";
import type { ChoiceTotals } from "./useChoiceTotals";

interface Props {
  totals: ChoiceTotals["totals"];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** From one stretch to all like it: what a rule could hold on to. */
export function RuleMenu({ totals, open, onOpenChange }: Props) {
  const router = useRouter();
  const found = totals ? candidates(totals) : [];
  if (found.length === 0) return null;
  return (
    <Popover
      label={t("rule.menu")}
      open={open}
      onOpenChange={onOpenChange}
      trigger={<Button>{t("choice.rule")}</Button>}
    >
      <p className="max-w-[32ch] text-ink-2">{t("rule.about")}</p>
      <ul className="mt-2 -mb-1 divide-y divide-rule">
        {found.map((each) => (
          <li key={`${each.field} ${each.value}`}>
            <a
              href={ruleAddress(each)}
              className="-mx-2 block rounded-2 px-2 py-1.5 hover:bg-band"
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                router.history.push(ruleAddress(each));
              }}
            >
              {candidateText(each)}
            </a>
          </li>
        ))}
      </ul>
    </Popover>
  );
}

function candidateText({ field, op, value }: Candidate): string {
  return t(op === "contains" ? "rule.contains" : "rule.is", { field: t(`rule.field-${field}`), value });
}
