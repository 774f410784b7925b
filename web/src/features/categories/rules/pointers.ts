/** Which category or rule, and which part of it, a JSON pointer of the server means. Pure. */
import type { RuleSet } from "./model";

export interface Said {
  code: string;
  pointer: string;
  detail: string;
}

export interface Remark {
  /** The key of the category or rule; null when it concerns the whole. */
  key: string | null;
  /** "name", "weight", "value", …; empty for the thing as a whole. */
  part: string;
  /** Which of several values, from 0. */
  index: number | null;
  code: string;
  text: string;
}

/** `sent` is the set the pointers count in. */
export function remarks(said: readonly Said[], sent: RuleSet): Remark[] {
  return said.map(({ code, pointer, detail }) => {
    const [, list, number, member = "", place] = pointer.split("/");
    const things = list === "rules" ? sent.rules : list === "categories" ? sent.categories : [];
    const key = things[Number(number)]?.key ?? null;
    const index = place === undefined ? null : Number(place);
    return { key, part: PARTS[member] ?? member, index, code, text: detail };
  });
}

export function remarksOn(all: readonly Remark[], key: string, part?: string): Remark[] {
  return all.filter((each) => each.key === key && (part === undefined || each.part === part));
}

const PARTS: Record<string, string> = { path: "name", values: "value" };
