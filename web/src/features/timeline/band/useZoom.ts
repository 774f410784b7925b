import { useEffect, useState } from "react";

import type { Ms, Range } from "@/lib/clock";

import { CLOSEST, fromAddress, MINUTE, sameMinutes, toAddress } from "./zoom";

const SETTLED_MS = 250;
const SECOND = 1000;

export interface Zoom {
  range: Range;
  /** The range without a gesture under way: what is worth asking the server about. */
  settled: Range;
  day: Range;
  usual: Range;
  /** The shortest range worth showing. */
  closest: Ms;
  /** Anything but the usual hours. */
  zoomed: boolean;
  /** Less than the usual hours: there is something to slide to. */
  closer: boolean;
  show: (range: Range) => void;
  reset: () => void;
}

interface Options {
  day: Range;
  usual: Range;
  zone: string;
  /** The part of the address that says what is shown; undefined for the usual hours. */
  address: string | undefined;
  onAddress: (address: string | undefined) => void;
  closest?: Ms;
}

/** The shown range: the address holds it, and a gesture runs ahead of the address until it has settled. */
export function useZoom({ day, usual, zone, address, onAddress, closest = CLOSEST }: Options): Zoom {
  const [moving, setMoving] = useState<Range | null>(null);
  const settled = fromAddress(address, day, zone, closest) ?? usual;
  const range = moving ?? settled;

  useEffect(() => {
    if (!moving) return;
    const settle = setTimeout(() => {
      const fine = moving.end - moving.start < CLOSEST;
      onAddress(sameMinutes(moving, usual) ? undefined : toAddress(moving, zone, fine ? SECOND : MINUTE));
      setMoving(null);
    }, SETTLED_MS);
    return () => clearTimeout(settle);
    // Only a further move restarts the wait; new data must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [moving]);

  return {
    range,
    settled,
    day,
    usual,
    closest,
    zoomed: !sameMinutes(range, usual),
    closer: range.end - range.start < usual.end - usual.start - MINUTE,
    show: setMoving,
    reset: () => {
      setMoving(null);
      onAddress(undefined);
    },
  };
}
