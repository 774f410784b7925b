import { useId, useState, type SyntheticEvent } from "react";

import { t } from "@/lib/t";
import { toast } from "@/lib/toasts";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Drawer";
import { Field, Select, TextArea, TextField } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";

import type { Device } from "./useDevices";
import { useWishes, useWishesChange, type Wishes } from "./useWishes";

interface Props {
  device: Device;
  open: boolean;
  onClose: () => void;
}

/** What a device is asked to do. */
export function WishesDrawer({ device, open, onClose }: Props) {
  const { data, isError } = useWishes(device, { enabled: open });
  return (
    <Drawer
      modal
      open={open}
      onOpenChange={(wanted) => !wanted && onClose()}
      title={t("wishes.title", { name: device.name })}
      description={t("wishes.about")}
      closeLabel={t("wishes.close")}
    >
      {data ? (
        <Form key={data.version} device={device} wishes={data} onClose={onClose} />
      ) : isError ? (
        <Notice title={t("wishes.error")}>{t("now.error-safe")}</Notice>
      ) : (
        <Skeleton className="h-40" />
      )}
    </Drawer>
  );
}

function Form({ device, wishes, onClose }: { device: Device; wishes: Wishes; onClose: () => void }) {
  const id = useId();
  const [titles, setTitles] = useState(wishes.record_titles === false ? "no" : "own");
  const [heartbeat, setHeartbeat] = useState(textOf(wishes.heartbeat_seconds));
  const [away, setAway] = useState(textOf(wishes.away_after_seconds));
  const [batch, setBatch] = useState(textOf(wishes.batch_events));
  const [exclude, setExclude] = useState(wishes.exclude_apps.join("\n"));
  const save = useWishesChange(device);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(
      {
        version: wishes.version,
        record_titles: titles === "no" ? false : null,
        heartbeat_seconds: numberOf(heartbeat),
        away_after_seconds: numberOf(away),
        batch_events: numberOf(batch),
        exclude_apps: exclude
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean),
        screenshot_seconds: wishes.screenshot_seconds,
      },
      {
        onSuccess: () => {
          toast(t("wishes.saved", { name: device.name }));
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t("wishes.titles")} htmlFor={`${id}-titles`}>
        <Select id={`${id}-titles`} value={titles} onChange={({ target }) => setTitles(target.value)}>
          <option value="own">{t("wishes.own")}</option>
          <option value="no">{t("wishes.titles-no")}</option>
        </Select>
      </Field>
      <Amount
        id={`${id}-beat`}
        label={t("wishes.heartbeat")}
        least={5}
        most={3600}
        value={heartbeat}
        onChange={setHeartbeat}
      />
      <Amount
        id={`${id}-away`}
        label={t("wishes.away")}
        least={30}
        most={3600}
        value={away}
        onChange={setAway}
      />
      <Amount
        id={`${id}-batch`}
        label={t("wishes.batch")}
        least={1}
        most={1000}
        value={batch}
        onChange={setBatch}
      />
      <Field label={t("wishes.exclude")} htmlFor={`${id}-out`}>
        <TextArea
          id={`${id}-out`}
          rows={3}
          value={exclude}
          onChange={({ target }) => setExclude(target.value)}
        />
      </Field>
      {save.isError && (
        <p role="alert" className="text-12 text-bad">
          {t("devices.failed", { why: save.error.message })}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={save.isPending}>
          {t("devices.save")}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t("devices.cancel")}
        </Button>
      </div>
    </form>
  );
}

interface AmountProps {
  id: string;
  label: string;
  least: number;
  most: number;
  value: string;
  onChange: (value: string) => void;
}

/** A number, or nothing for what the device does by itself. */
function Amount({ id, label, least, most, value, onChange }: AmountProps) {
  return (
    <Field label={label} htmlFor={id}>
      <TextField
        id={id}
        type="number"
        min={least}
        max={most}
        step={1}
        placeholder={t("wishes.own")}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </Field>
  );
}

function textOf(value: number | null): string {
  return value === null ? "" : String(value);
}

function numberOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
