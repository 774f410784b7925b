import { instant, localDate, shortDate, timeOfDay, type Ms } from "@/lib/clock";
import { age } from "@/lib/duration";
import { useNow } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { Dot } from "@/ui/Dot";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";

import { StartAgent } from "./StartAgent";
import { silence, tone } from "./freshness";
import { useDevices, type Device } from "./useDevices";

export function DeviceList({ zone, today }: { zone: string; today: string }) {
  const { data, isError } = useDevices();
  const now = useNow(1000);
  if (!data) {
    if (isError) return <Notice title={t("devices.error")}>{t("now.error-safe")}</Notice>;
    return <Skeleton className="h-32" />;
  }
  if (data.devices.length === 0) {
    return (
      <Notice title={t("devices.none")}>
        <StartAgent />
      </Notice>
    );
  }
  return (
    <ul className="divide-y divide-rule border-y border-rule">
      {data.devices.map((device) => (
        <Row key={device.id} device={device} now={now} when={(at) => when(at, zone, today)} />
      ))}
    </ul>
  );
}

function Row({ device, now, when }: { device: Device; now: Ms; when: (at: Ms) => string }) {
  const seconds = silence(device, now);
  const state = tone(seconds);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 py-3">
      <span className="flex items-center gap-2.5">
        <Dot tone={state} />
        <span className="truncate font-medium">{device.name}</span>
        {device.this_machine && <span className="text-12 text-ink-2">{t("devices.here")}</span>}
      </span>
      <span className="text-right">
        {seconds === null ? t("devices.silent") : t("devices.age", { age: age(seconds) })}
      </span>
      <span className="truncate pl-[17px] text-12 text-ink-2">
        {[device.platform, device.hostname === device.name ? null : device.hostname]
          .filter(Boolean)
          .join(" · ")}
      </span>
      <span className="text-right text-12 text-ink-2">
        {device.last_seen && when(instant(device.last_seen))}
      </span>
      {device.this_machine && state !== "good" && (
        <div className="col-span-2 mt-2 pl-[17px]">
          <StartAgent />
        </div>
      )}
    </li>
  );
}

function when(at: Ms, zone: string, today: string): string {
  const date = localDate(at, zone);
  const time = timeOfDay(at, zone);
  return date === today ? time : `${shortDate(date, today)}, ${time}`;
}
