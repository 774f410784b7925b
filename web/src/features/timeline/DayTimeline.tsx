import { useMemo, type ReactNode } from "react";

import { instant, timeOfDay, type Ms, type Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { useKeys } from "@/lib/keys";
import { t } from "@/lib/t";
import { useWidth } from "@/lib/useWidth";
import type { CategoryOption } from "@/ui/CategoryPicker";

import { DayFacts } from "./Facts";
import type { Named } from "./band/geometry";
import { useZoom } from "./band/useZoom";
import { MINUTE, usualRange } from "./band/zoom";
import { LaneBar } from "./lanes/LaneBar";
import { LaneName, Lanes } from "./lanes/Lanes";
import { Overview } from "./lanes/Overview";
import { focusLane } from "./lanes/focusLane";
import { bandLanes, dayLanes, placed } from "./lanes/lanes";
import { pieceOf } from "./lanes/pieces";
import { edgesOf } from "./lanes/snap";
import { useChosen } from "./lanes/useChosen";
import { Log } from "./log/Log";
import { SegmentTable } from "./log/SegmentTable";
import { lines } from "./log/log";
import { Below } from "./selection/Below";
import { useCorrections } from "./selection/useCorrections";
import type { Day } from "./useDay";
import { useSegments } from "./useSegments";
import type { Segment } from "./useTimeline";
import { devicesOf, type TimelineView } from "./view";

interface Props {
  day: Day;
  now: Ms | null;
  view: TimelineView;
  onView: (change: TimelineView) => void;
  /** All that there are, in the user's order. */
  devices: readonly { id: string; name: string }[];
  categories: readonly CategoryOption[];
  /** What stands here when the day's segments cannot be had. */
  failed: (error: Error, retry: () => void) => ReactNode;
}

const NOTHING: readonly Segment[] = [];
const NARROW = 720;

/** One day in lanes: what was in front, what ran beside, what each device saw; and whatever stretch of it one chooses. */
export function DayTimeline({ day, now, view, onView, devices, categories, failed }: Props) {
  const { zone } = day;
  const [box, wide] = useWidth<HTMLDivElement>(1136);
  const bounds = useMemo(() => ({ start: instant(day.start), end: instant(day.end) }), [day.start, day.end]);
  const { segments: all, error, refetch } = useSegments(bounds);
  const records = useCorrections(bounds);
  const chosenDevices = devicesOf(view);
  const segments = useOf(all ?? NOTHING, devices, view.device);
  const names = useMemo(() => devices.map((each) => each.name), [devices]);
  const lanes = useMemo(
    () =>
      all
        ? dayLanes({ segments, corrections: records, devices: names })
        : { lanes: bandLanes(day.band.map(placedPiece)), devices: [] },
    [all, segments, records, names, day.band],
  );
  const edges = useMemo(() => edgesOf(segments.map(pieceOf)), [segments]);
  const blocks = useMemo<Named[]>(
    () =>
      day.focus_blocks.map(({ label, start, end }) => ({ label, start: instant(start), end: instant(end) })),
    [day.focus_blocks],
  );
  const zoom = useZoom({
    ...{ day: bounds, usual: usualRange(bounds, activityOf(day), now), zone, closest: MINUTE },
    address: view.zoom,
    onAddress: (address) => onView({ ...view, zoom: address }),
  });
  const chosen = useChosen({
    ...{ day: bounds, zone, edges },
    address: view.sel,
    onAddress: (address) => onView({ ...view, sel: address }),
  });
  useKeys({
    Escape: () => (chosen.choice ? chosen.choose(null) : zoom.reset()),
    j: () => focusLane(),
    k: () => focusLane(),
  });

  const narrow = wide < NARROW;
  const usuallyOpen = lanes.devices.length > 1 && !narrow;
  const open = view.lanes === "open" || (view.lanes !== "folded" && usuallyOpen);
  const layout = placed(open ? [...lanes.lanes, ...lanes.devices] : lanes.lanes, narrow);
  const [primary, windows] = lanes.lanes;
  const told = useMemo(
    () => lines(primary?.pieces ?? [], windows?.pieces ?? [], zoom.settled),
    [primary, windows, zoom.settled],
  );
  const caption = t("segments.caption", {
    start: timeOfDay(zoom.range.start, zone),
    end: timeOfDay(zoom.range.end, zone),
  });

  return (
    <div ref={box}>
      <DayFacts day={day} today={now !== null} />
      {error && !all ? (
        <div className="mt-6">{failed(error, refetch)}</div>
      ) : (
        <figure className="mt-5">
          {view.as === "table" ? (
            <SegmentTable
              caption={caption}
              pieces={segments.map(pieceOf)}
              range={zoom.range}
              zone={zone}
              date={day.date}
              choice={chosen.choice}
              onChoose={chosen.choose}
            />
          ) : (
            <>
              <div className={narrow ? "mb-2" : "mb-2 pl-36"}>
                <Overview pieces={primary?.pieces ?? []} zoom={zoom} zone={zone} />
              </div>
              <Lanes
                lanes={layout.lanes}
                tall={layout.tall}
                zoom={zoom}
                zone={zone}
                now={now === null ? null : { at: now, lane: null }}
                choice={chosen.choice}
                choiceLane={null}
                onChoose={(range) => chosen.choose(range)}
                extent={() => ({ start: bounds.start, end: Math.min(bounds.end, now ?? bounds.end) })}
                blocks={blocks}
                segments={segments}
                label={(lane) => <LaneName lane={lane} />}
                narrow={narrow}
              />
            </>
          )}
          <LaneBar
            zoom={zoom}
            table={view.as === "table"}
            onTable={(table) => onView({ ...view, as: table ? "table" : undefined })}
            devices={lanes.devices.length}
            open={open}
            onOpen={(wanted) =>
              onView({ ...view, lanes: wanted === usuallyOpen ? undefined : wanted ? "open" : "folded" })
            }
          />
          <figcaption className="sr-only">{summary(day)}</figcaption>
        </figure>
      )}
      <Below
        chosen={chosen}
        inSight={zoom.settled}
        hours={null}
        day={bounds}
        zone={zone}
        devices={chosenDevices}
        categories={categories}
        records={records}
        onZoom={zoom.show}
      >
        <Log lines={told} range={zoom.settled} zone={zone} choice={chosen.choice} onChoose={chosen.choose} />
      </Below>
    </div>
  );
}

/** Only what the chosen devices saw; what was said by hand belongs to none of them and stays. */
function useOf(
  segments: readonly Segment[],
  devices: readonly { id: string; name: string }[],
  address: string | undefined,
): readonly Segment[] {
  return useMemo(() => {
    const ids = devicesOf({ device: address });
    if (ids.length === 0) return segments;
    const names = new Set(devices.filter(({ id }) => ids.includes(id)).map(({ name }) => name));
    return segments.filter((segment) => segment.device === "" || names.has(segment.device));
  }, [segments, devices, address]);
}

function placedPiece(piece: Day["band"][number]) {
  return { ...piece, start: instant(piece.start), end: instant(piece.end) };
}

function activityOf(day: Day): Range | null {
  if (!day.first_activity || !day.last_activity) return null;
  return { start: instant(day.first_activity), end: instant(day.last_activity) };
}

function summary(day: Day): string {
  if (!day.first_activity || !day.last_activity) return t("band.summary-empty");
  return t("timeline.summary", {
    start: timeOfDay(instant(day.first_activity), day.zone),
    end: timeOfDay(instant(day.last_activity), day.zone),
    total: duration(day.total_seconds),
    count: day.band.length,
    away: duration(day.breaks.reduce((sum, each) => sum + each.seconds, 0)),
  });
}
