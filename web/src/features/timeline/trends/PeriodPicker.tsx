import { useState, type SubmitEvent } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Popover } from "@/ui/Popover";
import { Chevron, Next, Previous } from "@/ui/icons";

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

/** Which time, in which steps. A date typed halfway asks for nothing yet. */
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
  const shown = asWanted(period);
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState(shown.from);
  const [to, setTo] = useState(shown.to > today ? today : shown.to);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setOpen(false);
    onWanted({ from, to, range: undefined, step: undefined });
  };
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
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
        <DateField label={t("period.from")} value={from} max={today} onChange={setFrom} />
        <DateField label={t("period.to")} value={to} max={today} onChange={setTo} />
        <Button look="primary" type="submit" disabled={!from || !to}>
          {t("period.apply")}
        </Button>
      </form>
    </Popover>
  );
}

function DateField({
  label,
  value,
  max,
  onChange,
}: {
  label: string;
  value: string;
  max: string;
  onChange: (date: string) => void;
}) {
  return (
    <label className="flex flex-col gap-1">
      <span className="text-12 text-ink-2">{label}</span>
      <input
        type="date"
        required
        value={value}
        max={max}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 rounded-2 border border-edge bg-card px-2"
      />
    </label>
  );
}
