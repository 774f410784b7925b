import { t } from "@/lib/t";

import { Button } from "./Button";
import { Popover } from "./Popover";
import { Chevron } from "./icons";

interface Props {
  devices: readonly { id: string; name: string }[];
  /** Ids; nothing chosen means all. */
  value: readonly string[];
  onChange: (ids: readonly string[]) => void;
}

/** Which devices count in what is shown. */
export function DeviceFilter({ devices, value, onChange }: Props) {
  if (devices.length < 2) return null;
  const on = (id: string) => value.length === 0 || value.includes(id);
  const toggle = (id: string) => {
    const chosen = devices.map((each) => each.id).filter((each) => (each === id ? !on(each) : on(each)));
    onChange(chosen.length === devices.length ? [] : chosen);
  };
  const one = devices.find((each) => value.length === 1 && each.id === value[0]);
  return (
    <Popover
      label={t("devices.filter")}
      align="end"
      trigger={
        <Button className={value.length > 0 ? "border-edge! text-ink!" : ""}>
          {value.length === 0
            ? t("devices.all")
            : (one?.name ?? t("devices.some", { count: value.length, total: devices.length }))}
          <Chevron />
        </Button>
      }
    >
      <fieldset>
        <legend className="sr-only">{t("devices.filter")}</legend>
        {devices.map(({ id, name }) => (
          <label key={id} className="flex h-8 cursor-pointer items-center gap-2.5">
            <input
              type="checkbox"
              checked={on(id)}
              // The last one stays: nothing of nothing is no question.
              disabled={on(id) && (value.length === 1 || devices.length === 1)}
              onChange={() => toggle(id)}
              className="size-4 accent-[var(--ink)]"
            />
            {name}
          </label>
        ))}
      </fieldset>
      {value.length > 0 && (
        <Button look="quiet" className="mt-1 -ml-3" onClick={() => onChange([])}>
          {t("devices.all")}
        </Button>
      )}
    </Popover>
  );
}
