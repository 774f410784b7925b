/** What a wheel or a key means over the band. Pure. */
import type { Zoom } from "./useZoom";
import { pan, zoomAround } from "./zoom";

import type { Ms } from "@/lib/clock";

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

export function zoomKey(key: string, shift: boolean, zoom: Zoom, around: Ms): boolean {
  const { range, day } = zoom;
  const step = (range.end - range.start) / 4;
  if (key === "+" || key === "=") zoom.show(zoomAround(range, around, 0.5, day));
  else if (key === "-") zoom.show(zoomAround(range, around, 2, day));
  else if (key === "0") zoom.reset();
  else if (shift && key === "ArrowLeft") zoom.show(pan(range, -step, day));
  else if (shift && key === "ArrowRight") zoom.show(pan(range, step, day));
  else return false;
  return true;
}
