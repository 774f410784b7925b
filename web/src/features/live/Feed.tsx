import { instant, timeWithSeconds } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { firstText, joinText } from "@/lib/text";
import { Drawer } from "@/ui/Drawer";
import { Notice } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";

import { useRecent, type RecentEvent } from "./useRecent";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  zone: string;
}

/** The newest events as they were stored, before any merging: what the agent really reports. */
export function Feed({ open, onOpenChange, zone }: Props) {
  const { data, isError } = useRecent(open);
  return (
    <Drawer
      open={open}
      onOpenChange={onOpenChange}
      title={t("feed.title")}
      description={t("feed.about")}
      closeLabel={t("close")}
    >
      {!data && isError && <Notice title={t("feed.error")}>{t("now.error-safe")}</Notice>}
      {!data && !isError && <Skeleton className="h-64" />}
      {data?.events.length === 0 && <p className="text-ink-2">{t("feed.empty")}</p>}
      <ol className="divide-y divide-rule">
        {data?.events.map((event) => (
          <Row key={event.id} event={event} zone={zone} />
        ))}
      </ol>
    </Drawer>
  );
}

const STATES = {
  afk: t("state.afk"),
  "not-afk": t("state.not-afk"),
  awake: t("state.awake"),
  asleep: t("state.asleep"),
  locked: t("state.locked"),
  unlocked: t("state.unlocked"),
};

function stateName(state: string | null): string | null {
  return state !== null && state in STATES ? STATES[state as keyof typeof STATES] : state;
}

function Row({ event, zone }: { event: RecentEvent; zone: string }) {
  const [start, end] = [instant(event.start), instant(event.end)];
  const name = firstText(event.title, stateName(event.state), event.app, event.kind);
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-3 py-2">
      <time dateTime={event.start} className="font-mono text-12 leading-5 text-ink-2">
        {timeWithSeconds(start, zone)}
      </time>
      <span className="truncate" title={name}>
        {name}
      </span>
      <span className="text-12 leading-5 font-medium">{duration((end - start) / 1000)}</span>
      <span className="col-start-2 truncate text-12 text-ink-2">
        {joinText(
          " · ",
          [event.domain, event.app, event.kind, event.device].filter((part) => part !== name),
        )}
      </span>
    </li>
  );
}
