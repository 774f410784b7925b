import { useState } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { SettingLine } from "@/ui/SettingLine";

import { ZonesForm } from "./ZonesForm";
import type { Me } from "./useMe";
import { useZones } from "./useProfile";

/** Where one lived when. Times of the past stand in the zone they were lived in. */
export function Zones({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  const { data } = useZones();
  const journeys = data ? data.zones.length - 1 : 0;
  return (
    <>
      <SettingLine name={t("settings.zone")} help={t("settings.zone-help")}>
        <span className="flex items-center gap-3">
          <span>
            {me.zone}
            {journeys > 0 && (
              <span className="text-ink-2"> · {t("settings.journeys", { count: journeys })}</span>
            )}
          </span>
          {!open && (
            <Button disabled={!data} onClick={() => setOpen(true)}>
              {t("settings.change")}
            </Button>
          )}
        </span>
      </SettingLine>
      {open && data && <ZonesForm zones={data.zones} onClose={() => setOpen(false)} />}
    </>
  );
}
