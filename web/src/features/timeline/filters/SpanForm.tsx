import { useState, type SubmitEvent } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";

interface Props {
  /** First and last day, both included. */
  from: string;
  to: string;
  today: string;
  onSpan: (span: { from: string; to: string }) => void;
}

/** From one day to another. A date typed halfway asks for nothing yet. */
export function SpanForm({ today, onSpan, ...shown }: Props) {
  const [from, setFrom] = useState(shown.from);
  const [to, setTo] = useState(shown.to > today ? today : shown.to);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSpan({ from, to });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <DateField label={t("period.from")} value={from} max={today} onChange={setFrom} />
      <DateField label={t("period.to")} value={to} max={today} onChange={setTo} />
      <Button look="primary" type="submit" disabled={!from || !to}>
        {t("period.apply")}
      </Button>
    </form>
  );
}

interface DateProps {
  label: string;
  value: string;
  max: string;
  onChange: (date: string) => void;
}

function DateField({ label, value, max, onChange }: DateProps) {
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
