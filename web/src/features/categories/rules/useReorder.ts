import { useState, type KeyboardEvent, type PointerEvent, type RefObject } from "react";

import type { Place } from "./edits";
import { dropPlace, gapAt, keyPlace } from "./reorder";

interface Props {
  list: RefObject<HTMLElement | null>;
  /** Keys of all rules, and of those in sight. */
  all: readonly string[];
  shown: readonly string[];
  onMove: (key: string, place: Place) => void;
}

interface Drag {
  key: string;
  gap: number;
}

const EDGE = 70;
const SCROLL = 14;

/** Moving rows by their grip: dragged with a mouse or a finger, or by arrow keys. */
export function useReorder({ list, all, shown, onMove }: Props) {
  const [drag, setDrag] = useState<Drag | null>(null);

  const rows = () => [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
  const begin = (key: string) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    const move = ({ clientY }: globalThis.PointerEvent) => {
      if (clientY < EDGE) window.scrollBy(0, -SCROLL);
      else if (clientY > window.innerHeight - EDGE) window.scrollBy(0, SCROLL);
      setDrag({ key, gap: gapAt(clientY, rows()) });
    };
    const end = ({ type, clientY }: globalThis.PointerEvent) => {
      grip.removeEventListener("pointermove", move);
      grip.removeEventListener("pointerup", end);
      grip.removeEventListener("pointercancel", end);
      setDrag(null);
      if (type === "pointerup") onMove(key, dropPlace(all, shown, gapAt(clientY, rows())));
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end);
    grip.addEventListener("pointercancel", end);
  };
  const press = (key: string) => (event: KeyboardEvent) => {
    const place = keyPlace(all, shown, shown.indexOf(key), event.key);
    if (place === null) return;
    event.preventDefault();
    onMove(key, place);
  };
  return { drag, grip: (key: string) => ({ onPointerDown: begin(key), onKeyDown: press(key) }) };
}
