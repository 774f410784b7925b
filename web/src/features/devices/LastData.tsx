import { age } from "@/lib/duration";
import { useNow } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { Dot } from "@/ui/Dot";

import { newest, tone } from "./freshness";
import { useDevices } from "./useDevices";

/** "3 devices, 4 s ago": when anything last arrived, always in sight. */
export function LastData() {
  const { data } = useDevices();
  const now = useNow(1000);
  if (!data) return <span className="text-12 text-ink-2">{t("devices.asking")}</span>;
  const seconds = newest(data.devices, now);
  const count = t("devices.count", { count: data.devices.length });
  return (
    <span className="inline-flex items-center gap-2 text-12 text-ink-2">
      <Dot tone={tone(seconds)} />
      {data.devices.length === 0
        ? t("devices.none")
        : seconds === null
          ? t("devices.never", { devices: count })
          : t("devices.seen", { devices: count, age: age(seconds) })}
    </span>
  );
}
