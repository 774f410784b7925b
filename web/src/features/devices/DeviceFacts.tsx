import type { ReactNode } from "react";

import { instant, type Ms } from "@/lib/clock";
import { age } from "@/lib/duration";
import { t } from "@/lib/t";

import { lagOf, type Stream } from "./state";
import type { Device } from "./useDevices";

interface Props {
  device: Device;
  streams: readonly Stream[];
  now: Ms;
}

/** Everything that is known of a device, word and value. */
export function DeviceFacts({ device, streams, now }: Props) {
  const { report } = device;
  const since = (at: string) => age(Math.max(0, (now - instant(at)) / 1000));
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1 text-12">
      <Fact name={t("devices.sends")}>
        {streams.length > 0 ? streams.map(streamText).join(", ") : t("devices.sends-nothing")}
      </Fact>
      <Fact name={t("devices.queue")}>
        {report ? queueText(device, now) : t("devices.untold")}
        {report && <span className="text-ink-2"> · {t("devices.told", { age: since(report.at) })}</span>}
      </Fact>
      {report && (
        <Fact name={t("devices.dead")}>
          {report.dead > 0 ? t("devices.dead-some", { count: report.dead }) : t("devices.dead-none")}
        </Fact>
      )}
      {device.clock_skew_seconds !== null && (
        <Fact name={t("devices.clock")}>{clockText(device.clock_skew_seconds)}</Fact>
      )}
      {device.username && <Fact name={t("devices.user")}>{device.username}</Fact>}
      {device.agent_version && <Fact name={t("devices.version")}>{device.agent_version}</Fact>}
      {device.enrolled && (
        <Fact name={t("devices.enrolled")}>{t("devices.age", { age: since(device.enrolled) })}</Fact>
      )}
      <Fact name={t("devices.key")}>
        {device.key_made ? keyText(device, since(device.key_made)) : t("devices.by-token")}
      </Fact>
      {(device.config_version ?? 0) > 1 && <Fact name={t("devices.wishes")}>{wishesText(device)}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}

function streamText({ name, seconds }: Stream): string {
  return seconds === null ? name : t("devices.stream", { name, age: age(seconds) });
}

function queueText(device: Device, now: Ms): string {
  const count = device.report?.pending ?? 0;
  const lag = lagOf(device, now);
  if (count === 0) return t("devices.queue-none");
  const some = t("devices.queue-some", { count });
  return lag === null ? some : `${some}, ${t("devices.lag", { age: age(lag) })}`;
}

function clockText(seconds: number): string {
  return seconds > 0
    ? t("devices.clock-ahead", { age: age(seconds) })
    : t("devices.clock-behind", { age: age(-seconds) });
}

function keyText(device: Device, old: string): string {
  const text = t("devices.key-age", { age: old });
  return device.rotation_asked ? `${text}, ${t("devices.key-asked")}` : text;
}

function wishesText(device: Device): string {
  const { report } = device;
  if (report?.config_refused) return t("devices.wishes-refused", { why: report.config_refused });
  return report?.config_version === device.config_version
    ? t("devices.wishes-taken")
    : t("devices.wishes-late");
}
