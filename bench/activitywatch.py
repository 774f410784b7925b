"""ActivityWatch heartbeats over HTTP, durable before the answer, next to the server they come from.

Watchers send one heartbeat after the other, each to a bucket of its own and on one connection; every fifth shows
something new. The reference is aw-server where AW_SERVER_SRC names a folder from which it can be imported (sources,
or the `site-packages` of an environment that has it; AW_SERVER_PYTHON is then its interpreter), else aw-core's own
store, which answers nobody (in the environment that `make bench` makes). aw-server gets new connections, as it closes
each after its answer.

Run as `python -m bench activitywatch [HEARTBEATS]`. Goals: 8 clients ≥ 10 ×, one client ≥ 3 × what aw-server does.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.programs import REFERENCE, clean, folder
from bench.report import Row, tell, times

from fakes.aw_server import PATIENCE_S, PLACES, SOURCE, aw_server
from fakes.server_process import running

CLIENTS = (1, 8)
GOALS = {1: 3.0, 8: 10.0}
ROUNDS = 3
BEATS = 2_000
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def request(port: int, path: str, body: object) -> bytes:
    """A POST to a bucket, as bytes."""
    content = json.dumps(body, separators=(",", ":")).encode()
    head = (
        f"POST /api/0/buckets/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def heartbeats(port: int, bucket: str, count: int) -> list[bytes]:
    """Requests of one watcher: a second apart, every fifth about something new."""
    return [
        request(
            port,
            f"{bucket}/heartbeat?pulsetime=2",
            {
                "timestamp": (START + timedelta(seconds=second)).isoformat(),
                "duration": 0,
                "data": {"app": "Code", "title": f"file {second // 5 % 200}.py - project"},
            },
        )
        for second in range(count)
    ]


class Line:
    """A connection that is opened again whenever the server closed it."""

    def __init__(self, port: int, *, fresh: bool) -> None:
        self._port, self._fresh = port, fresh
        self._socket: socket.socket | None = None

    def send(self, asked: bytes) -> None:
        """Send a request and wait for its whole answer."""
        line = self._socket or socket.create_connection(("127.0.0.1", self._port), PATIENCE_S)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(asked)
        answer = b""
        while not _whole(answer):
            more = line.recv(65536)
            if not more:
                break
            answer += more
        assert answer.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200", b"HTTP/1.1 304")), answer
        self._socket = None if self._fresh else line
        if self._fresh:
            line.close()

    def close(self) -> None:
        """Hang up."""
        if self._socket:
            self._socket.close()


def _whole(answer: bytes) -> bool:
    head, blank, body = answer.partition(b"\r\n\r\n")
    if not blank:
        return False
    length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
    return len(body) >= int(length.partition(b":")[2])


def rate(port: int, clients: int, beats: int, turn: int, *, fresh: bool) -> float:
    """Heartbeats a second that so many watchers get through, each as fast as it is answered."""
    each = beats // clients
    names = [f"bench-{turn}-{clients}-{number}" for number in range(clients)]
    for name in names:
        maker = Line(port, fresh=fresh)
        maker.send(request(port, name, {"client": "bench", "type": "currentwindow", "hostname": "bench"}))
        maker.close()
    requests = [heartbeats(port, name, each) for name in names]

    def watch(own: list[bytes]) -> None:
        line = Line(port, fresh=fresh)
        for each in own:
            line.send(each)
        line.close()

    watchers = [threading.Thread(target=watch, args=(own,)) for own in requests]
    began = time.perf_counter()
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    return each * clients / (time.perf_counter() - began)


def ours(beats: int) -> dict[int, float]:
    """Measure Daywright."""
    with folder() as here:
        home = here / f"activitywatch-{time.monotonic_ns()}"
        home.mkdir(parents=True)
        with running(home, "server", {**os.environ, "DAYWRIGHT_ACTIVITYWATCH_OPEN": "write"}) as server:
            rate(server.port, 8, 400, -1, fresh=False)
            found = _measured(lambda clients, turn: rate(server.port, clients, beats, turn, fresh=False))
        clean(home)
    return found


def _measured(once: Callable[[int, int], float]) -> dict[int, float]:
    return {clients: statistics.median(once(clients, turn) for turn in range(ROUNDS)) for clients in CLIENTS}


def theirs(beats: int) -> dict[int, float | None]:
    """Measure aw-server."""
    with aw_server() as port:
        rate(port, 8, 80, -1, fresh=True)
        return dict(_measured(lambda clients, turn: rate(port, clients, beats // 4, turn, fresh=True)))


def aw_core(beats: int) -> float | None:
    """Heartbeats a second by aw-core alone; None where its environment was not made (`make bench` makes it)."""
    if not REFERENCE.exists():
        return None
    with tempfile.TemporaryDirectory() as own:
        places = dict.fromkeys(PLACES, own)
        done = subprocess.run(
            [REFERENCE, "-P", Path(__file__).parent / "aw_core_beats.py", own, str(beats)],
            env={**os.environ, **places},
            stdout=subprocess.PIPE,
            check=True,
        )
    return float(done.stdout)


def rows(beats: int) -> Iterator[Row]:
    """Measure; a row for one client and one for eight."""
    found = ours(beats)
    reference = theirs(beats) if SOURCE else dict.fromkeys(CLIENTS, aw_core(beats))
    name = "aw-server over HTTP" if SOURCE else "aw-core's store, no HTTP, one caller"
    for clients in CLIENTS:
        beside, goal = reference[clients], GOALS[clients]
        ratio = found[clients] / beside if beside else 0
        yield Row(
            f"ActivityWatch heartbeats, durable, {clients} client{'s' * (clients > 1)}",
            f"≥ {goal:g} × aw-server",
            f"{found[clients]:,.0f}/s",
            f"{name}: {beside:,.0f}/s" if beside else "no reference at hand",
            times(ratio) if beside else "",
            ratio >= goal if SOURCE else None,
        )


def main() -> None:
    """Tell the rows."""
    for row in rows(int(sys.argv[1]) if len(sys.argv) > 1 else BEATS):
        tell(row)


if __name__ == "__main__":
    main()
