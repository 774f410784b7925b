import { useNow } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";

import { DeviceRow } from "./DeviceRow";
import { StartAgent } from "./StartAgent";
import { inOrder, streamsOf } from "./state";
import { useBuckets } from "./useBuckets";
import { useDevices } from "./useDevices";

export function DeviceList({ zone, today }: { zone: string; today: string }) {
  const { data, isError } = useDevices();
  const buckets = useBuckets().data?.buckets ?? [];
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
      {inOrder(data.devices).map((device) => (
        <DeviceRow
          key={device.id}
          device={device}
          streams={streamsOf(device, buckets, now)}
          now={now}
          zone={zone}
          today={today}
        />
      ))}
    </ul>
  );
}
