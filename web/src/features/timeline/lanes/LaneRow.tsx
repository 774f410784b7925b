import { memo, useEffect, useMemo, useRef, type KeyboardEvent } from "react";

import type { Ms, Range } from "@/lib/clock";
import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { firstText, joinText, pathText } from "@/lib/text";

import { drawnAt, layOut, xOf, type Drawn, type Named } from "../band/geometry";
import { drawnNames } from "../band/names";
import type { Zoom } from "../band/useZoom";

import { laneKey, type LaneMove } from "./keys";
import type { PlacedLane } from "./lanes";
import { AwayNames, Pieces } from "./paint";
import type { Piece } from "./pieces";
import { exactSpan } from "./times";

interface Props {
  lane: PlacedLane;
  zoom: Zoom;
  width: number;
  zone: string;
  blocks: readonly Named[];
  /** Where the keyboard is in this lane; null when it is elsewhere. */
  cursor: Ms | null;
  /** Told once: take the focus to this instant. */
  summoned: { at: Ms } | null;
  onCursor: (lane: string, at: Ms) => void;
  onMove: (lane: PlacedLane, move: Exclude<LaneMove, { kind: "go" }>, from: Range) => void;
  /** The keyboard went on to a neighbour. */
  onWalked: (lane: PlacedLane, to: Range) => void;
}

/** The keyboard walks in steps one can see, not through every second. */
const STEP = 10;
const NOBODY: readonly Named[] = [];

/** One lane: its picture, and the same as a list of options for the keyboard and for reading aloud. */
export const LaneRow = memo(function LaneRow(props: Props) {
  const { lane, zoom, width, zone, blocks, cursor, summoned, onCursor, onMove, onWalked } = props;
  const options = useRef<SVGGElement>(null);
  const { start, end } = zoom.range;
  const rows = useMemo(() => rowsOf(lane.pieces), [lane.pieces]);
  const drawn = useMemo(
    () => rows.map((pieces) => layOut(pieces, { start, end }, width)),
    [rows, start, end, width],
  );
  const steps = useMemo(
    () => layOut(lane.pieces, { start, end }, width, STEP),
    [lane.pieces, start, end, width],
  );
  const gaps = useMemo(
    () => (lane.look === "light" ? gapsOf(lane.pieces, { start, end }, width) : []),
    [lane.look, lane.pieces, start, end, width],
  );
  const current = cursor === null ? -1 : nearest(steps, cursor);

  useEffect(() => {
    if (!summoned) return;
    (options.current?.children[nearest(steps, summoned.at)] as SVGElement | undefined)?.focus();
    // The list of steps may be new for a view that just moved, but only a summons moves the focus.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [summoned]);

  const onKeyDown = (event: KeyboardEvent) => {
    const move = laneKey(event, { zoom, steps, current });
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const at = steps[Math.max(current, 0)];
    if (move.kind === "go") {
      const target = steps[move.index];
      (options.current?.children[move.index] as SVGElement | undefined)?.focus();
      if (target) onWalked(lane, whole(target));
    } else onMove(lane, move, at ? whole(at) : zoom.range);
  };

  return (
    <svg
      data-lane={lane.id}
      width={width}
      height={lane.height}
      className="absolute left-0 block overflow-hidden"
      style={{ top: lane.top }}
      onKeyDown={onKeyDown}
    >
      {(lane.look === "light" || lane.look === "day") && (
        <rect width={width} height={lane.height - (lane.look === "day" ? 7 : 0)} rx="3" fill="var(--band)" />
      )}
      {lane.look === "device" && <path d={`M0 ${lane.height - 0.5}h${width}`} stroke="var(--rule)" />}
      <g aria-hidden>
        <AwayNames gaps={gaps} height={lane.height} />
        {drawn.map((each, row) => (
          <Pieces
            key={row}
            look={lane.look}
            drawn={each}
            height={lane.height}
            row={row}
            blocks={lane.look === "light" ? blocks : NOBODY}
          />
        ))}
      </g>
      <g ref={options} role="listbox" aria-label={lane.name} aria-orientation="horizontal">
        {steps.map((each, i) => (
          <rect
            key={each.start}
            role="option"
            tabIndex={i === Math.max(current, 0) ? 0 : -1}
            aria-selected={i === current}
            aria-label={spoken(each, zone)}
            x={each.x + 1.5}
            y="1.5"
            width={Math.max(1, each.width - 3)}
            height={lane.height - 3}
            fill="transparent"
            onFocus={() => onCursor(lane.id, (each.start + each.end) / 2)}
            className="outline-none focus-visible:stroke-ink focus-visible:stroke-[3px]"
          />
        ))}
      </g>
    </svg>
  );
});

function rowsOf(pieces: readonly Piece[]): Piece[][] {
  const rows: Piece[][] = [[]];
  for (const piece of pieces) (rows[piece.row ?? 0] ??= []).push(piece);
  return Array.from(rows, (row: Piece[] | undefined) => row ?? []); // a row may be empty
}

function gapsOf(pieces: readonly Piece[], range: Range, width: number) {
  return pieces.flatMap((piece, i) => {
    const next = pieces[i + 1];
    if (!next || next.start - piece.end < 60_000) return [];
    const x = Math.max(0, xOf(piece.end, range, width));
    const right = Math.min(width, xOf(next.start, range, width));
    return right > x ? [{ x, width: right - x, seconds: (next.start - piece.end) / 1000 }] : [];
  });
}

/** All of what was drawn, also where it reaches out of sight. */
export function whole(drawn: Drawn): Range {
  return {
    start: Math.min(...drawn.stretches.map((each) => each.start)),
    end: Math.max(...drawn.stretches.map((each) => each.end)),
  };
}

/** The step at an instant, or the one that comes next, or the last. */
function nearest(steps: readonly Drawn[], at: Ms): number {
  const inside = drawnAt(steps, at);
  if (inside >= 0) return inside;
  const next = steps.findIndex((each) => each.start >= at);
  return next >= 0 ? next : steps.length - 1;
}

function spoken(drawn: Drawn<Piece>, zone: string): string {
  const [first] = drawn.stretches;
  const alone = drawn.stretches.length === 1;
  const title = alone && first ? joinText(", ", [first.title, first.place]) : "";
  const category =
    drawn.main.role === "parallel" && pathText(drawn.main.category) === "" ? "" : drawnNames(drawn);
  return t("lanes.option", {
    span: exactSpan(drawn, zone),
    length: duration((drawn.end - drawn.start) / 1000),
    names: joinText(", ", [title, category, spokenRole(drawn)]) || firstText(drawn.main.label),
  });
}

function spokenRole(drawn: Drawn<Piece>): string {
  if (drawn.main.role === "parallel") return t("tip.beside");
  if (drawn.main.role === "by_hand") return t("tip.by-hand");
  return t(`kind.${drawn.kind}`);
}
