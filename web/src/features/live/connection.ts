/** The life of the push connection as a table: what happened → what state it is in. Pure. */
import type { Ms } from "@/lib/clock";

export interface Connection {
  phase: "connecting" | "live" | "waiting";
  /** Attempts lost in a row; a greeting from the server clears it. */
  failures: number;
}

export type Happened = "greeted" | "lost" | "due";

export const START: Connection = { phase: "connecting", failures: 0 };

export function next(connection: Connection, happened: Happened): Connection {
  switch (happened) {
    case "greeted":
      return { phase: "live", failures: 0 };
    case "lost":
      return { phase: "waiting", failures: connection.failures + 1 };
    case "due":
      return connection.phase === "waiting" ? { ...connection, phase: "connecting" } : connection;
  }
}

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** Half a second, doubling to fifteen; spread by a fifth so that many pages do not knock together. */
export function backOff(failures: number, random: number): Ms {
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(wait * (0.8 + 0.4 * random));
}

/** While nothing is pushed the page asks by itself. */
export function polls(connection: Connection): boolean {
  return connection.phase !== "live" && connection.failures > 0;
}
