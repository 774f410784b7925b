import { useCallback, useMemo, useState, type ReactNode } from "react";

import type { Ms, Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { useEscape } from "@/lib/useEscape";
import { useWidth } from "@/lib/useWidth";

import { xOf, type Named } from "../band/geometry";
import { withAir } from "../band/gestures";
import { Paints } from "../band/parts";
import type { Zoom } from "../band/useZoom";
import type { Segment } from "../useTimeline";

import { LaneRow } from "./LaneRow";
import { Choice, CHOICE_HALF, Crosshair, Hours, Present, PRESENT_HALF } from "./Overlay";
import { PieceTip } from "./PieceTip";
import { between, focusSpot, hit, rowUnder } from "./hit";
import { revealed, type LaneMove } from "./keys";
import { laneAt, type PlacedLane } from "./lanes";
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
  /** From when to when a lane holds what already was. */
  extent: (lane: string) => Range;
  blocks: readonly Named[];
  segments: readonly Segment[] | null;
  /** From the axis back to when it really was. */
  real?: (range: Range, lane: string) => Range;
  label: (lane: PlacedLane) => ReactNode;
  narrow: boolean;
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
  const { extent } = props;
  const edgesFor = (lane: string) => (choiceLane === null ? everyEdge : (edges.get(lane) ?? []));

  const chooseAt = ({ at, y }: LaneSpot): [Range, string] | null => {
    const lane = laneAt(lanes, y);
    if (!lane) return null;
    const found = stretchAt(rowUnder(lane, y), at, extent(lane.id));
    return found.end > found.start ? [found, lane.id] : null;
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
      if (Math.min(drawing.from, drawing.to) >= extent(lane).end) return; // nothing was there yet
      onChoose(drawnRange(drawing.from, drawing.to, edgesFor(lane), held, extent(lane)), lane);
    },
  });

  useEscape(pointer.spot !== null || pointer.drawing !== null, () => {
    pointer.cancel();
    pointer.dismiss();
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
  const under = spot && hit(lanes, spot, now);
  const chip = shown && xOf((shown.start + shown.end) / 2, range, width);
  const taken = [
    ...(chip === null ? [] : [{ x: chip, half: CHOICE_HALF }]),
    ...(now ? [{ x: xOf(now.at, range, width), half: PRESENT_HALF }] : []),
  ];

  return (
    <div className={narrow ? "" : "pl-36"}>
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
        <Hours {...place} tall={tall} taken={taken} />
        {lanes.map((lane) => (
          <div key={lane.id}>
            <div
              className={
                narrow ? "absolute left-0 -translate-y-full" : "absolute -left-36 flex w-[134px] items-center"
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
        {now && (
          <Present
            {...place}
            at={now.at}
            nameless={
              chip !== null && Math.abs(chip - xOf(now.at, range, width)) < PRESENT_HALF + CHOICE_HALF
            }
            {...between(lanes, now.lane, tall)}
          />
        )}
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
        {under && !drawing && (
          <PieceTip
            piece={under.piece}
            away={under.away}
            look={under.lane.look}
            x={xOf(spot.at, range, width)}
            top={under.lane.bottom + 6}
            width={width}
            zone={zone}
            segments={props.segments}
            real={under.piece && props.real ? props.real(under.piece, under.lane.id) : null}
          />
        )}
      </div>
    </div>
  );
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
