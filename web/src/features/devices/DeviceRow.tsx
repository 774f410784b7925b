import { useId, useState } from "react";

import { instant, type Ms } from "@/lib/clock";
import { age } from "@/lib/duration";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Dot } from "@/ui/Dot";
import { Chevron } from "@/ui/icons";

import { DeviceActions } from "./DeviceActions";
import { DeviceFacts } from "./DeviceFacts";
import { StartAgent } from "./StartAgent";
import { silence, tone } from "./freshness";
import { isCloned, lagOf, light, when, type Stream } from "./state";
import { useDeviceChange } from "./useDeviceChange";
import type { Device } from "./useDevices";

interface Props {
  device: Device;
  streams: readonly Stream[];
  now: Ms;
  zone: string;
  today: string;
}

export function DeviceRow({ device, streams, now, zone, today }: Props) {
  const [open, setOpen] = useState(false);
  const details = useId();
  const seconds = silence(device, now);
  const asleep = device.this_machine && tone(seconds) !== "good";
  return (
    <li className="py-3">
      <div className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-4">
        <span className="flex min-w-0 items-center gap-2.5">
          <Dot tone={light(device, now)} />
          <span className={`truncate font-medium ${device.state === "revoked" ? "text-ink-2" : ""}`}>
            {device.name}
          </span>
          {device.this_machine && <Remark>{t("devices.here")}</Remark>}
          {device.state === "pending" && <Remark>{t("devices.waits")}</Remark>}
          {device.state === "revoked" && <Remark>{t("devices.out")}</Remark>}
        </span>
        <span className="text-right whitespace-nowrap">
          {seconds === null ? t("devices.silent") : t("devices.age", { age: age(seconds) })}
        </span>
        <Button
          look="quiet"
          square
          aria-expanded={open}
          aria-controls={details}
          aria-label={t("devices.details", { name: device.name })}
          onClick={() => setOpen(!open)}
        >
          <span className={open ? "rotate-180" : ""}>
            <Chevron />
          </span>
        </Button>
      </div>
      <p className="flex justify-between gap-4 pr-12 pl-[17px] text-12 text-ink-2">
        <span className="truncate">{about(device, now)}</span>
        <span className="text-right whitespace-nowrap">
          {device.last_seen && when(instant(device.last_seen), zone, today)}
        </span>
      </p>
      {device.state === "pending" && <Waiting device={device} />}
      {isCloned(device) && (
        <p className="mt-2 max-w-[60ch] pl-[17px] text-12 text-ink-2">{t("devices.cloned")}</p>
      )}
      {asleep && (
        <div className="mt-2 pl-[17px]">
          <StartAgent />
        </div>
      )}
      {open && (
        <div id={details} className="mt-3 flex flex-col gap-4 pl-[17px]">
          <DeviceFacts device={device} streams={streams} now={now} />
          <DeviceActions device={device} />
        </div>
      )}
    </li>
  );
}

function Remark({ children }: { children: string }) {
  return <span className="text-12 whitespace-nowrap text-ink-2">{children}</span>;
}

/** A machine somebody has to look at before it may deliver. */
function Waiting({ device }: { device: Device }) {
  const { mutate, isPending } = useDeviceChange(device);
  const { name } = device;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 pl-[17px]">
      <p className="max-w-[44ch] text-12 text-ink-2">{t("devices.waits-what")}</p>
      <span className="flex flex-wrap gap-2">
        <Button
          look="primary"
          disabled={isPending}
          onClick={() => mutate({ method: "POST", verb: "approve", done: t("devices.approved", { name }) })}
        >
          {t("devices.approve")}
        </Button>
        <Button
          disabled={isPending}
          onClick={() => mutate({ method: "POST", verb: "revoke", done: t("devices.revoked", { name }) })}
        >
          {t("devices.deny")}
        </Button>
      </span>
    </div>
  );
}

/** One line: what it is, and what waits there when something does. */
function about(device: Device, now: Ms): string {
  const { report } = device;
  const lag = lagOf(device, now);
  const queue = report && report.pending > 0 ? t("devices.queue-some", { count: report.pending }) : null;
  return [
    device.platform,
    device.hostname === device.name ? null : device.hostname,
    queue && lag !== null ? `${queue}, ${t("devices.lag", { age: age(lag) })}` : queue,
  ]
    .filter(Boolean)
    .join(" · ");
}
