import type { Range } from "@/lib/clock";

export type Message = { kind: "hello" } | { kind: "changed"; range: Range } | { kind: "other" };

/** What the server pushed. Unknown messages are kept apart, never fatal: a newer server may say more. */
export function parseMessage(text: unknown): Message {
  const said = parseObject(text);
  if (!said) return { kind: "other" };
  if ("hello" in said) return { kind: "hello" };
  const changed = said.changed;
  if (typeof changed !== "object" || changed === null) return { kind: "other" };
  const { from, to } = changed as { from?: unknown; to?: unknown };
  const start = typeof from === "string" ? Date.parse(from) : -Infinity;
  const end = typeof to === "string" ? Date.parse(to) : Infinity;
  return { kind: "changed", range: { start: bound(start, -Infinity), end: bound(end, Infinity) } };
}

function bound(at: number, otherwise: number): number {
  return Number.isNaN(at) ? otherwise : at;
}

function parseObject(text: unknown): Record<string, unknown> | null {
  if (typeof text !== "string") return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
