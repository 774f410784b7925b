import { useQueryClient } from "@tanstack/react-query";

import { timeOfDay, type Ms } from "@/lib/clock";
import { everything, refetchChanged } from "@/lib/freshness";
import { useSilentSince } from "@/lib/reachability";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";

/** The page keeps what it knew when the server stops answering, and says from when that is. */
export function Stale({ clockOffset, zone }: { clockOffset: Ms; zone: string }) {
  const since = useSilentSince();
  const client = useQueryClient();
  if (since === null) return null;
  return (
    <div
      role="status"
      className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-3 border border-l-[3px] border-rule border-l-warn bg-card px-4 py-2.5"
    >
      <p className="min-w-0 flex-1 basis-64">
        <span className="font-semibold">
          {t("stale.title", { time: timeOfDay(since + clockOffset, zone) })}
        </span>{" "}
        <span className="text-ink-2">{t("stale.safe")}</span>
      </p>
      <Button onClick={() => void refetchChanged(client, everything)}>{t("stale.retry")}</Button>
    </div>
  );
}
