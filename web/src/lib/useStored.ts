import { useSyncExternalStore } from "react";

/** A choice of this browser, kept in its storage and shared by everything on the page that reads it. */
export interface Choice<Value extends string> {
  read: () => Value;
  write: (value: Value) => void;
  subscribe: (listener: () => void) => () => void;
}

export function choice<Value extends string>(
  key: string,
  values: readonly Value[],
  fallback: Value,
): Choice<Value> {
  const listeners = new Set<() => void>();
  const valid = (text: string | null) => values.find((value) => value === text) ?? fallback;
  let current = valid(stored(key));
  return {
    read: () => current,
    write(value) {
      current = value;
      try {
        if (value === fallback) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // Storage can be switched off; the choice then lasts as long as the page.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useChoice<Value extends string>(from: Choice<Value>): Value {
  return useSyncExternalStore((listener) => from.subscribe(listener), from.read);
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
