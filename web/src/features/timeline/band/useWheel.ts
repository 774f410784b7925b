import { useEffect, useRef, type RefObject } from "react";

import { timeAt } from "./geometry";
import { wheelMeaning } from "./gestures";
import type { Zoom } from "./useZoom";
import { pan, zoomAround } from "./zoom";

/** The wheel zooms around the pointer and slides, without trapping somebody who scrolls past. */
export function useWheel(area: RefObject<HTMLElement | null>, zoom: Zoom, width: number): void {
  const latest = useRef({ zoom, width });
  useEffect(() => {
    latest.current = { zoom, width };
  });
  useEffect(() => {
    const element = area.current;
    const turn = (event: WheelEvent) => {
      const { zoom: now, width: wide } = latest.current;
      const meaning = wheelMeaning(event, now.closer, window.scrollY === 0);
      if (meaning === "page" || !element) return;
      event.preventDefault();
      const span = now.range.end - now.range.start;
      const moved = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
      const at = timeAt(event.clientX - element.getBoundingClientRect().left, now.range, wide);
      if (meaning === "pan") {
        now.show(pan(now.range, (moved / wide) * span, now.day));
        return;
      }
      const next = zoomAround(now.range, at, Math.exp(event.deltaY * 0.002), now.day, now.closest);
      const back = next.end - next.start >= now.usual.end - now.usual.start;
      if (back && !event.ctrlKey && !event.metaKey) now.reset();
      else now.show(next);
    };
    element?.addEventListener("wheel", turn, { passive: false });
    return () => element?.removeEventListener("wheel", turn);
  }, [area]);
}
