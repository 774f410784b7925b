import { useSyncExternalStore } from "react";

/** Something that was just done, in words, and the way back while it stands there. */
export interface Toast {
  id: number;
  text: string;
  tone: "quiet" | "bad";
  undo?: (() => void) | undefined;
}

const MOST = 3;
let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

export function toast(
  text: string,
  { undo, tone = "quiet" }: Partial<Pick<Toast, "undo" | "tone">> = {},
): void {
  change([...toasts, { id: next++, text, tone, undo }].slice(-MOST));
}

export function dismissToast(id: number): void {
  change(toasts.filter((each) => each.id !== id));
}

export function dismissAllToasts(): void {
  change([]);
}

/** Takes back the newest thing that can be. */
export function undoLast(): void {
  const last = toasts.findLast((each) => each.undo);
  if (!last) return;
  dismissToast(last.id);
  last.undo?.();
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(subscribe, () => toasts);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(to: readonly Toast[]): void {
  toasts = to;
  for (const listener of listeners) listener();
}
