import { t } from "@/lib/t";
import { Command } from "@/ui/Command";

/** How recording starts, as a command to copy. */
export function StartAgent({ centred = false }: { centred?: boolean }) {
  return (
    <div className={`flex flex-col gap-2 text-ink-2 ${centred ? "items-center" : ""}`}>
      <p>{t("agent.how")}</p>
      <Command />
    </div>
  );
}
