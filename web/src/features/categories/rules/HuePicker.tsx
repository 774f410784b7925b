import { RadioGroup } from "radix-ui";

import { t } from "@/lib/t";
import { HUES } from "@/ui/hues";

interface Props {
  /** Null takes the colour above. */
  colour: string | null;
  above: string | null;
  onColour: (colour: string | null) => void;
}

const ABOVE = "above";

/** The twelve hues, and the one of the category above. */
export function HuePicker({ colour, above, onColour }: Props) {
  const name = t(above === null ? "category.colour-none" : "category.colour-parent");
  const own = colour !== null && !(HUES as readonly string[]).includes(colour) ? [colour] : [];
  return (
    <RadioGroup.Root
      aria-label={t("category.colour")}
      value={colour ?? ABOVE}
      onValueChange={(chosen) => onColour(chosen === ABOVE ? null : chosen)}
      className="flex flex-wrap items-center gap-1"
    >
      {[...own, ...HUES].map((each, i) => (
        <RadioGroup.Item
          key={each}
          value={each}
          aria-label={t("category.colour-own", { number: i + 1 })}
          className="inline-flex size-6 items-center justify-center rounded-full data-[state=checked]:shadow-[0_0_0_2px_var(--ink)]"
        >
          <span className="size-[18px] rounded-full" style={{ background: each }} />
        </RadioGroup.Item>
      ))}
      <RadioGroup.Item
        value={ABOVE}
        className="ml-1 inline-flex h-6 items-center gap-1.5 rounded-2 px-1.5 text-12 text-ink-2 data-[state=checked]:text-ink data-[state=checked]:shadow-[0_0_0_2px_var(--ink)]"
      >
        {above !== null && <span className="size-3 rounded-full" style={{ background: above }} />}
        {name}
      </RadioGroup.Item>
    </RadioGroup.Root>
  );
}
