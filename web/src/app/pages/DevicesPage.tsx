import { DeviceList } from "@/features/devices/DeviceList";
import { t } from "@/lib/t";
import { useTitle } from "@/lib/useTitle";
import { PageTitle } from "@/ui/PageTitle";

import { useSession } from "../session";

export function DevicesPage() {
  const { me } = useSession();
  useTitle(t("devices.title"));
  return (
    <div className="max-w-[640px]">
      <PageTitle>{t("devices.title")}</PageTitle>
      <p className="mt-1 mb-5 text-ink-2">{t("devices.about")}</p>
      <DeviceList zone={me.zone} today={me.today} />
    </div>
  );
}
