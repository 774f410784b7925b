/** Single keys and two-key sequences ("g t"), for the whole page. They can be switched off (WCAG 2.1.4). */
import { useEffect, useRef } from "react";

import { choice } from "./useStored";

export const singleKeys = choice("daywright.keys", ["on", "off"] as const, "on");

type Bindings = Record<string, () => void>;

const SEQUENCE_MS = 1200;
const registered: Bindings[] = [];
let prefix: { key: string; at: number } | null = null;

/** The last part of the page to ask for a key gets it. */
export function useKeys(bindings: Bindings): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const names = Object.keys(bindings).join("\n");
  useEffect(() => {
    const mine = Object.fromEntries(names.split("\n").map((key) => [key, () => latest.current[key]?.()]));
    if (registered.push(mine) === 1) document.addEventListener("keydown", onKeyDown);
    return () => {
      registered.splice(registered.indexOf(mine), 1);
      if (registered.length === 0) document.removeEventListener("keydown", onKeyDown);
    };
  }, [names]);
}

function onKeyDown(event: KeyboardEvent): void {
  if (singleKeys.read() === "off" || event.defaultPrevented || !isPlain(event)) return;
  const sequence =
    prefix && event.timeStamp - prefix.at < SEQUENCE_MS ? `${prefix.key} ${event.key}` : event.key;
  const found = registered.findLast((bindings) => sequence in bindings)?.[sequence];
  prefix = !found && event.key === "g" ? { key: "g", at: event.timeStamp } : null;
  if (!found) return;
  event.preventDefault();
  found();
}

function isPlain(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const target = event.target instanceof Element ? event.target : null;
  return !target?.closest("input, textarea, select, [contenteditable=true]");
}
