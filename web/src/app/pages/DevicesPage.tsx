import { DeviceList } from "@/features/devices/DeviceList";
import { t } from "@/lib/t";

import { useSession } from "../session";

export function DevicesPage() {
  const { me } = useSession();
  return (
    <div className="max-w-[640px]">
      <h1 className="text-20 font-semibold">{t("devices.title")}</h1>
      <p className="mt-1 mb-5 text-ink-2">{t("devices.about")}</p>
      <DeviceList zone={me.zone} today={me.today} />
    </div>
  );
}
