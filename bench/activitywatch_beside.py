"""ActivityWatch heartbeats while a year is computed: what a watcher waits for on the side of the heaviest query.

A real server over the year of a busy desktop. One client sends a heartbeat every 50 ms and waits for each, into the
last day of the year, so that no answer can be given twice. Another asks for the dashboard of the whole year: the first
query of a process ("cold"), then again and again, each after heartbeats have changed it ("changed"). The reference are
the same heartbeats while nobody asks, on the same machine: what the disk and the neighbours take is in both.

Run as `python -m bench activitywatch_beside:PROCESSES`. Goal: of a hundred heartbeats, 99 answered within 20 ms.
"""

import http.client
import json
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from bench.activitywatch import Line, request
from bench.activitywatch_query import programs
from bench.history import TYPES
from bench.load import UNTIL, YEAR, Load, home_with
from bench.programs import PATIENCE_S, clean, folder
from bench.report import Row, load_now, ms, seconds, tell, times

from fakes.server_process import ServerProcess, running

PROCESSES: Final = 3
EVERY_S: Final = 0.05
QUIET_S: Final = 4.0
CHANGED: Final = 5
GOAL_S: Final = 0.020
BUCKET: Final = "beside"


@dataclass
class Waits:
    """How long heartbeats waited for their answers, and how long the queries beside them took."""

    beats: list[float] = field(default_factory=list)
    queries: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        """What so many of them did not exceed."""
        ordered = sorted(self.beats)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Watcher:
    """Sends heartbeats in a thread of its own, and keeps what each waited."""

    def __init__(self, port: int, since: datetime) -> None:
        self._line = Line(port, fresh=False)
        self._line.send(request(port, BUCKET, {"client": "bench", "type": "currentwindow", "hostname": "bench"}))
        self._port, self._next, self._stopped = port, since, threading.Event()
        self._waited: list[float] = []
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def taken(self) -> list[float]:
        """Return what was kept since this was last asked."""
        waited, self._waited = self._waited, []
        return waited

    def stop(self) -> None:
        """End."""
        self._stopped.set()
        self._thread.join()
        self._line.close()

    def _send(self) -> None:
        number = 0
        while not self._stopped.wait(EVERY_S):
            number += 1
            shown = {"app": "Code", "title": f"file {number // 5 % 200}.py"}
            beat = {"timestamp": self._next.isoformat(), "duration": 0, "data": shown}
            self._next += timedelta(seconds=1)
            asked = request(self._port, f"{BUCKET}/heartbeat?pulsetime=2", beat)
            self._waited.append(seconds(partial(self._line.send, asked)))


def ask(server: ServerProcess, texts: list[str]) -> float:
    """Ask for the year; how long it took."""
    period = f"{UNTIL - timedelta(days=YEAR)}T00:00:00+00:00/{UNTIL}T00:00:00+00:00"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
    began = time.perf_counter()
    for text in texts:
        asked = json.dumps({"timeperiods": [period], "query": [text]})
        connection.request("POST", "/api/0/query/", asked, headers)
        answer = connection.getresponse()
        found = answer.read()
        assert answer.status == 200, found
    connection.close()
    return time.perf_counter() - began


def one_process(home: Path, quiet: Waits, cold: Waits, changed: Waits) -> float:
    """Run a server through it all; the most MB of its life."""
    with running(home, "server", {**os.environ, "DAYWRIGHT_ACTIVITYWATCH_OPEN": "write"}) as server:
        listed = server.ask("GET", "/api/0/buckets/")
        names = {about["type"]: name for name, about in listed.items() if name != BUCKET}
        texts = programs({kind: names[type_] for kind, type_ in TYPES.items()})
        day = datetime.combine(UNTIL - timedelta(days=1), datetime.min.time(), UTC)
        watcher = Watcher(server.port, day)
        try:
            time.sleep(1)
            watcher.taken()
            time.sleep(QUIET_S)
            quiet.beats += watcher.taken()
            cold.queries.append(ask(server, texts))
            cold.beats += watcher.taken()
            for _ in range(CHANGED):
                time.sleep(2 * EVERY_S)
                watcher.taken()
                changed.queries.append(ask(server, texts))
                changed.beats += watcher.taken()
        finally:
            watcher.stop()
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> None:
    """Tell the rows."""
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else PROCESSES
    quiet, cold, changed = Waits(), Waits(), Waits()
    with folder() as here:
        home = home_with(Load(), here)
        peaks = [one_process(home, quiet, cold, changed) for _ in range(processes)]
        clean(home)
    reference = f"nobody asks: median {ms(quiet.at(0.5))}, p99 {ms(quiet.at(0.99))}; load {load_now():.1f}"
    for name, waits in (("the first query of a process", cold), ("a query after a change", changed)):
        slowest = waits.at(0.99)
        took = sum(waits.queries) / len(waits.queries)
        tell(
            Row(
                f"heartbeat beside {name} over a year, p99 of {len(waits.beats)}",
                f"< {ms(GOAL_S)}",
                ms(slowest),
                f"median {ms(waits.at(0.5))}, worst {ms(max(waits.beats))}, the query {ms(took)}; {reference}",
                times(slowest / quiet.at(0.99)),
                slowest < GOAL_S,
            )
        )
    tell(Row("memory of the server for it", "", f"{max(peaks):.0f} MB", "", "", None))


if __name__ == "__main__":
    main()
