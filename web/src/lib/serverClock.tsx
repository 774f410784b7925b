import { createContext, use, useEffect, useState, type ReactNode } from "react";

import type { Ms } from "./clock";

/** The server decides what time it is: a browser on another machine may be minutes off. */
const Offset = createContext<Ms>(0);

export function ServerClock({ offset, children }: { offset: Ms; children: ReactNode }) {
  return <Offset value={offset}>{children}</Offset>;
}

/** The server's time, renewed at a pace that fits what is shown. */
export function useNow(everyMs: Ms): Ms {
  const offset = use(Offset);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(tick);
  }, [everyMs]);
  return now + offset;
}
