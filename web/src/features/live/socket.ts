/** The shell around `connection.ts`: sockets and timers, nothing decided here. */

import type { Range } from "@/lib/clock";

import { backOff, next, START, type Connection, type Happened } from "./connection";
import { parseMessage } from "./messages";

const GREETING_MS = 5_000;

interface Watch {
  url: string;
  onState: (connection: Connection) => void;
  onChanged: (range: Range) => void;
}

/** Keeps a connection open until the returned function is called; `nudge` tries at once. */
export function watchLive({ url, onState, onChanged }: Watch): { stop: () => void; nudge: () => void } {
  let connection = START;
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const happened = (what: Happened) => {
    connection = next(connection, what);
    onState(connection);
  };

  const open = () => {
    clearTimeout(timer);
    const mine = new WebSocket(url);
    socket = mine;
    timer = setTimeout(() => mine.close(), GREETING_MS);
    mine.onmessage = (event) => {
      const message = parseMessage(event.data);
      if (message.kind === "hello") {
        clearTimeout(timer);
        happened("greeted");
      } else if (message.kind === "changed") onChanged(message.range);
    };
    mine.onclose = () => {
      if (stopped || socket !== mine) return;
      clearTimeout(timer);
      happened("lost");
      timer = setTimeout(again, backOff(connection.failures, Math.random()));
    };
  };

  const again = () => {
    happened("due");
    open();
  };

  open();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      socket?.close();
    },
    nudge() {
      if (connection.phase === "waiting") again();
    },
  };
}
