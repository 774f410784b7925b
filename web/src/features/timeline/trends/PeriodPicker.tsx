import { useState } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Popover } from "@/ui/Popover";
import { Chevron, Next, Previous } from "@/ui/icons";

import { SpanForm } from "../filters/SpanForm";

import { asWanted, PRESETS, STEPS, type Period, type Wanted } from "./period";
import { spanText } from "./words";

interface Props {
  period: Period;
  today: string;
  onWanted: (wanted: Wanted) => void;
}

interface ArrowProps {
  period: Period;
  today: string;
  onShift: (direction: -1 | 1) => void;
}

/** One length back or on. */
export function PeriodArrows({ period, today, onShift }: ArrowProps) {
  return (
    <nav aria-label={t("period.label")} className="flex gap-2">
      <Button square aria-label={t("period.previous")} onClick={() => onShift(-1)}>
        <Previous />
      </Button>
      <Button square aria-label={t("period.next")} disabled={period.end > today} onClick={() => onShift(1)}>
        <Next />
      </Button>
    </nav>
  );
}

/** Which time, in which steps. */
export function PeriodPicker({ period, today, onWanted }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Choice
        label={t("period.label")}
        value={period.preset ?? "own"}
        onChange={(chosen) =>
          onWanted({
            range: chosen === "own" ? undefined : chosen,
            from: undefined,
            to: undefined,
            step: undefined,
          })
        }
        options={PRESETS.map((preset) => [preset, t(`period.${preset}`)] as const)}
      />
      <OwnSpan key={`${period.start} ${period.end}`} period={period} today={today} onWanted={onWanted} />
      <Choice
        label={t("period.step")}
        value={period.step}
        onChange={(step) => onWanted({ step })}
        options={STEPS.map((step) => [step, t(`period.${step}`)] as const)}
      />
    </div>
  );
}

function OwnSpan({ period, today, onWanted }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={t("period.own")}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button aria-pressed={period.preset === null}>
          {spanText(period, today)}
          <Chevron />
        </Button>
      }
    >
      <SpanForm
        {...asWanted(period)}
        today={today}
        onSpan={(span) => {
          setOpen(false);
          onWanted({ ...span, range: undefined, step: undefined });
        }}
      />
    </Popover>
  );
}
