import { DayRules } from "@/features/accounts/DayRules";
import { Zones } from "@/features/accounts/Zones";
import { useSignOut } from "@/features/accounts/useSigning";
import { singleKeys } from "@/lib/keys";
import { t } from "@/lib/t";
import { theme } from "@/lib/theme";
import { useChoice } from "@/lib/useStored";
import { useTitle } from "@/lib/useTitle";
import { Block } from "@/ui/Block";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { PageTitle } from "@/ui/PageTitle";
import { SettingLine } from "@/ui/SettingLine";

import { useSession } from "../session";

export function SettingsPage() {
  const { me } = useSession();
  const signOut = useSignOut();
  useTitle(t("settings.title"));
  return (
    <div className="flex max-w-[640px] flex-col gap-10">
      <PageTitle>{t("settings.title")}</PageTitle>
      <Block title={t("settings.browser")}>
        <SettingLine name={t("settings.theme")}>
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
        </SettingLine>
        <SettingLine name={t("settings.keys")} help={t("settings.keys-help")}>
          <Choice
            label={t("settings.keys")}
            value={useChoice(singleKeys)}
            onChange={singleKeys.write}
            options={[
              ["on", t("settings.on")],
              ["off", t("settings.off")],
            ]}
          />
        </SettingLine>
      </Block>
      <Block title={t("settings.days")} aside={t("settings.days-where")}>
        <Zones me={me} />
        <DayRules me={me} />
      </Block>
      <Block title={t("settings.account")}>
        <SettingLine name={me.name} help={t("settings.version", { version: me.version })}>
          <Button disabled={signOut.isPending} onClick={() => signOut.mutate()}>
            {t("settings.sign-out")}
          </Button>
        </SettingLine>
      </Block>
    </div>
  );
}
