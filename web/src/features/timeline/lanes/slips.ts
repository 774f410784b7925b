/** How much of a title there is room for. Pure. */
import { fits, type Drawn } from "../band/geometry";

import type { Piece } from "./pieces";

/** Neighbours in one place: a slip with the place's name, or with titles where those have room. */
export interface Slip {
  x: number;
  width: number;
  name: string;
  /** Names inside it, each in its own part. */
  titles: readonly { x: number; text: string }[];
  /** Where the title changed, for faint lines inside. */
  seams: readonly number[];
}

/** A seam needs some room on both sides, or a busy hour looks like a bar code. */
const SEAM_ROOM = 12;

export function slips(drawn: readonly Drawn<Piece>[]): Slip[] {
  const groups: Drawn<Piece>[][] = [];
  for (const each of drawn) {
    const last = groups.at(-1)?.at(-1);
    const touches = last !== undefined && each.x - (last.x + last.width) < 0.5;
    if (touches && last.main.place === each.main.place) groups.at(-1)?.push(each);
    else groups.push([each]);
  }
  return groups.map((group) => {
    const x = group[0]?.x ?? 0;
    const last = group.at(-1);
    const width = last ? last.x + last.width - x : 0;
    const titles = group.flatMap((each) => {
      const text = [`${each.main.title} — ${each.main.place}`, each.main.title].find((name) =>
        each.main.title ? fits(name, each.width) : false,
      );
      return text ? [{ x: each.x, text }] : [];
    });
    const place = group[0]?.main.place ?? "";
    return {
      ...{ x, width, titles },
      name: titles.length === 0 && fits(place, width) ? place : "",
      seams: group
        .filter((each, i) => i > 0 && Math.min(each.width, group[i - 1]?.width ?? 0) >= SEAM_ROOM)
        .map((each) => each.x),
    };
  });
}
