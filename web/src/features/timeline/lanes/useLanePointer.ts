import { useRef, useState, type MouseEvent, type PointerEvent, type RefObject } from "react";

import type { Ms, Range } from "@/lib/clock";

import { timeAt } from "../band/geometry";
import { useWheel } from "../band/useWheel";
import type { Zoom } from "../band/useZoom";
import { pan, zoomAround } from "../band/zoom";

const DRAG_PX = 5;
/** A hand that holds still means the same place; this far away it means another. */
const TAP_PX = 8;

export interface LaneSpot {
  at: Ms;
  /** Pixels below the top of the area: which lane. */
  y: number;
}

/** A stretch being drawn: from where to where, in which lane it began, and whether edges attract. */
export interface Drawing {
  from: Ms;
  to: Ms;
  y: number;
  free: boolean;
}

interface Options {
  area: RefObject<HTMLElement | null>;
  zoom: Zoom;
  width: number;
  onTap: (spot: LaneSpot) => void;
  onDouble: (spot: LaneSpot) => void;
  onDrawn: (drawing: Drawing) => void;
}

interface Pressed {
  x: number;
  y: number;
  range: Range;
}

/** Mouse: point, click, drag a stretch, wheel. Fingers: tap, pinch, and slide once zoomed. */
export function useLanePointer({ area, zoom, width, onTap, onDouble, onDrawn }: Options) {
  const [spot, setSpot] = useState<LaneSpot | null>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const fingers = useRef(new Map<number, number>());
  const pressed = useRef<Pressed | null>(null);
  const pinched = useRef(false);
  useWheel(area, zoom, width);

  const { range, day } = zoom;
  const time = (x: number) => timeAt(Math.min(Math.max(x, 0), width), range, width);
  const place = (event: { clientX: number; clientY: number }) => {
    const box = area.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const letGo = () => {
    pressed.current = null;
    setDrawing(null);
  };

  const slide = (event: PointerEvent<HTMLElement>, x: number, before: number) => {
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, x);
    if (other !== undefined) {
      pinched.current = true;
      const factor = Math.max(8, Math.abs(before - other)) / Math.max(8, Math.abs(x - other));
      zoom.show(zoomAround(range, time((x + other) / 2), factor, day, zoom.closest));
    } else if (event.pointerType !== "mouse" && zoom.closer) {
      zoom.show(pan(range, time(before) - time(x), day));
    }
  };

  return {
    spot,
    drawing,
    dismiss: () => setSpot(null),
    cancel: letGo,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.pointerType === "mouse" && event.button !== 0) return;
        const { x, y } = place(event);
        fingers.current.set(event.pointerId, x);
        if (fingers.current.size === 1) pinched.current = false;
        pressed.current = { x, y, range };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const { x, y } = place(event);
        const from = pressed.current;
        const before = fingers.current.get(event.pointerId);
        if (!from || before === undefined) {
          if (event.pointerType === "mouse") setSpot({ at: time(x), y });
        } else if (event.pointerType !== "mouse" || fingers.current.size > 1) {
          slide(event, x, before);
        } else if (drawing || Math.abs(x - from.x) > DRAG_PX) {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) {
            event.currentTarget.setPointerCapture(event.pointerId);
          }
          setSpot(null);
          setDrawing({ from: time(from.x), to: time(x), y: from.y, free: event.altKey });
        }
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const from = pressed.current;
        fingers.current.delete(event.pointerId);
        const { x, y } = place(event);
        if (drawing) onDrawn(drawing);
        else if (from && !pinched.current && Math.abs(x - from.x) < TAP_PX && Math.abs(y - from.y) < TAP_PX) {
          onTap({ at: time(x), y });
        }
        letGo();
      },
      onPointerCancel: (event: PointerEvent<HTMLElement>) => {
        fingers.current.delete(event.pointerId);
        letGo();
      },
      onPointerLeave: (event: PointerEvent<HTMLElement>) => {
        if (event.pointerType === "mouse") setSpot(null);
      },
      onDoubleClick: (event: MouseEvent<HTMLElement>) => {
        const { x, y } = place(event);
        onDouble({ at: time(x), y });
      },
    },
  };
}
