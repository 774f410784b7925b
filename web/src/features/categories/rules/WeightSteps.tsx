import { RadioGroup } from "radix-ui";

import { t } from "@/lib/t";
import { fill, type Kind } from "@/ui/kind";

import { WEIGHTS } from "./model";
import { weightName } from "./words";

/** Five labelled steps from very distracting to very productive. */
export function WeightSteps({ weight, onWeight }: { weight: number; onWeight: (weight: number) => void }) {
  return (
    <RadioGroup.Root
      aria-label={t("weight.label")}
      value={String(weight)}
      onValueChange={(chosen) => onWeight(Number(chosen))}
      className="grid grid-cols-5 rounded-2 border border-rule bg-band p-0.5"
    >
      {WEIGHTS.map((each) => (
        <RadioGroup.Item
          key={each}
          value={String(each)}
          className="flex flex-col items-center gap-1.5 rounded-[5px] px-1 pt-2 pb-1.5 text-12 text-ink-2 data-[state=checked]:bg-card data-[state=checked]:font-medium data-[state=checked]:text-ink data-[state=checked]:shadow-[0_0_0_1px_var(--rule)]"
        >
          <WeightMark weight={each} />
          <span className="text-center text-balance">{weightName(each)}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

/** As much solid or hatched as the weight says; one or two squares of its kind. */
export function WeightMark({ weight }: { weight: number }) {
  return (
    <span aria-hidden className="inline-flex gap-0.5">
      {Array.from({ length: Math.abs(weight) || 1 }, (_, i) => (
        <span key={i} className={`inline-block size-[9px] rounded-1 ${fill(kindOf(weight))}`} />
      ))}
    </span>
  );
}

export function kindOf(weight: number): Kind {
  return weight > 0 ? "signal" : weight < 0 ? "noise" : "neutral";
}
