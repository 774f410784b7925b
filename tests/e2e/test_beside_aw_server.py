"""The same calls to the real aw-server and to ours, and the same answers, where the contract says they are equal.

Heartbeats ascend and nothing is inserted among them: else aw-server overwrites another event than the one it continues.
"""

import http.client
import json
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fakes.aw_server import SOURCE, aw_server
from fakes.server_process import running

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(not SOURCE, reason="AW_SERVER_SRC names no aw-server")]
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
DATA: list[dict[str, Any]] = [{"app": "A", "title": "ä"}, {"app": "B", "n": [1, {"x": None}]}, {}]
TOLERANCE_S = 0.002  # aw-server rounds the ends of ranges


class Server:
    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            content = None if body is None else json.dumps(body)
            line.request(method, f"/api/0{path}", content, {"Content-Type": "application/json"})
            answer = line.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            line.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    home: Path = tmp_path_factory.mktemp("beside") / "home"
    environment = {**os.environ, "DAYWRIGHT_ACTIVITYWATCH_OPEN": "all"}
    with aw_server() as port, running(home, "server", environment) as ours:
        yield Server(ours.port), Server(port)


def _at(tenths: float) -> str:
    return (START + timedelta(seconds=tenths / 10)).isoformat()


def _about(event: Any) -> tuple[float, float, str]:
    begin = (datetime.fromisoformat(event["timestamp"]) - START).total_seconds()
    return begin, event["duration"], json.dumps(event["data"], sort_keys=True)


def _same(ours: Any, theirs: Any) -> None:
    assert len(ours) == len(theirs)
    for one, other in zip(map(_about, ours), map(_about, theirs), strict=True):
        assert one[:2] == pytest.approx(other[:2], abs=TOLERANCE_S)
        assert one[2] == other[2]


def _events(chance: random.Random) -> list[dict[str, Any]]:
    starts, now = [], 0
    for _ in range(60):
        now += chance.choice([1, 5, 10, 20, 21, 50, 100])
        starts.append(now)
    return [
        {"timestamp": _at(start), "duration": chance.choice([0, 0, 0.5, 3]), "data": chance.choice(DATA)}
        for start in starts
    ]


def _ranges(chance: random.Random) -> Iterator[str]:
    yield ""
    for _ in range(20):
        low, high = sorted(chance.sample(range(-10, 2500), 2))
        asked = f"start={_at(low + 0.5)}&end={_at(high + 0.5)}".replace("+", "%2B")
        yield f"?{asked}&limit={chance.choice([-1, 0, 1, 3])}"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", ["heartbeat", "events"])
def test_heartbeats_inserts_and_ranges_give_what_aw_server_gives(
    both: tuple[Server, Server], kind: str, seed: int
) -> None:
    chance = random.Random(seed)
    name = f"aw-watcher-{kind}-{seed}_h"
    bucket = f"/buckets/{name}"
    for server in both:
        about = {"client": "test", "type": "currentwindow", "hostname": "h"}
        assert [server.ask("POST", bucket, about)[0] for _ in range(2)] == [200, 304]
    for event in _events(chance):
        path = f"{bucket}/{kind}" + (f"?pulsetime={chance.choice([0.5, 2, 5])}" if kind == "heartbeat" else "")
        body = event if kind == "heartbeat" else [event]
        (status, ours), (other, theirs) = (server.ask("POST", path, body) for server in both)
        assert status == other == 200
        if kind == "heartbeat":
            _same([ours], [theirs])
    for asked in _ranges(chance):
        _same(*(server.ask("GET", f"{bucket}/events{asked}")[1] for server in both))
    assert both[0].ask("GET", f"{bucket}/events/count") == both[1].ask("GET", f"{bucket}/events/count")
    _same(*(server.ask("GET", f"{bucket}/export")[1]["buckets"][name]["events"] for server in both))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("GET", "/buckets/no", None), ("GET", "/buckets/no/events", None), ("POST", "/buckets/no/events", []),
     ("GET", "/buckets/no/export", None), ("GET", "/info", None)],
)  # fmt: skip
def test_refusals_have_the_same_status(both: tuple[Server, Server], method: str, path: str, body: Any) -> None:
    ours, theirs = (server.ask(method, path, body) for server in both)
    assert ours[0] == theirs[0]
    assert ("message" in ours[1]) == ("message" in theirs[1])
