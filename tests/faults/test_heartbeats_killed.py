"""The server is killed between a heartbeat's commit and its answer, and at any moment: what it acknowledged stays."""

import http.client
import os
import random
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from fakes.server_process import ServerProcess, running

pytestmark = pytest.mark.faults
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
BUCKETS, BEATS = 4, 60
KILLS = int(os.environ.get("DAYWRIGHT_RANDOM_KILLS", "12")) // 2


def _data(second: int) -> dict[str, object]:
    return {"app": "Code", "title": f"file {second // 7}"}


def _beat(server: ServerProcess, bucket: str, second: int) -> Any:
    event = {"timestamp": (START + timedelta(seconds=second)).isoformat(), "data": _data(second)}
    return server.ask("POST", f"/api/0/buckets/{bucket}/heartbeat?pulsetime=5", event)


def _watch(server: ServerProcess, bucket: str, acknowledged: dict[str, int]) -> None:
    """Go on after the last second that was acknowledged, until the server is gone."""
    try:
        for second in range(acknowledged[bucket] + 1, BEATS):
            _beat(server, bucket, second)
            acknowledged[bucket] = second
    except (OSError, http.client.HTTPException, ValueError):
        pass


def _has_all(server: ServerProcess, bucket: str, last: int) -> bool:
    """Tell whether every second up to the last one acknowledged is inside an event that shows what was seen then."""
    spans = []
    for event in server.ask("GET", f"/api/0/buckets/{bucket}/events"):
        begin = (datetime.fromisoformat(event["timestamp"]) - START).total_seconds()
        spans.append((event["data"], begin, begin + event["duration"]))
    return all(
        any(data == _data(second) and begin <= second <= end for data, begin, end in spans)
        for second in range(last + 1)
    )


def _run(home: Path, environment: Mapping[str, str], acknowledged: dict[str, int], kill_after: float | None) -> None:
    with running(home, "server", environment) as server:
        for bucket, last in acknowledged.items():
            _make(server, bucket, {"client": "c", "type": "currentwindow", "hostname": "h"})
            assert _has_all(server, bucket, last), "it was acknowledged"
        killer = threading.Timer(kill_after, server.kill) if kill_after is not None else None
        if killer:
            killer.start()
        watchers = [threading.Thread(target=_watch, args=(server, bucket, acknowledged)) for bucket in acknowledged]
        for watcher in watchers:
            watcher.start()
        for watcher in watchers:
            watcher.join()
        if killer:
            killer.cancel()
            killer.join()


def _make(server: ServerProcess, bucket: str, made: dict[str, str]) -> None:
    if bucket not in server.ask("GET", "/api/0/buckets/"):
        server.ask("POST", f"/api/0/buckets/{bucket}", made)


def _events(home: Path, acknowledged: dict[str, int]) -> list[list[tuple[str, float, str]]]:
    with running(home, "server", os.environ) as server:
        return [
            [
                (one["timestamp"], one["duration"], one["data"]["title"])
                for one in server.ask("GET", f"/api/0/buckets/{name}/events")
            ]
            for name in acknowledged
        ]


@pytest.mark.timeout(300)
def test_f46_no_acknowledged_heartbeat_is_lost_whenever_the_server_is_killed(tmp_path: Path) -> None:
    chance, home = random.Random(46), tmp_path / "home"
    acknowledged = {f"bucket-{number}": -1 for number in range(BUCKETS)}
    for turn in count():
        if min(acknowledged.values()) == BEATS - 1:
            break
        if turn < KILLS // 2:  # between a commit and its answer
            _run(
                home, {**os.environ, "DAYWRIGHT_FAULT": f"heartbeat-stored:{chance.randint(1, 30)}"}, acknowledged, None
            )
        else:
            _run(home, os.environ, acknowledged, chance.uniform(0.02, 0.3) if turn < KILLS else None)
    calm = dict.fromkeys(acknowledged, -1)
    _run(tmp_path / "calm", os.environ, calm, None)
    assert _events(home, acknowledged) == _events(tmp_path / "calm", calm), "sent again, a heartbeat changes nothing"
