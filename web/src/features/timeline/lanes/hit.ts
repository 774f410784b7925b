/** What of a lane lies under a point. Pure. */
import type { Ms, Range } from "@/lib/clock";

import { AXIS, laneAt, type PlacedLane } from "./lanes";
import type { Piece } from "./pieces";
import { stretchAt } from "./snap";
import type { LaneSpot } from "./useLanePointer";

export interface Hit {
  lane: PlacedLane;
  piece: Piece | null;
  /** Where nothing lies: from when to when one was away. */
  away: Range | null;
}

/** What is under a spot, if it is on a lane at all. */
export function hit(
  lanes: readonly PlacedLane[],
  { at, y }: LaneSpot,
  now: { at: Ms; lane: string | null } | null,
): Hit | null {
  const lane = laneAt(lanes, y);
  if (!lane || y < AXIS) return null;
  const piece = pieceUnder(lane, at, y);
  const band = lane.look === "light" || lane.look === "day";
  const present = now && (now.lane ?? lane.id) === lane.id ? now.at : null;
  return { lane, piece, away: band && !piece ? awayAt(lane, at, present) : null };
}

/** Between the first and the last activity, nothing means away. */
function awayAt(lane: PlacedLane, at: Ms, now: Ms | null): Range | null {
  const counted = lane.pieces.filter((piece) => piece.role !== "parallel");
  const [first, last] = [counted[0], counted.at(-1)];
  if (!first || !last || at < first.start) return null;
  if (at >= last.end) return now !== null && at < now ? { start: last.end, end: now } : null;
  return stretchAt(counted, at, { start: first.start, end: last.end });
}

function rowAt(lane: PlacedLane, y: number): number {
  if (lane.look === "device" || lane.look === "day") return y - lane.top > lane.height - 6 ? 1 : 0;
  return Math.min(lane.rows - 1, Math.max(0, Math.floor((y - lane.top) / 20)));
}

export function rowUnder(lane: PlacedLane, y: number): readonly Range[] {
  if (lane.rows === 1 && lane.look !== "day") return lane.pieces;
  return lane.pieces.filter((piece) => (piece.row ?? 0) === rowAt(lane, y));
}

export function focusSpot(
  cursor: { lane: string; at: Ms } | null,
  lanes: readonly PlacedLane[],
): LaneSpot | null {
  const lane = cursor && lanes.find((each) => each.id === cursor.lane);
  return lane ? { at: cursor.at, y: lane.top + 1 } : null;
}

function pieceUnder(lane: PlacedLane, at: Ms, y: number): Piece | null {
  const several = lane.rows > 1 || lane.look === "device" || lane.look === "day";
  const row = several ? rowAt(lane, y) : null;
  const inRow = (piece: Piece) => row === null || (piece.row ?? 0) === row;
  return lane.pieces.find((piece) => piece.start <= at && at < piece.end && inRow(piece)) ?? null;
}

/** From top to bottom of one lane, or of all. */
export function between(lanes: readonly PlacedLane[], id: string | null, tall: number) {
  const lane = lanes.find((each) => each.id === id);
  return lane ? { top: lane.top, height: lane.height } : { top: AXIS - 4, height: tall - AXIS };
}
