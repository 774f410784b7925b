import { t } from "@/lib/t";
import { Dot } from "@/ui/Dot";

import { polls, type Connection } from "./connection";

/** Whether the page follows by itself: pushed, asked every five seconds, or not at all. */
export function LiveDot({ connection, reachable }: { connection: Connection; reachable: boolean }) {
  const [tone, text] = !reachable
    ? (["bad", t("live.off")] as const)
    : connection.phase === "live"
      ? (["good", t("live.on")] as const)
      : polls(connection)
        ? (["warn", t("live.polling")] as const)
        : (["off", t("live.connecting")] as const);
  return (
    <span className="inline-flex items-center gap-2 text-12 whitespace-nowrap text-ink-2">
      <Dot tone={tone} />
      {text}
    </span>
  );
}
