import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { everything, refetchChanged } from "@/lib/freshness";

import { coalesce } from "./coalesce";
import { polls, START, type Connection } from "./connection";
import { watchLive } from "./socket";

const REFETCH_GAP_MS = 800;
const POLL_MS = 5_000;

/** Pushes refetch what is on screen; without pushes the page asks every five seconds. Call once, in the shell. */
export function useLive(): Connection {
  const client = useQueryClient();
  const [connection, setConnection] = useState(START);

  useEffect(() => {
    const refetch = coalesce(REFETCH_GAP_MS, (range) => void refetchChanged(client, range));
    const live = watchLive({
      url: `${location.origin.replace(/^http/, "ws")}/api/v1/live`,
      onState: (state) => {
        setConnection(state);
        // What happened while nobody was listening is not pushed again.
        if (state.phase === "live") refetch.push(everything);
        // Lost twice is more than a hiccup: does the server answer at all?
        if (state.phase === "waiting" && state.failures === 2) refetch.push(everything);
      },
      onChanged: refetch.push,
    });
    const wake = () => {
      if (document.visibilityState !== "visible") return;
      live.nudge();
      refetch.push(everything);
    };
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    return () => {
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", wake);
      refetch.stop();
      live.stop();
    };
  }, [client]);

  const polling = polls(connection);
  useEffect(() => {
    if (!polling) return;
    const poll = setInterval(() => {
      if (document.visibilityState === "visible") void refetchChanged(client, everything);
    }, POLL_MS);
    return () => clearInterval(poll);
  }, [client, polling]);

  return connection;
}
