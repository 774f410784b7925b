import { useSyncExternalStore } from "react";

import type { Ms } from "./clock";

/** Since when the server does not answer, in the browser's time; null while it does. */
let silentSince: Ms | null = null;
const listeners = new Set<() => void>();

export function noteAnswer(): void {
  change(null);
}

export function noteSilence(at: Ms): void {
  change(silentSince ?? at);
}

export function useSilentSince(): Ms | null {
  return useSyncExternalStore(subscribe, () => silentSince);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(to: Ms | null): void {
  if (to === silentSince) return;
  silentSince = to;
  for (const listener of listeners) listener();
}
