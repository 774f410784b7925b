"""How soon the agent accepts and delivers again, and how fast a backlog goes out, next to the bare work.

python -m bench.delivery [--record]        --record writes tests/faults/measured.json; the docs take their times there
"""

import json
import os
import platform
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from daywright.agent.batcher import Batcher
from daywright.agent.sender import Pace, Sender, Snapshot
from daywright.agent.transports.badge import TokenBadge
from daywright.agent.transports.http import HttpTransport
from daywright.agent.wal import StorageError, Wal, room
from daywright.kit.clock import SystemClock
from fakes.ingest_server import TOKEN
from fakes.records import record

BACKLOG = 100_000
GROUP = 256
OUTAGE_S, OUTAGES = 12.0, 3
GOAL_ACCEPT_S, GOAL_BACK_S, GOAL_DRAIN, GOAL_DISK_S = 2.0, 10.0, 20_000, 5.0
MEASURED = Path(__file__).parents[1] / "tests" / "faults" / "measured.json"
SECOND = 1_000_000


class Receipts(BaseHTTPRequestHandler):
    """Confirms whatever comes, and does nothing else: what is measured is the agent."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer with a receipt that adds up."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = {
            "batch_id": body[13:49].decode(),
            "accepted": body.count(b'{"bucket":'),
            "duplicate": 0,
            "rejected": [],
            "server_time": "2026-03-02T09:00:00.000000Z",
        }
        content = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


def serve(port: int) -> None:
    """Be the server, until the process is ended."""
    with ThreadingHTTPServer(("127.0.0.1", port), Receipts) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


@contextmanager
def receipts(port: int = 0) -> Iterator[int]:
    """Have the server run in a process of its own; yields its port."""
    command = [sys.executable, "-m", "bench.delivery", "--serve", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield int(server.stdout.readline() if server.stdout else 0)
        finally:
            server.kill()


def sender(wal: Wal, home: Path, port: int) -> Sender:
    """The agent's sender, in a hurry."""
    clock = SystemClock()
    transport = HttpTransport(f"http://127.0.0.1:{port}", TokenBadge(home / "token"), "bench/1")
    return Sender(
        wal,
        Batcher(wal, clock, "bench/1"),
        transport,
        clock=clock,
        random=random.random,
        pace=Pace(0, SECOND, SECOND),
        snapshot=lambda: Snapshot(0, 0, ()),
    )


def fill(wal: Wal, how_many: int) -> float:
    """Put events; seconds taken."""
    now_us = SystemClock().wall_us()
    began = time.monotonic()
    for start in range(0, how_many, GROUP):
        wal.append([replace(record(n), wall_us=now_us) for n in range(start, min(start + GROUP, how_many))])
    return time.monotonic() - began


def accepting_again(home: Path) -> float:
    """Seconds from opening a log with a backlog to the next event being durable."""
    wal = Wal(home / "agent", SystemClock())
    began = time.monotonic()
    wal.open()
    wal.append([replace(record(BACKLOG + 1), wall_us=SystemClock().wall_us())])
    taken = time.monotonic() - began
    wal.close()
    return taken


def drained(home: Path) -> tuple[float, float, float]:
    """Seconds for the backlog over HTTP, those of our own processor time, and for the same bytes sent without a log."""
    wal = Wal(home / "agent", SystemClock())
    wal.open()
    with receipts() as port:
        work = sender(wal, home, port)
        began, own = time.monotonic(), time.process_time()
        work.step()
        taken, own = time.monotonic() - began, time.process_time() - own
        left = wal.counters()["pending"]
        work.transport.close()
        wal.close()
        if left:
            raise SystemExit(f"{left} events were left behind")
        return taken, own, bare_posts(port)


def bare_posts(port: int) -> float:
    """Seconds to send as many bytes in as many requests, and nothing else."""
    batch = b'{"batch_id":"' + b"0" * 36 + b'","events":[' + b",".join(record(n).body for n in range(500)) + b"]}"
    began = time.monotonic()
    with closing(HTTPConnection("127.0.0.1", port)) as line:
        for _ in range(BACKLOG // 500):
            line.request("POST", "/", batch)
            line.getresponse().read()
    return time.monotonic() - began


def bare_rows(folder: Path) -> float:
    """Seconds to commit the same bodies in groups of the same size to a table without indexes."""
    bodies = [(record(n).body,) for n in range(BACKLOG)]
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("CREATE TABLE bare(body BLOB)")
        began = time.monotonic()
        for start in range(0, BACKLOG, GROUP):
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT INTO bare VALUES (?)", bodies[start : start + GROUP])
            db.execute("COMMIT")
        return time.monotonic() - began


def delivering_again(home: Path) -> float:
    """Seconds from a server's return after an outage to the first confirmed delivery; chance has a part in it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    wal = Wal(home / "agent", SystemClock())
    wal.append([replace(record(1), wall_us=SystemClock().wall_us())])
    work = sender(wal, home, port)
    threading.Thread(target=work.run, daemon=True).start()
    time.sleep(OUTAGE_S)
    with receipts(port):
        began = time.monotonic()
        while wal.counters()["pending"] and time.monotonic() < began + 120:
            time.sleep(0.02)
        seconds = time.monotonic() - began
    work.stop()
    return seconds


def accepting_after_full_disk(home: Path) -> float:
    """Seconds from room on the disk to the next durable event; the queue tries again on its own."""
    from daywright.agent.queuer import Durable, Queuer

    def full(*_: object, **__: object) -> object:
        raise StorageError("disk_full", "no room")

    clock = SystemClock()
    wal = Wal(home / "agent", clock)
    wal.open()
    room.Ballast(home / "agent").release()
    working = wal._once  # noqa: SLF001  (the disk is made to fail from inside)
    wal._once = full  # type: ignore[method-assign,assignment]  # noqa: SLF001
    queuer = Queuer(wal, clock, heartbeat_us=SECOND, committed=lambda: None, report=lambda _: None)
    threading.Thread(target=queuer.run, daemon=True).start()
    queuer.emit(replace(record(1), wall_us=clock.wall_us())).wait(30)
    wal._once = working  # type: ignore[method-assign]  # noqa: SLF001
    began = time.monotonic()
    while queuer.waiting() and time.monotonic() < began + 60:
        time.sleep(0.01)
    seconds = time.monotonic() - began
    fresh = queuer.emit(replace(record(2), wall_us=clock.wall_us())).wait(10)
    queuer.stop()
    if not isinstance(fresh, Durable):
        raise SystemExit("it does not accept again")
    return seconds


def main() -> None:
    """Print the figures; with --record, keep them."""
    if "--serve" in sys.argv:
        serve(int(sys.argv[-1]))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "token").write_text(TOKEN)
        wal = Wal(home / "agent", SystemClock())
        put_s = fill(wal, BACKLOG)
        wal.close()
        bare_s = bare_rows(home)
        print(f"{BACKLOG} events written       {BACKLOG / put_s:9,.0f}/s   ({put_s / bare_s:.1f}× bare rows)")
        accept_s = accepting_again(home)
        print(
            f"accepting again with them    {accept_s:9.2f} s   goal {GOAL_ACCEPT_S} s   "
            f"{_verdict(accept_s <= GOAL_ACCEPT_S)}"
        )
        drain_s, own_s, posts_s = drained(home)
        rate = BACKLOG / drain_s
        print(
            f"backlog delivered            {rate:9,.0f}/s   goal {GOAL_DRAIN:,}/s   {_verdict(rate >= GOAL_DRAIN)}"
            f"   ({drain_s / (bare_s + posts_s):.1f}× bare rows and bare requests;"
            f" {BACKLOG / own_s:,.0f} for each second of processor time)"
        )
        outages = [home / f"outage{number}" for number in range(OUTAGES)]
        for place in (*outages, home / "full"):
            place.mkdir()
            (place / "token").write_text(TOKEN)
        back_s = max(map(delivering_again, outages))
        print(
            f"delivering after an outage   {back_s:9.2f} s   goal {GOAL_BACK_S} s   {_verdict(back_s <= GOAL_BACK_S)}"
        )
        disk_s = accepting_after_full_disk(home / "full")
        print(
            f"accepting after a full disk  {disk_s:9.2f} s   goal {GOAL_DISK_S} s   {_verdict(disk_s <= GOAL_DISK_S)}"
        )
    if "--record" in sys.argv:
        found = {"start_with_backlog": accept_s, "server_back": back_s, "full_disk": disk_s}
        said = {
            "date": datetime.now(UTC).date().isoformat(),
            "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
            "seconds": {name: round(seconds, 1) for name, seconds in found.items()},
        }
        MEASURED.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")


def _verdict(*reached: bool) -> str:
    return "ok" if all(reached) else "over"


if __name__ == "__main__":
    main()
