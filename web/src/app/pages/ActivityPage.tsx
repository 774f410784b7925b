import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";

import { Waiting } from "@/features/devices/Waiting";
import { useDevices } from "@/features/devices/useDevices";
import { ActivityBody } from "@/features/timeline/activity/ActivityBody";
import { SpanHeader } from "@/features/timeline/activity/SpanHeader";
import {
  asWanted,
  LENGTHS,
  neighbour,
  resized,
  shortName,
  spanOf,
  type Span,
} from "@/features/timeline/activity/span";
import { prefetch } from "@/features/timeline/activity/useActivity";
import { parseActivity, type ActivityView } from "@/features/timeline/activity/view";
import { Chips } from "@/features/timeline/filters/Chips";
import { FilterMenu } from "@/features/timeline/filters/FilterMenu";
import { SearchField } from "@/features/timeline/filters/SearchField";
import { narrowing, type Narrowing } from "@/features/timeline/filters/narrowing";
import { useKeys } from "@/lib/keys";
import { t } from "@/lib/t";
import { useTitle } from "@/lib/useTitle";
import { walk } from "@/lib/walk";
import { Button, buttonClass } from "@/ui/Button";
import type { Target } from "@/ui/PageHeader";

import { useSession } from "../session";

/** Where did my time go? Any time, from every side, narrowed by what one clicks. */
export function ActivityPage() {
  const { me } = useSession();
  const calendar = { today: me.today, weekStart: me.week_start };
  const view = parseActivity(useSearch({ strict: false }));
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data } = useDevices();
  const devices = data?.devices ?? [];
  const span = spanOf(view, calendar);
  const narrowed = narrowing({ ...view });
  const compare = view.compare !== "off" && span.length !== "all";
  const asked = { span, narrowed, compare, table: view.table };
  const target = (to: Span): Target => ({
    to: "/activity",
    search: { ...view, ...asWanted(to, me.today) },
  });
  /** What one may want to take back is a step in the browser's history. */
  const go = (change: ActivityView) => void navigate({ to: "/activity", search: { ...view, ...change } });
  const show = (change: ActivityView) =>
    void navigate({ to: "/activity", search: { ...view, ...change }, replace: true });
  const clear = () => go(Object.fromEntries(Object.keys(narrowed).map((name) => [name, undefined])));
  const step = (direction: -1 | 1) => {
    const to = neighbour(span, direction, calendar);
    if (to) void navigate(target(to));
  };
  useTitle(`${t("activity.title")} · ${shortName(span, me.today)}`);
  useKeys({
    "[": () => step(-1),
    "]": () => step(1),
    ...Object.fromEntries(
      LENGTHS.map((length, i) => [i + 1, () => void navigate(target(resized(span, length, calendar)))]),
    ),
    v: () => show({ compare: compare ? "off" : undefined }),
    "/": () => document.querySelector<HTMLElement>("[data-search]")?.focus(),
    j: () => walk("[data-row]", 1),
    k: () => walk("[data-row]", -1),
    m: () => {
      const { ruleAddress } = (document.activeElement as HTMLElement | null)?.dataset ?? {};
      if (ruleAddress !== undefined) void navigate({ href: ruleAddress });
    },
  });
  const { q, ...clicked } = narrowed;

  return (
    <>
      <SpanHeader
        span={span}
        calendar={calendar}
        compare={compare}
        target={target}
        onCompare={(on) => show({ compare: on ? undefined : "off" })}
        onIntent={(to) => prefetch(client, { ...asked, span: to, compare: compare && to.length !== "all" })}
      />
      <div className="mt-4 flex flex-wrap items-center gap-2 print:hidden">
        <SearchField value={q ?? ""} onChange={(text) => show({ q: text || undefined })} />
        <FilterMenu narrowed={narrowed} devices={devices} weekStart={me.week_start} onNarrow={go} />
        <Chips
          narrowed={clicked}
          devices={devices}
          onRemove={(names) => go(Object.fromEntries(names.map((name) => [name, undefined])))}
        />
        {Object.keys(narrowed).filter((name) => name !== "to_time").length > 1 && (
          <Button look="quiet" onClick={clear}>
            {t("filter.clear")}
          </Button>
        )}
        <Elsewhere span={span} narrowed={narrowed} today={me.today} />
      </div>
      <ActivityBody
        asked={asked}
        view={view}
        calendar={calendar}
        zone={me.zone}
        dayStart={me.day_start}
        devices={devices}
        onNarrow={go}
        onClear={clear}
        onShow={show}
        onGo={(to) => void navigate(target(to))}
        waiting={<Waiting />}
      />
    </>
  );
}

/** The same time, seen otherwise. */
function Elsewhere({ span, narrowed, today }: { span: Span; narrowed: Narrowing; today: string }) {
  const look = `${buttonClass("quiet")} -mr-3 ml-auto max-md:hidden`;
  if (span.length === "day") {
    return (
      <Link to="/timeline" search={{ date: span.start === today ? undefined : span.start }} className={look}>
        {t("activity.open-timeline")}
      </Link>
    );
  }
  const { from, to } = asWanted({ ...span, length: null }, today);
  const time = span.length === "all" ? { range: "12m" } : { from, to };
  return (
    <Link to="/trends" search={{ ...narrowed, ...time }} className={look}>
      {t("activity.open-trends")}
    </Link>
  );
}
