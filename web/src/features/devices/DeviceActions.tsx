import { useId, useState, type SyntheticEvent } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Field, TextField } from "@/ui/Field";

import { WishesDrawer } from "./WishesDrawer";
import { useDeviceChange } from "./useDeviceChange";
import type { Device } from "./useDevices";

/** What the owner can do with a device. */
export function DeviceActions({ device }: { device: Device }) {
  const [doing, setDoing] = useState<"rename" | "revoke" | "wishes" | null>(null);
  const { mutate, isPending } = useDeviceChange(device);
  const { name } = device;
  const close = () => setDoing(null);
  if (doing === "rename") return <Rename device={device} onClose={close} />;
  if (doing === "revoke") {
    const revoke = () =>
      mutate({ method: "POST", verb: "revoke", done: t("devices.revoked", { name }) }, { onSettled: close });
    return (
      <div role="group" aria-label={t("devices.revoke-sure", { name })} className="flex flex-col gap-2">
        <p className="max-w-[60ch]">
          <strong>{t("devices.revoke-sure", { name })}</strong> {t("devices.revoke-what")}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button look="primary" disabled={isPending} onClick={revoke}>
            {t("devices.shut")}
          </Button>
          <Button look="quiet" onClick={close}>
            {t("devices.cancel")}
          </Button>
        </div>
      </div>
    );
  }
  const active = device.state === "active";
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => setDoing("rename")}>{t("devices.rename")}</Button>
      {active && <Button onClick={() => setDoing("wishes")}>{t("wishes.open")}</Button>}
      {active && device.key_made && (
        <Button
          disabled={isPending || device.rotation_asked}
          onClick={() => mutate({ method: "POST", verb: "rotate", done: t("devices.rotated", { name }) })}
        >
          {t("devices.rotate")}
        </Button>
      )}
      {device.state !== "revoked" && !device.this_machine && (
        <Button onClick={() => setDoing("revoke")}>{t("devices.revoke")}</Button>
      )}
      <WishesDrawer device={device} open={doing === "wishes"} onClose={close} />
    </div>
  );
}

function Rename({ device, onClose }: { device: Device; onClose: () => void }) {
  const id = useId();
  const [name, setName] = useState(device.name);
  const { mutate, isPending } = useDeviceChange(device);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    mutate({ method: "PATCH", body: { name: name.trim() } }, { onSuccess: onClose });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field label={t("devices.name")} htmlFor={id} className="w-60">
        <TextField id={id} maxLength={100} value={name} onChange={({ target }) => setName(target.value)} />
      </Field>
      <Button type="submit" look="primary" disabled={isPending || !name.trim()}>
        {t("devices.save")}
      </Button>
      <Button look="quiet" onClick={onClose}>
        {t("devices.cancel")}
      </Button>
    </form>
  );
}
