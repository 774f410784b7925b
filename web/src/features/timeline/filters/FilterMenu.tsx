import { useId, type ReactNode } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Mark } from "@/ui/Mark";
import { Popover } from "@/ui/Popover";
import { Chevron } from "@/ui/icons";
import { KINDS } from "@/ui/kind";

import { KIND, listOf, type Narrowing } from "./narrowing";
import { shortWeekday, type NamedDevice } from "./words";

interface Props {
  narrowed: Narrowing;
  devices: readonly NamedDevice[];
  weekStart: number;
  onNarrow: (change: Narrowing) => void;
}

const WORKDAYS = "1,2,3,4,5";
const WEEKEND = "6,7";

/** What no row of the page could be clicked for: kind of time, weekday, time of day, device. */
export function FilterMenu({ narrowed, devices, weekStart, onNarrow }: Props) {
  const weekdays = listOf(narrowed.weekday);
  const chosen = listOf(narrowed.device);
  const order = Array.from({ length: 7 }, (_, i) => ((weekStart - 1 + i) % 7) + 1);
  const setWeekdays = (days: readonly string[]) =>
    onNarrow({
      weekday: days.length === 0 || days.length === 7 ? undefined : [...days].sort().join(","),
    });
  const setDevices = (ids: readonly string[]) =>
    onNarrow({ device: ids.length === 0 || ids.length === devices.length ? undefined : ids.join(",") });
  return (
    <Popover
      label={t("filter.open")}
      align="end"
      trigger={
        <Button>
          {t("filter.open")}
          <Chevron />
        </Button>
      }
    >
      <div className="flex w-[300px] max-w-full flex-col gap-4">
        <Group name={t("filter.kinds")}>
          {KINDS.map((kind) => (
            <Toggle
              key={kind}
              on={narrowed.kind === kind}
              onToggle={(on) => onNarrow({ kind: on ? kind : undefined })}
            >
              <Mark kind={kind} /> {KIND[kind]}
            </Toggle>
          ))}
        </Group>
        <Group name={t("filter.weekdays")}>
          {order.map((day) => (
            <Toggle
              key={day}
              on={weekdays.includes(String(day))}
              onToggle={(on) =>
                setWeekdays(on ? [...weekdays, String(day)] : weekdays.filter((each) => each !== String(day)))
              }
            >
              {shortWeekday(day)}
            </Toggle>
          ))}
          <Toggle
            on={narrowed.weekday === WORKDAYS}
            onToggle={(on) => setWeekdays(on ? listOf(WORKDAYS) : [])}
          >
            {t("filter.monday-to-friday")}
          </Toggle>
          <Toggle on={narrowed.weekday === WEEKEND} onToggle={(on) => setWeekdays(on ? listOf(WEEKEND) : [])}>
            {t("filter.weekend")}
          </Toggle>
        </Group>
        <Group name={t("filter.time")}>
          <TimeField
            label={t("filter.from")}
            value={narrowed.from_time}
            onChange={(from_time) => onNarrow({ from_time })}
          />
          <TimeField
            label={t("filter.to")}
            value={narrowed.to_time}
            onChange={(to_time) => onNarrow({ to_time })}
          />
        </Group>
        {devices.length > 1 && (
          <Group name={t("filter.devices")}>
            {devices.map(({ id, name }) => (
              <Toggle
                key={id}
                on={chosen.includes(id)}
                onToggle={(on) => setDevices(on ? [...chosen, id] : chosen.filter((each) => each !== id))}
              >
                {name}
              </Toggle>
            ))}
          </Group>
        )}
      </div>
    </Popover>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id} className="mb-1.5 text-12 text-ink-2">
        {name}
      </p>
      <div className="flex flex-wrap gap-1.5">{children}</div>
    </div>
  );
}

interface ToggleProps {
  on: boolean;
  onToggle: (on: boolean) => void;
  children: ReactNode;
}

function Toggle({ on, onToggle, children }: ToggleProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={() => onToggle(!on)}
      className={`inline-flex h-7 items-center gap-1.5 rounded-2 border px-2 ${
        on ? "border-ink bg-band font-medium" : "border-rule text-ink-2 hover:border-edge hover:text-ink"
      }`}
    >
      {children}
    </button>
  );
}

interface TimeProps {
  label: string;
  value: string | undefined;
  onChange: (time: string | undefined) => void;
}

/** The browser's own field: half a time is none. */
function TimeField({ label, value, onChange }: TimeProps) {
  return (
    <label className="mr-2 flex flex-col gap-1">
      <span className="text-12 text-ink-2">{label}</span>
      <input
        type="time"
        defaultValue={value}
        onChange={(event) => onChange(event.target.value || undefined)}
        className="h-8 rounded-2 border border-edge bg-card px-2"
      />
    </label>
  );
}
