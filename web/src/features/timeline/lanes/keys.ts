/** What a key means in a lane. Pure; the drawing only obeys. */
import type { Range } from "@/lib/clock";

import type { Drawn } from "../band/geometry";
import { withAir, type Key } from "../band/gestures";
import type { Zoom } from "../band/useZoom";
import { pan, shiftInto, zoomAround } from "../band/zoom";

export type LaneMove =
  | { kind: "go"; index: number }
  /** Past the last one in sight: whatever comes next, wherever it is. */
  | { kind: "beyond"; step: 1 | -1 }
  | { kind: "lane"; step: 1 | -1 }
  | { kind: "show"; range: Range }
  | { kind: "reset" }
  | { kind: "choose" }
  | { kind: "stretch"; step: 1 | -1 };

interface Place {
  zoom: Zoom;
  /** What can be walked to in sight. */
  steps: readonly Drawn[];
  /** The focused one, −1 for none. */
  current: number;
}

/** j, k and arrows walk; with Shift, arrows slide and J, K lengthen the choice; Enter chooses, z fills the view. */
export function laneKey(pressed: Key, { zoom, steps, current }: Place): LaneMove | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  const { range, day, closest } = zoom;
  const item = steps[Math.max(current, 0)];
  const middle = item ? (item.start + item.end) / 2 : (range.start + range.end) / 2;
  const quarter = (range.end - range.start) / 4;
  const show = (shown: Range): LaneMove => ({ kind: "show", range: shown });
  const walk = (step: 1 | -1): LaneMove => {
    const index = current + step;
    return index >= 0 && index < steps.length ? { kind: "go", index } : { kind: "beyond", step };
  };
  switch (pressed.key) {
    case "ArrowLeft":
      return pressed.shiftKey ? show(pan(range, -quarter, day)) : walk(-1);
    case "ArrowRight":
      return pressed.shiftKey ? show(pan(range, quarter, day)) : walk(1);
    case "k":
      return walk(-1);
    case "j":
      return walk(1);
    case "K":
      return { kind: "stretch", step: -1 };
    case "J":
      return { kind: "stretch", step: 1 };
    case "ArrowUp":
      return { kind: "lane", step: -1 };
    case "ArrowDown":
      return { kind: "lane", step: 1 };
    case "Home":
      return { kind: "go", index: 0 };
    case "End":
      return { kind: "go", index: steps.length - 1 };
    case "+":
    case "=":
      return show(zoomAround(range, middle, 0.5, day, closest));
    case "-":
      return show(zoomAround(range, middle, 2, day, closest));
    case "0":
      return { kind: "reset" };
    case "z":
      return item ? show(withAir(item, day, closest)) : null;
    case "Enter":
    case " ":
      return item ? { kind: "choose" } : null;
    default:
      return null;
  }
}

/** The view moved as little as it takes to have something in it. */
export function revealed(range: Range, item: Range, day: Range): Range {
  const span = range.end - range.start;
  const air = span / 10;
  if (item.start >= range.start && item.start < range.end - air) return range;
  const start =
    item.start < range.start ? item.start - air : Math.min(item.start - air, item.end + air - span);
  return shiftInto({ start: Math.max(start, item.start - span + air), end: start + span }, day);
}
