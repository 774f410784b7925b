import { AddDevice } from "@/features/devices/AddDevice";
import { DeviceList } from "@/features/devices/DeviceList";
import { Secrets } from "@/features/devices/Secrets";
import { t } from "@/lib/t";

import { useSession } from "../session";

export function DevicesPage() {
  const { me } = useSession();
  return (
    <div className="flex max-w-[720px] flex-col gap-10">
      <div>
        <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div>
            <h1 className="text-20 font-semibold">{t("devices.title")}</h1>
            <p className="mt-1 text-ink-2">{t("devices.about")}</p>
          </div>
          <AddDevice owner={me.name} />
        </header>
        <DeviceList zone={me.zone} today={me.today} />
      </div>
      <Secrets />
    </div>
  );
}
