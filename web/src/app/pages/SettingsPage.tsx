import type { ReactNode } from "react";

import { useSignOut } from "@/features/accounts/useSigning";
import { weekdayName } from "@/lib/clock";
import { singleKeys } from "@/lib/keys";
import { t } from "@/lib/t";
import { theme } from "@/lib/theme";
import { useChoice } from "@/lib/useStored";
import { useTitle } from "@/lib/useTitle";
import { Block } from "@/ui/Block";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { PageTitle } from "@/ui/PageTitle";

import { useSession } from "../session";

export function SettingsPage() {
  const { me } = useSession();
  const signOut = useSignOut();
  useTitle(t("settings.title"));
  return (
    <div className="flex max-w-[640px] flex-col gap-10">
      <PageTitle>{t("settings.title")}</PageTitle>
      <Block title={t("settings.browser")}>
        <Line name={t("settings.theme")}>
          <Choice
            label={t("settings.theme")}
            value={useChoice(theme)}
            onChange={theme.write}
            options={[
              ["system", t("settings.system")],
              ["light", t("settings.light")],
              ["dark", t("settings.dark")],
            ]}
          />
        </Line>
        <Line name={t("settings.keys")} help={t("settings.keys-help")}>
          <Choice
            label={t("settings.keys")}
            value={useChoice(singleKeys)}
            onChange={singleKeys.write}
            options={[
              ["on", t("settings.on")],
              ["off", t("settings.off")],
            ]}
          />
        </Line>
      </Block>
      <Block title={t("settings.days")} aside={t("settings.days-where")}>
        <Line name={t("settings.zone")}>{me.zone}</Line>
        <Line name={t("settings.day-start")} help={t("settings.day-start-help")}>
          {me.day_start}
        </Line>
        <Line name={t("settings.week-start")}>{weekdayName(`2024-01-0${me.week_start}`)}</Line>
      </Block>
      <Block title={t("settings.account")}>
        <Line name={me.name} help={t("settings.version", { version: me.version })}>
          <Button disabled={signOut.isPending} onClick={() => signOut.mutate()}>
            {t("settings.sign-out")}
          </Button>
        </Line>
      </Block>
    </div>
  );
}

function Line({ name, help, children }: { name: string; help?: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-rule py-3">
      <div className="min-w-0">
        <p>{name}</p>
        {help !== undefined && <p className="max-w-[44ch] text-12 text-ink-2">{help}</p>}
      </div>
      <div>{children}</div>
    </div>
  );
}
