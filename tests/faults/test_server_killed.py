"""F46: the server is killed at any moment. What it acknowledged is there; sending again makes all of it whole, once."""

import http.client
import os
import random
import threading
from pathlib import Path
from uuid import uuid4

import pytest

from fakes.server_process import ServerProcess, running

pytestmark = pytest.mark.faults
BATCHES, EVENTS = 60, 25
RANGE = "start=2026-03-02T00:00:00Z&end=2026-03-03T00:00:00Z"


def _batch(number: int) -> dict[str, object]:
    """25 windows of 10 s, one after the other; every batch continues where the one before ended."""
    events = []
    for place in range(number * EVENTS, (number + 1) * EVENTS):
        minute, second = divmod(place * 10, 60)
        start = f"2026-03-02T{minute // 60 + 5:02}:{minute % 60:02}:{second:02}Z"
        data = {"app": "Code", "title": f"file {place % 40}"}
        events.append({"bucket": "window", "start": start, "duration": 10, "data": data})
    return {"batch_id": str(uuid4()), "events": events}


def _deliver(
    server: ServerProcess, batches: list[dict[str, object]], acknowledged: set[int], chance: random.Random
) -> None:
    waiting = [number for number in range(len(batches)) if number not in acknowledged]
    chance.shuffle(waiting)
    for number in waiting:
        try:
            receipt = server.ask("POST", "/api/v1/ingest", batches[number])
        except (OSError, http.client.HTTPException, ValueError):
            return
        assert receipt["accepted"] + receipt["duplicate"] == EVENTS
        acknowledged.add(number)


@pytest.mark.timeout(240)
def test_f46_nothing_acknowledged_is_lost_and_nothing_counts_twice(tmp_path: Path) -> None:
    chance = random.Random(46)
    batches = [_batch(number) for number in range(BATCHES)]
    acknowledged: set[int] = set()
    home, kills = tmp_path / "home", 0
    while len(acknowledged) < BATCHES:
        with running(home, "server", os.environ) as server:
            for number in acknowledged:
                again = server.ask("POST", "/api/v1/ingest", batches[number])
                assert again["duplicate"] == EVENTS, "it was acknowledged, yet lost"
            murder = threading.Timer(chance.uniform(0.01, 0.25), server.kill) if kills < 8 else None
            if murder:
                kills += 1
                murder.start()
            _deliver(server, batches, acknowledged, chance)
            if murder:
                murder.join()
    with running(home, "server", os.environ) as server:
        total = server.ask("GET", f"/api/v1/summary?{RANGE}&by=title")
        assert all(server.ask("POST", "/api/v1/ingest", batch)["accepted"] == 0 for batch in batches)
        assert total["total_seconds"] == BATCHES * EVENTS * 10
        assert total == server.ask("GET", f"/api/v1/summary?{RANGE}&by=title")
    with running(tmp_path / "calm", "server", os.environ) as calm:
        for batch in batches:
            calm.ask("POST", "/api/v1/ingest", batch)
        assert calm.ask("GET", f"/api/v1/summary?{RANGE}&by=title") == total
