import { t } from "@/lib/t";

/** How recording starts, as a command to copy. */
export function StartAgent() {
  return (
    <div className="text-ink-2">
      <p>{t("agent.how")}</p>
      <code className="mt-2 block w-fit rounded-2 bg-band px-3 py-1.5 font-mono text-12 text-ink select-all">
        daywright up
      </code>
    </div>
  );
}
