"""Events over HTTP, durable before the answer, next to bare upserts of the same rows with the same durability.

Eight devices at once, each on one connection, each sends its batches of 100 one after the other; the server is one
process that says yes after the commit (`synchronous=FULL`). The batches are made before the clock starts, and what
sends them only writes bytes, so that the other core is free. The bare upserts are one statement per row, 100 rows in
one transaction, by SQLite's own driver on the same disk.

Run as `python -m bench ingest [DAYS]`. Goal: 50,000 events a second.
"""

import json
import os
import socket
import sqlite3
import statistics
import sys
import threading
import time
from pathlib import Path
from uuid import uuid4

from bench.load import Load
from bench.programs import clean, folder, worked_s
from bench.report import Row, seconds, tell, times

from daywright.kit.clock import US_PER_SECOND, rfc3339
from daywright.server import accounts, devices
from daywright.server.app import ensure_owner_token, open_store
from daywright.server.foundation.access import Scope
from daywright.server.foundation.settings import Settings
from fakes.server_process import running

DEVICES = 8
BATCH = 100
ROUNDS = 3
GOAL = 50_000
DAYS = 8

UPSERT = """
    INSERT INTO event (bucket, start, context, duration, counts) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (bucket, start, context) DO UPDATE SET duration = excluded.duration, counts = excluded.counts
    WHERE excluded.duration > event.duration"""


def tokens(home: Path) -> list[str]:
    """Enter the devices; their write tokens."""
    settings = Settings(home=home)
    store = open_store(settings)
    ensure_owner_token(store, home)
    now_us, found = store.clock.wall_us(), []
    with store.database.writing() as session:
        for number in range(DEVICES):
            device = devices.ensure_device(session, store.owner, f"device {number}", now_us)
            found.append(
                accounts.create_token(session, store.owner, f"device {number}", Scope.WRITE, device.id, now_us)
            )
    store.database.close()
    return found


def batches(device: int, days: int) -> list[bytes]:
    """The bodies one device sends."""
    events = [
        {
            "bucket": row.bucket,
            "start": rfc3339(row.start_us),
            "duration": row.duration_us / US_PER_SECOND,
            "data": dict(row.data),
        }
        for row in Load(days=days, seed=device).rows()
    ]
    whole = len(events) // BATCH * BATCH
    return [
        json.dumps({"batch_id": str(uuid4()), "events": events[at : at + BATCH]}, separators=(",", ":")).encode()
        for at in range(0, whole, BATCH)
    ]


def send(port: int, token: str, bodies: list[bytes]) -> None:
    """Send one batch after the other, each when the one before was answered."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for body in bodies:
            head = (
                f"POST /api/v1/ingest HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            line.sendall(head.encode() + body)
            answer = line.recv(65536)
            while b'"server_time"' not in answer:
                more = line.recv(65536)
                assert more, answer
                answer += more
            assert answer.startswith(b"HTTP/1.1 200"), answer
            assert b'"rejected":[]' in answer, answer


def over_http(home: Path, days: int) -> tuple[float, float]:
    """Events a second of the clock, and of the server's processor time."""
    secrets = tokens(home)
    bodies = [batches(number, days) for number in range(DEVICES)]
    events = sum(map(len, bodies)) * BATCH
    with running(home, "server", os.environ) as server:
        senders = [
            threading.Thread(target=send, args=(server.port, secret, own))
            for secret, own in zip(secrets, bodies, strict=True)
        ]
        began, worked = time.perf_counter(), worked_s(server.process.pid)
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        taken, worked = time.perf_counter() - began, worked_s(server.process.pid) - worked
    with sqlite3.connect(home / "daywright.db") as connection:
        stored = connection.execute("SELECT count(*) FROM event").fetchone()[0]
    assert stored == events, f"{stored} of {events} events were stored"
    return events / taken, events / worked


def bare(home: Path) -> float:
    """Upserts a second of the same rows, in the order in which they came."""
    connection = sqlite3.connect(home / "daywright.db", isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    rows = connection.execute("SELECT bucket, start, context, duration, counts FROM event ORDER BY id").fetchall()
    connection.execute("DELETE FROM event")

    def write() -> None:
        for at in range(0, len(rows), BATCH):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(UPSERT, rows[at : at + BATCH])
            connection.execute("COMMIT")

    taken = seconds(write)
    connection.close()
    return len(rows) / taken


def main() -> None:
    """Tell the row."""
    days = int(sys.argv[1]) if len(sys.argv) > 1 else DAYS
    rounds = []
    for _ in range(ROUNDS):
        with folder() as here:
            home = here / f"ingest-{time.monotonic_ns()}"
            home.mkdir(parents=True)
            rounds.append((*over_http(home, days), bare(home)))
            clean(home)
    rate, per_processor, plain = (statistics.median(column) for column in zip(*rounds, strict=True))
    name = f"durable ingest over HTTP, {DEVICES} devices, batches of {BATCH}"
    reference = f"bare upserts of the same rows: {plain:,.0f}/s; {per_processor:,.0f} events per processor second"
    tell(Row(name, f"≥ {GOAL:,}/s", f"{rate:,.0f}/s", reference, times(rate / plain), rate >= GOAL))


if __name__ == "__main__":
    main()
