import { useEffect, useState } from "react";

import type { Ms, Range } from "@/lib/clock";

import { fromAddress, toAddress } from "../band/zoom";

import { exact, SHORTEST } from "./snap";

const SETTLED_MS = 200;
const SECOND = 1000;

interface Options {
  day: Range;
  zone: string;
  /** Begins and ends of what there is, finer than the address can say. */
  edges: readonly Ms[];
  address: string | undefined;
  onAddress: (address: string | undefined) => void;
}

export interface Chosen {
  choice: Range | null;
  /** The choice without a gesture under way: what is worth asking the server about. */
  settled: Range | null;
  choose: (range: Range | null) => void;
}

/** The chosen stretch of a day: the address holds it, and a gesture runs ahead until it has settled. */
export function useChosen({ day, zone, edges, address, onAddress }: Options): Chosen {
  const [moving, setMoving] = useState<Range | null>(null);
  const read = fromAddress(address, day, zone, SHORTEST);
  const settled = read && exact(read, edges);

  useEffect(() => {
    if (!moving) return;
    const settle = setTimeout(() => {
      onAddress(toAddress(moving, zone, SECOND));
      setMoving(null);
    }, SETTLED_MS);
    return () => clearTimeout(settle);
    // Only a further move restarts the wait; new data must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [moving]);

  return {
    choice: moving ?? settled,
    settled,
    choose: (range) => {
      setMoving(range);
      if (!range) onAddress(undefined);
    },
  };
}
