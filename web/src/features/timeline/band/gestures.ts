/** What a wheel or a key means over the band. Pure. */
import type { Ms, Range } from "@/lib/clock";

import type { Drawn } from "./geometry";
import type { Zoom } from "./useZoom";
import { between, pan, zoomAround } from "./zoom";

export interface Wheel {
  deltaX: number;
  deltaY: number;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

export type WheelMeaning = "zoom" | "pan" | "page";

/**
 * The wheel must not trap somebody who scrolls past: the page keeps it unless the gesture can only mean the band.
 * Closer works at the top of the page, or once zoomed; further only until the usual hours are back.
 */
export function wheelMeaning(wheel: Wheel, closer: boolean, pageAtTop: boolean): WheelMeaning {
  if (wheel.ctrlKey || wheel.metaKey) return "zoom";
  if (wheel.shiftKey || Math.abs(wheel.deltaX) > Math.abs(wheel.deltaY)) return closer ? "pan" : "page";
  if (closer) return "zoom";
  return wheel.deltaY < 0 && pageAtTop ? "zoom" : "page";
}

export type Move =
  { kind: "go"; index: number } | { kind: "show"; range: Range } | { kind: "reset" } | { kind: "dismiss" };

export interface Key {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

interface Place {
  zoom: Zoom;
  steps: readonly Drawn[];
  /** The focused step, −1 for none. */
  current: number;
  /** A tooltip is open that Escape should close first. */
  pointing: boolean;
}

/** Arrows walk, Shift slides, + and − zoom around the focus, Enter fills the band with it, Escape goes back a step. */
export function bandKey(pressed: Key, { zoom, steps, current, pointing }: Place): Move | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  const { range, day } = zoom;
  const item = steps[Math.max(current, 0)];
  const middle = item ? (item.start + item.end) / 2 : (range.start + range.end) / 2;
  const quarter = (range.end - range.start) / 4;
  const go = (index: number): Move => ({ kind: "go", index: Math.min(Math.max(index, 0), steps.length - 1) });
  const show = (shown: Range): Move => ({ kind: "show", range: shown });
  switch (pressed.key) {
    case "ArrowLeft":
      return pressed.shiftKey ? show(pan(range, -quarter, day)) : go(current - 1);
    case "ArrowRight":
      return pressed.shiftKey ? show(pan(range, quarter, day)) : go(current + 1);
    case "Home":
      return go(0);
    case "End":
      return go(steps.length - 1);
    case "+":
    case "=":
      return show(zoomAround(range, middle, 0.5, day, zoom.closest));
    case "-":
      return show(zoomAround(range, middle, 2, day, zoom.closest));
    case "0":
      return { kind: "reset" };
    case "Enter":
      return item ? show(withAir(item, day, zoom.closest)) : null;
    case "Escape":
      return pointing ? { kind: "dismiss" } : zoom.zoomed ? { kind: "reset" } : null;
    default:
      return null;
  }
}

/** A bit of what is around it stays in sight. */
export function withAir(item: Range, day: Range, closest: Ms): Range {
  const air = (item.end - item.start) / 8;
  return between(item.start - air, item.end + air, day, closest);
}
