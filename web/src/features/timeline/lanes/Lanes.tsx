import { useCallback, useMemo, useState, type ReactNode } from "react";

import type { Ms, Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { useWidth } from "@/lib/useWidth";

import { xOf, type Named } from "../band/geometry";
import { withAir } from "../band/gestures";
import { Paints } from "../band/parts";
import type { Zoom } from "../band/useZoom";
import type { Segment } from "../useTimeline";

import { LaneRow } from "./LaneRow";
import { Choice, Crosshair, Hours, Present } from "./Overlay";
import { PieceTip, under } from "./PieceTip";
import { revealed, type LaneMove } from "./keys";
import { AXIS, laneAt, type PlacedLane } from "./lanes";
import { drawnRange, edgesOf, neighbour, sameRange, snap, stretchAt, toNextEdge } from "./snap";
import { useLanePointer, type LaneSpot } from "./useLanePointer";

interface Props {
  lanes: readonly PlacedLane[];
  tall: number;
  zoom: Zoom;
  zone: string;
  /** The present, and the lane it belongs to when not to all. */
  now: { at: Ms; lane: string | null } | null;
  /** The chosen stretch, and its lane when it does not go through all. */
  choice: Range | null;
  choiceLane: string | null;
  onChoose: (range: Range | null, lane: string) => void;
  /** How far a lane goes when it is not the whole axis. */
  extents?: Record<string, Range>;
  blocks: readonly Named[];
  segments: readonly Segment[] | null;
  /** From the axis back to when it really was. */
  real?: (range: Range, lane: string) => Range;
  label: (lane: PlacedLane) => ReactNode;
  narrow: boolean;
  summary: string;
  children?: ReactNode;
}

const NEAR_PX = 7;

/** Lanes under one time axis. Pointer, fingers and keys choose a stretch of time; its edges keep to what begins and ends. */
export function Lanes(props: Props) {
  const { lanes, tall, zoom, zone, now, choice, choiceLane, onChoose, blocks, narrow } = props;
  const [area, width] = useWidth<HTMLDivElement>(1000);
  const [cursor, setCursor] = useState<{ lane: string; at: Ms } | null>(null);
  const [summons, setSummons] = useState<{ lane: string; at: Ms } | null>(null);
  const edges = useMemo(() => new Map(lanes.map((lane) => [lane.id, edgesOf(lane.pieces)])), [lanes]);
  const everyEdge = useMemo(() => edgesOf(lanes.flatMap((lane) => [...lane.pieces])), [lanes]);
  const { range, day } = zoom;
  const near = ((range.end - range.start) / width) * NEAR_PX;
  const extent = (lane: string) => props.extents?.[lane] ?? day;
  const edgesFor = (lane: string) => (choiceLane === null ? everyEdge : (edges.get(lane) ?? []));

  const chooseAt = ({ at, y }: LaneSpot): [Range, string] | null => {
    const lane = laneAt(lanes, y);
    return lane ? [stretchAt(rowUnder(lane, y), at, extent(lane.id)), lane.id] : null;
  };
  const pointer = useLanePointer({
    area,
    zoom,
    width,
    onTap: (spot) => {
      const found = chooseAt(spot);
      if (found) onChoose(...found);
    },
    onDouble: (spot) => {
      const found = chooseAt(spot);
      if (found) zoom.show(withAir(found[0], day, zoom.closest));
    },
    onDrawn: (drawing) => {
      const lane = laneAt(lanes, drawing.y)?.id ?? "";
      const held = drawing.free ? 0 : near;
      onChoose(drawnRange(drawing.from, drawing.to, edgesFor(lane), held, extent(lane)), lane);
    },
  });

  const { show, reset } = zoom;
  const summon = useCallback((lane: string, at: Ms) => setSummons({ lane, at }), []);
  const onCursor = useCallback((lane: string, at: Ms) => setCursor({ lane, at }), []);
  const onWalked = (lane: PlacedLane, to: Range) => {
    // A choice that was one piece of this lane goes along; one drawn by hand stays.
    const followed = choice && lane.pieces.some((piece) => sameRange(piece, choice));
    if (followed) onChoose(to, lane.id);
  };
  const onMove = (lane: PlacedLane, move: Exclude<LaneMove, { kind: "go" }>, from: Range) => {
    if (move.kind === "show") show(move.range);
    else if (move.kind === "reset") reset();
    else if (move.kind === "choose") onChoose(from, lane.id);
    else if (move.kind === "lane") {
      const to = lanes[lanes.indexOf(lane) + move.step];
      if (to) summon(to.id, (from.start + from.end) / 2);
    } else if (move.kind === "beyond") {
      const next = neighbour(lane.pieces, from, move.step);
      if (!next) return;
      show(revealed(range, next, day));
      summon(lane.id, (next.start + next.end) / 2);
      onWalked(lane, { start: next.start, end: next.end });
    } else {
      const known = choice ?? from;
      const own = edges.get(lane.id) ?? [];
      const end = toNextEdge(known.end, own, move.step);
      onChoose(end > known.start ? { start: known.start, end } : known, lane.id);
    }
  };

  const drawing = pointer.drawing;
  const drawnIn = drawing ? laneAt(lanes, drawing.y)?.id : undefined;
  const shown: Range | null = drawing
    ? drawnRange(
        drawing.from,
        drawing.to,
        edgesFor(drawnIn ?? ""),
        drawing.free ? 0 : near,
        extent(drawnIn ?? ""),
      )
    : choice;
  const frame = lanes.find((lane) => choiceLane !== null && lane.id === (drawnIn ?? choiceLane));
  const place = { range, width, zone };
  const spot = pointer.spot ?? focusSpot(cursor, lanes);

  return (
    <div className={narrow ? "" : "pl-[128px]"}>
      <div
        ref={area}
        role="presentation" // the lists inside are what assistive tools see
        className="relative touch-pan-y select-none"
        style={{ height: tall }}
        {...pointer.handlers}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setCursor(null)}
      >
        <svg width="0" height="0" className="absolute">
          <Paints />
        </svg>
        <Hours {...place} tall={tall} />
        {lanes.map((lane) => (
          <div key={lane.id}>
            <div
              className={
                narrow
                  ? "absolute left-0 -translate-y-full"
                  : "absolute -left-[128px] flex w-[118px] items-center"
              }
              style={{ top: lane.top, ...(narrow ? {} : { height: lane.height }) }}
            >
              {props.label(lane)}
            </div>
            <LaneRow
              lane={lane}
              zoom={zoom}
              width={width}
              zone={zone}
              blocks={blocks}
              cursor={cursor?.lane === lane.id ? cursor.at : null}
              summoned={summons?.lane === lane.id ? summons : null}
              onCursor={onCursor}
              onMove={onMove}
              onWalked={onWalked}
            />
          </div>
        ))}
        {props.children}
        {now && <Present {...place} at={now.at} {...between(lanes, now.lane, tall)} />}
        {pointer.spot && !shown && <Crosshair {...place} at={pointer.spot.at} tall={tall} />}
        {shown && (choiceLane === null || frame) && (
          <Choice
            {...place}
            choice={shown}
            drawing={drawing !== null}
            {...between(lanes, frame?.id ?? null, tall)}
            onEdge={(edge, at, free) => {
              const to = snap(at, edgesFor(choiceLane ?? ""), free ? 0 : near);
              const moved = { ...shown, [edge]: to };
              if (moved.end - moved.start >= 1000) onChoose(moved, choiceLane ?? lanes[0]?.id ?? "");
            }}
            onNextEdge={(edge, step) => {
              const moved = { ...shown, [edge]: toNextEdge(shown[edge], edgesFor(choiceLane ?? ""), step) };
              if (moved.end - moved.start >= 1000) onChoose(moved, choiceLane ?? lanes[0]?.id ?? "");
            }}
          />
        )}
        {spot && !drawing && <Tip {...props} spot={spot} width={width} />}
      </div>
    </div>
  );
}

function Tip(props: Props & { spot: LaneSpot; width: number }) {
  const { lanes, spot, zoom, zone, now, width, segments, real } = props;
  const lane = laneAt(lanes, spot.y);
  if (!lane || spot.y < AXIS) return null;
  const piece = under(
    lane.pieces,
    spot.at,
    lane.rows > 1 || lane.look === "device" ? rowAt(lane, spot.y) : null,
  );
  const gap = lane.look === "light" && lane.pieces.length > 0 ? awayAt(lane, spot.at, now?.at ?? null) : null;
  return (
    <PieceTip
      piece={piece}
      away={piece ? null : gap}
      look={lane.look}
      x={xOf(spot.at, zoom.range, width)}
      top={lane.bottom + 6}
      width={width}
      zone={zone}
      segments={segments}
      real={piece && real ? real(piece, lane.id) : null}
    />
  );
}

/** Between the first and the last activity, nothing means away. */
function awayAt(lane: PlacedLane, at: Ms, now: Ms | null): Range | null {
  const [first, last] = [lane.pieces[0], lane.pieces.at(-1)];
  if (!first || !last || at < first.start) return null;
  if (at >= last.end) return now !== null && at < now ? { start: last.end, end: now } : null;
  return stretchAt(lane.pieces, at, { start: first.start, end: last.end });
}

function rowAt(lane: PlacedLane, y: number): number {
  if (lane.look === "device") return y - lane.top > lane.height - 6 ? 1 : 0;
  return Math.min(lane.rows - 1, Math.max(0, Math.floor((y - lane.top) / 20)));
}

function rowUnder(lane: PlacedLane, y: number): readonly Range[] {
  if (lane.rows === 1) return lane.pieces;
  return lane.pieces.filter((piece) => (piece.row ?? 0) === rowAt(lane, y));
}

function focusSpot(cursor: { lane: string; at: Ms } | null, lanes: readonly PlacedLane[]): LaneSpot | null {
  const lane = cursor && lanes.find((each) => each.id === cursor.lane);
  return lane ? { at: cursor.at, y: lane.top + 1 } : null;
}

/** From top to bottom of one lane, or of all. */
function between(lanes: readonly PlacedLane[], id: string | null, tall: number) {
  const lane = lanes.find((each) => each.id === id);
  return lane ? { top: lane.top, height: lane.height } : { top: AXIS - 4, height: tall - AXIS };
}

/** The name of a lane, and how much of it counts. */
export function LaneName({ lane }: { lane: PlacedLane }) {
  return (
    <span className="flex min-w-0 flex-1 items-baseline justify-between gap-2 text-12 text-ink-2">
      <span className="truncate">{lane.name}</span>
      {lane.seconds !== null && (
        <span className="whitespace-nowrap text-ink-2">{duration(lane.seconds)}</span>
      )}
    </span>
  );
}
