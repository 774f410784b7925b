import type { ReactNode } from "react";

import { overlaps, timeSpan, type Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { Block } from "@/ui/Block";
import type { CategoryOption } from "@/ui/CategoryPicker";

import type { Chosen } from "../lanes/useChosen";

import { ChoicePanel, Held } from "./ChoicePanel";
import { useChoiceTotals } from "./useChoiceTotals";
import type { Correction } from "./useCorrections";

interface Props {
  chosen: Chosen;
  inSight: Range;
  /** The hours of each day that are in sight, when not all. */
  hours: { from: string; to: string } | null;
  day: Range;
  zone: string;
  devices: readonly string[];
  categories: readonly CategoryOption[];
  records: readonly Correction[];
  onZoom: (range: Range) => void;
  /** The same in words, on the left. */
  children: ReactNode;
}

/** Under the lanes: what happened in words, and beside it what is chosen, or all that is in sight. */
export function Below({ chosen, children, onZoom, records, inSight, hours, ...rest }: Props) {
  const { choice } = chosen;
  return (
    <div className="mt-6 grid items-start gap-x-12 gap-y-9 lg:grid-cols-[minmax(0,1fr)_320px] xl:grid-cols-[minmax(0,1fr)_360px]">
      {children}
      {choice ? (
        <ChoicePanel
          {...rest}
          choice={choice}
          settled={chosen.settled ?? choice}
          records={records.filter((each) =>
            overlaps({ start: Date.parse(each.start), end: Date.parse(each.end) }, choice),
          )}
          onChoose={chosen.choose}
          onZoom={onZoom}
        />
      ) : (
        <InSight {...rest} inSight={inSight} hours={hours} />
      )}
    </div>
  );
}

type InSightProps = Pick<Props, "inSight" | "hours" | "zone" | "devices">;

function InSight({ inSight, hours, zone, devices }: InSightProps) {
  const sums = useChoiceTotals(inSight, devices, hours);
  return (
    <Block
      title={t("choice.in-sight")}
      aside={sums.totals ? duration(sums.totals.seconds) : timeSpan(inSight, zone)}
    >
      <div className="flex flex-col gap-4">
        <p className="text-ink-2 max-md:hidden">{t("choice.hint")}</p>
        <Held sums={sums} />
      </div>
    </Block>
  );
}
