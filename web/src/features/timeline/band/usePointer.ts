import { useRef, useState, type PointerEvent, type RefObject } from "react";

import type { Ms, Range } from "@/lib/clock";

import { timeAt } from "./geometry";
import { useWheel } from "./useWheel";
import type { Zoom } from "./useZoom";
import { between, pan, zoomAround } from "./zoom";

const DRAG_PX = 5;

export interface Spot {
  at: Ms;
  /** Pixels below the top of the area: which lane. */
  y: number;
}

interface Pointers {
  /** What a resting pointer is over. */
  spot: Spot | null;
  /** The range being drawn with the mouse. */
  selection: Range | null;
  dismiss: () => void;
  handlers: Record<
    "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel" | "onPointerLeave",
    (event: PointerEvent<HTMLElement>) => void
  >;
}

/** Mouse: point, drag a range, wheel. Fingers: tap, pinch, and slide once zoomed. */
export function usePointer(area: RefObject<HTMLElement | null>, zoom: Zoom, width: number): Pointers {
  const [spot, setSpot] = useState<Spot | null>(null);
  const [selection, setSelection] = useState<Range | null>(null);
  const fingers = useRef(new Map<number, number>());
  const pressed = useRef<{ x: number; range: Range } | null>(null);
  useWheel(area, zoom, width);

  const { range, day } = zoom;
  const left = () => area.current?.getBoundingClientRect().left ?? 0;
  const point = (event: PointerEvent<HTMLElement>, x: number) => {
    const top = area.current?.getBoundingClientRect().top ?? 0;
    setSpot({ at: time(x), y: event.clientY - top });
  };
  const time = (x: number) => timeAt(Math.min(Math.max(x, 0), width), range, width);

  const release = (event: PointerEvent<HTMLElement>) => {
    fingers.current.delete(event.pointerId);
    if (selection) zoom.show(between(selection.start, selection.end, day, zoom.closest));
    setSelection(null);
    pressed.current = null;
  };

  return {
    spot,
    selection,
    dismiss: () => setSpot(null),
    handlers: {
      onPointerDown: (event) => {
        const x = event.clientX - left();
        point(event, x);
        if (event.pointerType === "mouse" && event.button !== 0) return;
        fingers.current.set(event.pointerId, x);
        pressed.current = { x, range };
      },
      onPointerMove: (event) => {
        const x = event.clientX - left();
        const from = pressed.current;
        const before = fingers.current.get(event.pointerId);
        if (!from || before === undefined) {
          point(event, x);
          return;
        }
        const others = [...fingers.current].filter(([id]) => id !== event.pointerId);
        fingers.current.set(event.pointerId, x);
        const other = others[0]?.[1];
        if (other !== undefined) {
          const factor = Math.max(8, Math.abs(before - other)) / Math.max(8, Math.abs(x - other));
          zoom.show(zoomAround(range, time((x + other) / 2), factor, day, zoom.closest));
        } else if (event.pointerType !== "mouse") {
          if (zoom.closer) zoom.show(pan(range, time(before) - time(x), day));
        } else if (Math.abs(x - from.x) > DRAG_PX) {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) {
            event.currentTarget.setPointerCapture(event.pointerId);
          }
          setSpot(null);
          setSelection({ start: time(Math.min(from.x, x)), end: time(Math.max(from.x, x)) });
        }
      },
      onPointerUp: release,
      onPointerCancel: (event) => {
        fingers.current.delete(event.pointerId);
        pressed.current = null;
        setSelection(null);
      },
      onPointerLeave: (event) => {
        if (event.pointerType === "mouse") setSpot(null);
      },
    },
  };
}
