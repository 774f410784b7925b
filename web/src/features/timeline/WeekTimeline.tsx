import { Link } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";

import { instant, weekdayName, type Ms, type Range } from "@/lib/clock";
import { addDays, daysFrom, startOfWeek } from "@/lib/dates";
import { duration } from "@/lib/duration";
import { useKeys } from "@/lib/keys";
import { t } from "@/lib/t";
import { useWidth } from "@/lib/useWidth";
import type { CategoryOption } from "@/ui/CategoryPicker";

import { LanesSkeleton } from "./LanesSkeleton";
import { WeekFacts } from "./WeekFacts";
import { useZoom } from "./band/useZoom";
import { toAddress, usualRange } from "./band/zoom";
import { LaneBar } from "./lanes/LaneBar";
import { Lanes } from "./lanes/Lanes";
import { focusLane } from "./lanes/focusLane";
import { placed, weekdayLane, type PlacedLane } from "./lanes/lanes";
import { edgesOf } from "./lanes/snap";
import { useChosen } from "./lanes/useChosen";
import { AXIS_ZONE, axisDay, fromAxis, laidOut, onAxis } from "./lanes/week";
import { DaysTable } from "./log/DaysTable";
import { Below } from "./selection/Below";
import { useCorrections } from "./selection/useCorrections";
import { useWeek, type WeekDay } from "./useWeek";
import { devicesOf, type TimelineView } from "./view";

interface Props {
  date: string;
  today: string;
  weekStart: number;
  dayStart: string;
  zone: string;
  now: Ms;
  view: TimelineView;
  onView: (change: TimelineView) => void;
  categories: readonly CategoryOption[];
  failed: (error: Error, retry: () => void) => ReactNode;
}

const NARROW = 720;
const SEVEN = Array<number>(7).fill(44);
const NO_BLOCKS: readonly never[] = [];

/** Seven days under each other, nine o'clock under nine o'clock. A stretch is chosen within one of them. */
export function WeekTimeline(props: Props) {
  const { date, today, weekStart, dayStart, now, view, onView, categories, failed } = props;
  const [box, wide] = useWidth<HTMLDivElement>(1136);
  const first = startOfWeek(date, weekStart);
  const dates = useMemo(() => daysFrom(first, 7), [first]);
  const devices = devicesOf(view);
  const week = useWeek(dates, today, view.device);
  const axis = useMemo(() => axisDay(dayStart), [dayStart]);
  const current = week.days.find((each) => each.date === date)?.day;
  const zone = current?.zone ?? props.zone;
  const bounds = useMemo(() => boundsOf(current), [current]);
  const records = useCorrections(current ? bounds : null);
  const lanes = useMemo(() => week.days.map((each) => laneOf(each, axis)), [week.days, axis]);
  const narrow = wide < NARROW;
  const layout = placed(lanes, narrow);

  const zoom = useZoom({
    ...{ day: axis, usual: usualRange(axis, hoursOf(lanes), null), zone: AXIS_ZONE },
    address: view.zoom,
    onAddress: (address) => onView({ ...view, zoom: address }),
  });
  const edges = useMemo(
    () => edgesOf(week.days.find((each) => each.date === date)?.pieces ?? []),
    [week.days, date],
  );
  const chosen = useChosen({
    ...{ day: bounds, zone, edges },
    address: current ? view.sel : undefined,
    onAddress: (address) => onView({ ...view, sel: address }),
  });
  const choose = (range: Range | null, lane: string) => {
    const real = range && dayOf(week.days, lane) ? inReal(range, week.days, lane, axis) : null;
    if (lane === date || !real) chosen.choose(real);
    else onView({ ...view, date: lane === today ? undefined : lane, sel: toAddress(real, zone, 1000) });
  };
  const present = presentOf(week.days, today, now, axis);
  useKeys({
    Escape: () => (chosen.choice ? chosen.choose(null) : zoom.reset()),
    j: () => focusLane(date),
    k: () => focusLane(date),
  });

  if (week.error) return failed(week.error, week.refetch);
  const nothing = week.pending && week.days.every((each) => !each.day);
  return (
    <div ref={box}>
      {nothing ? (
        <LanesSkeleton rows={SEVEN} />
      ) : (
        <>
          <WeekFacts days={week.days} />
          <figure className="mt-6">
            <Lanes
              lanes={layout.lanes}
              tall={layout.tall}
              zoom={zoom}
              zone={AXIS_ZONE}
              now={present}
              choice={chosen.choice && current ? laidOut(chosen.choice, zone, bounds, axis) : null}
              choiceLane={date}
              onChoose={choose}
              extent={(lane) => extentOf(lane, present, today, axis)}
              blocks={NO_BLOCKS}
              segments={null}
              real={(range, lane) => inReal(range, week.days, lane, axis)}
              label={(lane) => <DayName lane={lane} today={today} view={view} />}
              narrow={narrow}
            />
            <LaneBar zoom={zoom} devices={0} open={false} />
            <figcaption className="sr-only">{summary(week.days)}</figcaption>
          </figure>
          <Below
            chosen={chosen}
            inSight={weekRange(week.days, first)}
            hours={zoom.closer ? hoursText(zoom.settled) : null}
            day={bounds}
            zone={zone}
            devices={devices}
            categories={categories}
            records={records}
            onZoom={(range) => current && zoom.show(laidOut(range, zone, bounds, axis))}
          >
            <DaysTable days={week.days} today={today} view={view} />
          </Below>
        </>
      )}
    </div>
  );
}

function DayName({ lane, today, view }: { lane: PlacedLane; today: string; view: TimelineView }) {
  const text = `${weekdayName(lane.id, "short")} ${Number(lane.id.slice(8))}`;
  if (lane.id > today) return <span className="text-12 text-ink-2">{text}</span>;
  return (
    <Link
      to="/timeline"
      search={{ date: lane.id === today ? undefined : lane.id, device: view.device }}
      className="flex min-w-0 flex-1 items-baseline justify-between gap-2 text-12 hover:underline"
    >
      <span className={lane.id === today ? "font-semibold" : ""}>{text}</span>
      <span className="whitespace-nowrap text-ink-2">{lane.seconds ? duration(lane.seconds) : ""}</span>
    </Link>
  );
}

function laneOf({ date, day, pieces, seconds }: WeekDay, axis: Range) {
  const bounds = boundsOf(day);
  const laid = day ? pieces.map((piece) => laidOut(piece, day.zone, bounds, axis)) : [];
  return weekdayLane(date, weekdayName(date), seconds, laid);
}

function boundsOf(day: WeekDay["day"]): Range {
  return day ? { start: instant(day.start), end: instant(day.end) } : { start: 0, end: 86_400_000 };
}

function dayOf(days: readonly WeekDay[], date: string) {
  return days.find((each) => each.date === date)?.day;
}

function inReal(range: Range, days: readonly WeekDay[], lane: string, axis: Range): Range {
  const day = dayOf(days, lane);
  if (!day) return range;
  const bounds = boundsOf(day);
  const start = fromAxis(range.start, day.zone, bounds, axis);
  const end = fromAxis(range.end, day.zone, bounds, axis);
  return { start, end: end > start ? end : start + (range.end - range.start) };
}

function presentOf(days: readonly WeekDay[], today: string, now: Ms, axis: Range) {
  const day = dayOf(days, today);
  return day ? { at: onAxis(now, day.zone, boundsOf(day), axis), lane: today } : null;
}

function extentOf(lane: string, present: { at: Ms } | null, today: string, axis: Range): Range {
  if (lane < today) return axis;
  return { start: axis.start, end: lane === today && present ? present.at : axis.start };
}

/** From the earliest beginning to the latest end of any day. */
function hoursOf(lanes: readonly { pieces: readonly Range[] }[]): Range | null {
  const pieces = lanes.flatMap((lane) => lane.pieces);
  if (pieces.length === 0) return null;
  return {
    start: Math.min(...pieces.map((piece) => piece.start)),
    end: Math.max(...pieces.map((piece) => piece.end)),
  };
}

function weekRange(days: readonly WeekDay[], first: string): Range {
  const known = days.flatMap(({ day }) => (day ? [boundsOf(day)] : []));
  const start = known[0]?.start ?? Date.parse(`${first}T00:00:00Z`);
  return { start, end: known.at(-1)?.end ?? Date.parse(`${addDays(first, 7)}T00:00:00Z`) };
}

function hoursText(range: Range): { from: string; to: string } {
  const clock = (at: Ms) => new Date(at).toISOString().slice(11, 16);
  return { from: clock(range.start), to: clock(range.end) };
}

function summary(days: readonly WeekDay[]): string {
  const active = days.filter((each) => each.seconds > 0);
  return t("timeline.week-summary", {
    total: duration(active.reduce((sum, each) => sum + each.seconds, 0)),
    days: t("timeline.days", { count: active.length }),
  });
}
