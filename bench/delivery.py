"""How soon the agent accepts and delivers again, and how fast a backlog goes out, next to the bare work.

The backlog is what a busy desktop sees, delivered to the real server in a process of its own; the bare work is the same
bodies committed to a table without indexes, and the same bytes sent to something that only says yes.

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
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

from bench.load import Load
from bench.programs import worked_s
from bench.report import Took, both

from daywright.agent.batcher import Batcher
from daywright.agent.sender import Pace, Sender, Snapshot
from daywright.agent.transports.badge import TokenBadge
from daywright.agent.transports.http import HttpTransport
from daywright.agent.vault import Vault
from daywright.agent.wal import Limits, Record, StorageError, Wal, priority, room
from daywright.core.persona import Observation
from daywright.kit.clock import SystemClock, rfc3339
from fakes.ingest_server import TOKEN
from fakes.records import record
from fakes.server_process import running

BACKLOG = 100_000
BATCH = Limits().batch_events
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
        # In one piece: the second of two would wait 40 ms for the other side to confirm the first.
        self.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content)

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


def seen(how_many: int) -> list[Record]:
    """What a busy desktop sees, a month and more of it, as the log keeps it."""
    now_us = SystemClock().wall_us()
    return [
        replace(record(number), kind=row.bucket, prio=priority(row.bucket), wall_us=now_us, body=_body(row))
        for number, row in enumerate(islice(Load(days=90).rows(), how_many))
    ]


def _body(row: Observation) -> bytes:
    event = {"bucket": row.bucket, "start": rfc3339(row.start_us), "duration": row.duration_us / SECOND}
    return json.dumps({**event, "data": dict(row.data)}, separators=(",", ":")).encode()


def sealed_log(home: Path) -> Wal:
    """The log of a home as the agent has it: sealed, with its key in a file."""
    clock = SystemClock()
    return Wal(home / "agent", clock, vault=Vault(home / "agent", clock))


def fill(wal: Wal, records: list[Record]) -> Took:
    """Put events; what it took."""

    def put() -> None:
        for start in range(0, len(records), GROUP):
            wal.append(records[start : start + GROUP])

    return both(put)


def accepting_again(home: Path) -> float:
    """Seconds from opening a log with a backlog to the next event being durable."""
    wal = sealed_log(home)
    began = time.monotonic()
    wal.open()
    wal.append([replace(record(BACKLOG + 1), wall_us=SystemClock().wall_us())])
    taken = time.monotonic() - began
    wal.close()
    return taken


@dataclass(frozen=True)
class Drained:
    """Seconds for a backlog: by the clock, and of processor time on either side."""

    clock: float
    agent: float
    server: float


def drained(home: Path) -> Drained:
    """Have the real server take the backlog."""
    wal = sealed_log(home)
    wal.open()
    (home / "server").mkdir(exist_ok=True)
    with running(home / "server", "server", os.environ) as server:
        (home / "token").write_text(server.token)
        work = sender(wal, home, server.port)
        began, own, theirs = time.monotonic(), time.process_time(), worked_s(server.process.pid)
        work.step()
        taken = Drained(time.monotonic() - began, time.process_time() - own, worked_s(server.process.pid) - theirs)
        left = wal.counters()["pending"]
        work.transport.close()
        wal.close()
    if left:
        raise SystemExit(f"{left} events were left behind")
    return taken


def bare_posts(bodies: list[bytes]) -> Took:
    """What it takes to send as many bytes in as many requests, and nothing else."""
    batches = [
        b'{"batch_id":"' + b"0" * 36 + b'","events":[' + b",".join(bodies[start : start + BATCH]) + b"]}"
        for start in range(0, len(bodies), BATCH)
    ]
    with receipts() as port, socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def send() -> None:
            for batch in batches:
                line.sendall(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(batch) + batch)
                assert line.recv(4096).startswith(b"HTTP/1.1 200")

        return both(send)


def bare_rows(folder: Path, bodies: list[bytes]) -> Took:
    """What it takes to commit the same bodies in groups of the same size to a table without indexes."""
    rows = [(body,) for body in bodies]
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("CREATE TABLE bare(body BLOB)")

        def write() -> None:
            for start in range(0, len(rows), GROUP):
                db.execute("BEGIN IMMEDIATE")
                db.executemany("INSERT INTO bare VALUES (?)", rows[start : start + GROUP])
                db.execute("COMMIT")

        return both(write)


def delivering_again(home: Path) -> float:
    """Seconds from a server's return after an outage to the first confirmed delivery; chance has a part in it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    wal = sealed_log(home)
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
    wal = sealed_log(home)
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
        wal = sealed_log(home)
        records = seen(BACKLOG)
        put = fill(wal, records)
        wal.close()
        bodies = [one.body for one in records]
        rows, posts = bare_rows(home, bodies), bare_posts(bodies)
        print(
            f"{BACKLOG} events written       {BACKLOG / put.clock:9,.0f}/s   ({put.clock / rows.clock:.1f}× bare rows;"
            f" {put.work:.1f} s of processor time)"
        )
        accept_s = accepting_again(home)
        print(
            f"accepting again with them    {accept_s:9.2f} s   goal {GOAL_ACCEPT_S} s   "
            f"{_verdict(accept_s <= GOAL_ACCEPT_S)}"
        )
        drain = drained(home)
        rate = BACKLOG / drain.clock
        print(
            f"backlog delivered            {rate:9,.0f}/s   goal {GOAL_DRAIN:,}/s   {_verdict(rate >= GOAL_DRAIN)}"
            f"   ({drain.clock / (rows.clock + posts.clock):.1f}× bare rows and bare requests)\n"
            f"  of processor time          {drain.agent:9.1f} s at the agent, {drain.server:.1f} s at the server"
            f"   ({drain.agent / (rows.work + posts.work):.1f}× and {drain.server / (rows.work + posts.work):.1f}×)"
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
