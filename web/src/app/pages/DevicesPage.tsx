import { AddDevice } from "@/features/devices/AddDevice";
import { DeviceList } from "@/features/devices/DeviceList";
import { History } from "@/features/devices/History";
import { Secrets } from "@/features/devices/Secrets";
import { t } from "@/lib/t";
import { useTitle } from "@/lib/useTitle";
import { PageTitle } from "@/ui/PageTitle";

import { useSession } from "../session";

export function DevicesPage() {
  const { me } = useSession();
  useTitle(t("devices.title"));
  return (
    <div className="flex max-w-[720px] flex-col gap-10">
      <div>
        <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div>
            <PageTitle>{t("devices.title")}</PageTitle>
            <p className="mt-1 text-ink-2">{t("devices.about")}</p>
          </div>
          <AddDevice owner={me.name} />
        </header>
        <DeviceList zone={me.zone} today={me.today} />
      </div>
      <Secrets />
      <History zone={me.zone} today={me.today} />
    </div>
  );
}
