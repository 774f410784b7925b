import type { ReactNode } from "react";

import { instant, timeOfDay, type Ms } from "@/lib/clock";
import { age, duration } from "@/lib/duration";
import { useNow } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { firstText, joinText, pathText } from "@/lib/text";
import { Mark } from "@/ui/Mark";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";

import { useHappening, type Happening } from "./useHappening";

interface Props {
  zone: string;
  help: ReactNode;
  /** When the server last answered, if it does not any more: what is known ends there. */
  knownUntil: Ms | null;
}

/** What is in front right now, and for how long. */
export function NowCard({ zone, help, knownUntil }: Props) {
  const { data, isError } = useHappening();
  const clock = useNow(1000);
  const now = knownUntil ?? clock;
  if (!data) {
    if (isError) return <Notice title={t("now.error")}>{t("now.error-safe")}</Notice>;
    return <Skeleton className="h-[74px] rounded-3" />;
  }
  const since = data.since ? instant(data.since) : null;
  const lasted = since === null ? "" : duration((now - since) / 1000);
  if (data.presence === "unknown") return <Unknown data={data} now={now} help={help} />;
  if (data.presence !== "active") {
    return (
      <Card title={t(`now.${data.presence}`)}>
        {since === null ? t("now.resting") : t("now.since", { time: timeOfDay(since, zone), length: lasted })}
      </Card>
    );
  }
  const where = firstText(data.domain, data.app);
  const category = firstText(pathText(data.category), t("where.uncategorised"));
  return (
    <Card
      title={firstText(joinText(" — ", [data.title, where]), t("now.nameless"))}
      mark={<Mark kind={data.kind ?? "uncategorised"} />}
    >
      {category}
      {since !== null && ` · ${t("now.unbroken", { length: lasted })}`}
    </Card>
  );
}

function Card({ title, mark, children }: { title: string; mark?: ReactNode; children: ReactNode }) {
  return (
    <div className="rounded-3 border border-rule bg-card px-4 py-3">
      <p className="flex items-baseline justify-between gap-3">
        <span className="line-clamp-2 font-semibold break-words">{title}</span>
        {mark}
      </p>
      <p className="mt-0.5 text-ink-2">{children}</p>
    </div>
  );
}

function Unknown({ data, now, help }: { data: Happening; now: number; help: ReactNode }) {
  const title = data.last_event_at
    ? t("now.silent", { age: age((now - instant(data.last_event_at)) / 1000) })
    : t("now.nothing");
  return (
    <Notice title={title} tone={data.last_event_at ? "warn" : "quiet"}>
      {help}
    </Notice>
  );
}
