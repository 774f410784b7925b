import { useNavigate, useSearch } from "@tanstack/react-router";

import { useCategoryTree } from "@/features/categories/useCategoryTree";
import { Waiting } from "@/features/devices/Waiting";
import { useDevices } from "@/features/devices/useDevices";
import { DayHeader } from "@/features/timeline/DayHeader";
import { DayError, EmptyDay } from "@/features/timeline/DayStates";
import { DayTimeline } from "@/features/timeline/DayTimeline";
import { LanesSkeleton } from "@/features/timeline/LanesSkeleton";
import { WeekHeader } from "@/features/timeline/WeekHeader";
import { WeekTimeline } from "@/features/timeline/WeekTimeline";
import { useDay } from "@/features/timeline/useDay";
import { asDevices, devicesOf, onDay, type TimelineView } from "@/features/timeline/view";
import { shortDate } from "@/lib/clock";
import { addDays } from "@/lib/dates";
import { useKeys } from "@/lib/keys";
import { useNow } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { useTitle } from "@/lib/useTitle";
import { Choice } from "@/ui/Choice";
import { DeviceFilter } from "@/ui/DeviceFilter";
import type { Target } from "@/ui/PageHeader";

import { useSession } from "../session";

export function TimelinePage() {
  const { me } = useSession();
  const view: TimelineView = useSearch({ strict: false });
  const navigate = useNavigate();
  const date = view.date !== undefined && view.date <= me.today ? view.date : me.today;
  const week = view.view === "week";
  const go = (search: TimelineView) => void navigate({ to: "/timeline", search });
  const show = (search: TimelineView) => void navigate({ to: "/timeline", search, replace: true });
  const step = (days: number) => {
    const to = addDays(date, days);
    go(onDay(view, to > me.today ? me.today : to, me.today));
  };
  useKeys({
    "[": () => step(week ? -7 : -1),
    "]": () => date < me.today && step(week ? 7 : 1),
    1: () => go({ ...view, view: undefined }),
    2: () => go({ ...view, view: "week" }),
  });
  useTitle(`${t("timeline.title")} · ${shortDate(date, me.today)}`);
  const target = (to: string): Target => ({ to: "/timeline", search: { ...onDay(view, to, me.today) } });
  const controls = (
    <>
      <Devices view={view} onView={show} />
      <Choice
        label={t("timeline.span")}
        value={week ? "week" : "day"}
        onChange={(span) => go({ ...view, view: span === "week" ? "week" : undefined, zoom: undefined })}
        options={[
          ["day", t("timeline.day")],
          ["week", t("timeline.week")],
        ]}
      />
    </>
  );
  const where = { date, today: me.today, weekStart: me.week_start, target };
  return (
    <>
      {week ? <WeekHeader {...where}>{controls}</WeekHeader> : <DayHeader {...where}>{controls}</DayHeader>}
      <div className="mt-5">
        {week ? (
          <WeekBody date={date} view={view} onView={show} />
        ) : (
          <DayBody date={date} view={view} onView={show} />
        )}
      </div>
    </>
  );
}

interface BodyProps {
  date: string;
  view: TimelineView;
  onView: (view: TimelineView) => void;
}

function DayBody({ date, view, onView }: BodyProps) {
  const { me } = useSession();
  const { day, coming, error, refetch } = useDay(date);
  const { data } = useDevices();
  const categories = useCategoryTree();
  const now = useNow(10_000);
  if (!day) {
    return error ? <DayError error={error} retry={() => void refetch()} /> : <LanesSkeleton />;
  }
  const today = day.date === me.today;
  if (day.band.length === 0 && day.total_seconds === 0) {
    return (
      <EmptyDay date={day.date} today={me.today}>
        {today && <Waiting />}
      </EmptyDay>
    );
  }
  return (
    // A day that is still coming leaves the one before it in sight.
    <div className={coming ? "opacity-50" : ""} aria-busy={coming}>
      <DayTimeline
        key={day.date}
        day={day}
        now={today ? now : null}
        view={coming ? {} : view}
        onView={onView}
        devices={data?.devices ?? []}
        categories={categories}
        failed={(problem, retry) => <DayError error={problem} retry={retry} />}
      />
    </div>
  );
}

function WeekBody({ date, view, onView }: BodyProps) {
  const { me } = useSession();
  const categories = useCategoryTree();
  const now = useNow(10_000);
  return (
    <WeekTimeline
      date={date}
      today={me.today}
      weekStart={me.week_start}
      dayStart={me.day_start}
      zone={me.zone}
      now={now}
      view={view}
      onView={onView}
      categories={categories}
      failed={(problem, retry) => <DayError error={problem} retry={retry} />}
    />
  );
}

function Devices({ view, onView }: Omit<BodyProps, "date">) {
  const { data } = useDevices();
  const devices = data?.devices ?? [];
  return (
    <DeviceFilter
      devices={devices}
      value={devicesOf(view)}
      onChange={(ids) => onView({ ...view, device: asDevices(ids, devices.length) })}
    />
  );
}
