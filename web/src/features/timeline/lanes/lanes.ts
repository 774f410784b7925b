/** Which lanes there are, and where each lies. Pure. */
import { instant } from "@/lib/clock";
import { t } from "@/lib/t";
import { firstText } from "@/lib/text";

import type { Stretch } from "../band/geometry";
import type { Correction } from "../selection/useCorrections";
import type { Segment } from "../useTimeline";

import { byCategory, byTitle, pieceOf, stacked, type Piece } from "./pieces";

/**
 * light: the band; windows: slips with titles; beside: rows of what ran besides; hand: brackets; device: slim;
 * day: a band among others, with what ran beside under it.
 */
export type Look = "light" | "windows" | "beside" | "hand" | "device" | "day";

export interface Lane {
  id: string;
  name: string;
  /** Seconds of it that count, where that says something. */
  seconds: number | null;
  look: Look;
  pieces: readonly Piece[];
  rows: number;
}

export interface PlacedLane extends Lane {
  top: number;
  height: number;
  /** The lane with its label, for pointing at. */
  bottom: number;
}

export const PRIMARY = "primary";
const MOST_ROWS = 3;
const HEIGHT: Record<Look, number> = { light: 64, windows: 36, beside: 18, hand: 20, device: 16, day: 44 };
export const AXIS = 26;
const GAP = 10;
const LABEL = 18;
export const FOLD = 24;

interface Wanted {
  segments: readonly Segment[];
  corrections: readonly Correction[];
  /** In the order in which the user knows them. */
  devices: readonly string[];
}

export function dayLanes({ segments, corrections, devices }: Wanted): { lanes: Lane[]; devices: Lane[] } {
  const pieces = segments.map(pieceOf);
  const primary = pieces.filter((piece) => piece.role !== "parallel");
  const beside = stacked(
    byTitle(pieces.filter((piece) => piece.role === "parallel").sort(byPlace)),
    MOST_ROWS,
  );
  const rows = Math.max(0, ...beside.map((piece) => piece.row + 1));
  const lanes: Lane[] = [
    { ...lane(PRIMARY, t("lanes.primary"), "light", byCategory(primary)) },
    { ...lane("windows", t("lanes.windows"), "windows", byTitle(primary)) },
  ];
  if (rows > 0) lanes.push({ ...lane("beside", t("lanes.beside"), "beside", beside), rows });
  if (corrections.length > 0) lanes.push(lane("hand", t("lanes.hand"), "hand", corrections.map(recordPiece)));
  return { lanes, devices: deviceLanes(pieces, devices) };
}

/** Before the segments are known, the day's own band stands where they will be. */
export function bandLanes(band: readonly Stretch[]): Lane[] {
  const pieces = band.map((each): Piece => ({
    ...each,
    title: "",
    place: "",
    device: "",
    role: each.passive ? "passive" : "active",
  }));
  return [
    lane(PRIMARY, t("lanes.primary"), "light", pieces),
    lane("windows", t("lanes.windows"), "windows", []),
  ];
}

/** One lane for each device that saw anything, the known ones first. */
function deviceLanes(pieces: readonly Piece[], known: readonly string[]): Lane[] {
  const seen = new Set(pieces.map((piece) => piece.device).filter(Boolean));
  const order = [
    ...known.filter((name) => seen.has(name)),
    ...[...seen].filter((name) => !known.includes(name)),
  ];
  return order.map((name) => {
    const own = pieces.filter((piece) => piece.device === name);
    const counted = own.filter((piece) => piece.role !== "parallel");
    const seconds = counted.reduce((sum, piece) => sum + piece.end - piece.start, 0) / 1000;
    return {
      ...lane(`device:${name}`, name, "device", byCategory(own).map(inRow)),
      seconds: seconds > 0 ? seconds : null,
    };
  });
}

/** A day as one lane among others. */
export function weekdayLane(
  date: string,
  name: string,
  seconds: number | null,
  pieces: readonly Piece[],
): Lane {
  return { ...lane(date, name, "day", pieces.map(inRow)), seconds };
}

/** What is added stands above what ran beside. */
function inRow(piece: Piece): Piece {
  return { ...piece, row: piece.role === "parallel" ? 1 : 0 };
}

function lane(id: string, name: string, look: Look, pieces: readonly Piece[]): Lane {
  return { id, name, look, pieces, rows: 1, seconds: null };
}

/** A record of the user's own as something to draw. */
export function recordPiece(record: Correction): Piece {
  const erased = record.action === "erase";
  const category = record.category ?? [];
  return {
    ...{ start: instant(record.start), end: instant(record.end), kind: "neutral", passive: false, category },
    label: erased ? t("hand.erased") : firstText(record.title, category.at(-1)),
    ...{ title: record.title ?? "", place: "", device: "", role: "by_hand", record: record.id },
  };
}

/** Lanes under each other below the axis; on a narrow screen each has its name above it instead of beside it. */
export function placed(
  lanes: readonly Lane[],
  narrow: boolean,
  from = AXIS,
): { lanes: PlacedLane[]; tall: number } {
  let y = from;
  const out = lanes.map((each) => {
    const top = y + (narrow ? LABEL : 0);
    const height = HEIGHT[each.look] * each.rows + 2 * (each.rows - 1);
    y = top + height + GAP;
    return { ...each, top, height, bottom: top + height };
  });
  return { lanes: out, tall: y };
}

/** The lane at a height, or the nearest above. */
export function laneAt(lanes: readonly PlacedLane[], y: number): PlacedLane | undefined {
  return lanes.findLast((each) => each.top - GAP / 2 <= y) ?? lanes[0];
}

function byPlace(a: Piece, b: Piece): number {
  return a.device === b.device ? a.start - b.start : a.device < b.device ? -1 : 1;
}
