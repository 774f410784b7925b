import { createContext, use } from "react";

import type { Me } from "@/features/accounts/useMe";
import { START, type Connection } from "@/features/live/connection";

export interface Session {
  me: Me;
  connection: Connection;
}

export const SessionContext = createContext<Session | null>(null);

/** Whoever is signed in; only pages inside the shell may ask. */
export function useSession(): Session {
  return use(SessionContext) ?? { me: NOBODY, connection: START };
}

const NOBODY: Me = {
  name: "",
  zone: "UTC",
  day_start: "04:00",
  week_start: 1,
  version: "",
  demo: false,
  today: "1970-01-01",
  now: "1970-01-01T00:00:00Z",
  clockOffset: 0,
};
