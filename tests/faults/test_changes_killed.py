"""The server is killed while events come in, rules change, corrections are entered and days are built: all or nothing.

Afterwards `verify` finds every day to be what its facts give, and what was kept of the labelling is what the rules that
hold say of each context.
"""

import http.client
import os
import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from daywright.cli.local import opened
from daywright.core.matching import LabelColumns, first_match
from daywright.server import categories, events, timeline
from daywright.server.foundation.database import driver
from daywright.server.foundation.settings import Settings
from fakes.server_process import ServerProcess, running

pytestmark = pytest.mark.faults
RANDOM_KILLS = int(os.environ.get("DAYWRIGHT_RANDOM_KILLS", "12")) // 4
DAYS, EVENTS = 4, 120
RANGE = "start=2026-03-01&end=2026-03-08"
TREE = [{"path": ["Work"], "weight": 2}, {"path": ["Play"], "weight": -2}]


def batch(day: int, first: int = 0) -> dict[str, object]:
    """Windows of half a minute, one after the other; every third of a title of its own."""
    listed = []
    for place in range(first, first + EVENTS):
        minute, second = divmod(place * 30, 60)
        start = f"2026-03-{2 + day:02}T{8 + minute // 60:02}:{minute % 60:02}:{second:02}Z"
        data = {"app": "Code", "title": f"{day}-{place}" if place % 3 == 0 else f"file {place % 7}"}
        listed.append({"bucket": "window", "start": start, "duration": 30, "data": data})
    return {"batch_id": str(uuid4()), "events": listed}


def change_rules(server: ServerProcess, number: int) -> None:
    held = server.ask("GET", "/api/v1/rules")["revision"]
    rule = {"category": ["Work"], "field": "title", "op": "contains", "value": str(number % 10)}
    server.ask("PUT", "/api/v1/rules", {"revision": held, "categories": TREE, "rules": [rule]})


def correct(server: ServerProcess, number: int) -> Any:
    day, minute = 2 + number % DAYS, number % 50
    span = {"start": f"2026-03-{day:02}T08:{minute:02}:00Z", "end": f"2026-03-{day:02}T08:{minute + 9:02}:00Z"}
    said = {**span, "action": "set", "title": f"by hand {number}"}
    return server.ask("POST", "/api/v1/corrections", said)


def look(server: ServerProcess) -> Any:
    return server.ask("GET", f"/api/v1/summary?{RANGE}&by=category")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with some days of events, one correction and rules of one's own, everything built and kept."""
    home = tmp_path_factory.mktemp("filled") / "home"
    with running(home, "server", os.environ) as server:
        for day in range(DAYS):
            server.ask("POST", "/api/v1/ingest", batch(day))
        change_rules(server, 1)
        correct(server, 0)
        look(server)
    return home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "home"))


def check(home: Path) -> None:
    """Prove days and labelling from what is stored, with nobody running."""
    with opened(Settings(home=home)) as (store, readers):
        assert [
            day.day for day in timeline.verify(store.database, readers.days, store.owner, repair=False) if day.differs
        ] == []
        with store.database.reading() as session:
            connection = driver(session)
            dictionary = events.Dictionaries().of(connection, store.owner)
            held = categories.newest(connection, store.owner)
            right = first_match(held.ruleset, LabelColumns.of(dictionary.rows(0))).tolist()
            by_context = dict(zip(dictionary.ids.tolist(), right, strict=True))
            kept = connection.execute("SELECT context, rule FROM context_rule WHERE ruleset = ?", (held.id,)).fetchall()
            assert all(by_context[context] == rule for context, rule in kept)


def until_killed(server: ServerProcess, work: Callable[[int], object]) -> None:
    """Go on until nobody answers any more."""
    for number in range(2, 10_000):
        try:
            work(number)
        except (OSError, http.client.HTTPException, ValueError):
            server.process.wait(30)
            return
    raise AssertionError("the point must be hit")


@pytest.mark.parametrize(
    ("point", "rules", "corrections"),
    [
        ("rules-stored", {2, 3}, {1}),
        ("matches-stored", {3}, {1}),
        ("correction-superseded", {2}, {1}),
        ("correction-stored", {2}, {1}),
        ("day-cleaned", {2}, {2}),
    ],
)
def test_a_kill_within_a_change_leaves_all_of_it_or_none(
    home: Path, point: str, rules: set[int], corrections: set[int]
) -> None:
    with running(home, "server", {**os.environ, "DAYWRIGHT_FAULT": point}) as server:

        def work(number: int) -> None:
            if point in ("rules-stored", "matches-stored"):
                change_rules(server, number)
            else:
                correct(server, number)
            look(server)

        until_killed(server, work)
    check(home)
    with running(home, "server", os.environ) as server:
        assert server.ask("GET", "/api/v1/rules")["revision"] in rules
        assert len(server.ask("GET", f"/api/v1/corrections?{RANGE}")["corrections"]) in corrections
        total = look(server)["total_seconds"]
    assert total == DAYS * EVENTS * 30
    check(home)


@pytest.mark.parametrize("point", ["facts-stored", "facts-marked"])
def test_a_kill_within_a_delivery_leaves_what_was_acknowledged_and_no_more(home: Path, point: str) -> None:
    sent = list[int]()
    with running(home, "server", {**os.environ, "DAYWRIGHT_FAULT": f"{point}:3"}) as server:

        def work(number: int) -> None:
            server.ask("POST", "/api/v1/ingest", batch(1, EVENTS * number))
            sent.append(number)
            look(server)

        until_killed(server, work)
    assert len(sent) == 2
    check(home)
    with running(home, "server", os.environ) as server:
        assert look(server)["total_seconds"] == (DAYS + 2) * EVENTS * 30
        again = [server.ask("POST", "/api/v1/ingest", batch(1, EVENTS * number)) for number in (*sent, sent[-1] + 1)]
        assert [receipt["accepted"] for receipt in again] == [0, 0, EVENTS]
        assert look(server)["total_seconds"] == (DAYS + 3) * EVENTS * 30
    check(home)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("seed", range(RANDOM_KILLS))
def test_a_kill_at_any_moment_leaves_days_and_labels_right(home: Path, seed: int) -> None:
    chance = random.Random(seed)
    said = set[str]()

    def work(server: ServerProcess, number: int) -> None:
        match chance.randrange(4):
            case 0:
                server.ask("POST", "/api/v1/ingest", batch(chance.randrange(DAYS), EVENTS + 5 * number))
            case 1:
                change_rules(server, number)
            case 2:
                said.add(correct(server, number)["title"])
            case _:
                look(server)

    with running(home, "server", os.environ) as server:
        murder = threading.Timer(chance.uniform(0.05, 0.6), server.kill)
        murder.start()
        until_killed(server, lambda number: work(server, number))
        murder.join()
    check(home)
    with running(home, "server", os.environ) as server:
        held = {one["title"] for one in server.ask("GET", f"/api/v1/corrections?{RANGE}")["corrections"]}
        before = look(server)
    assert said <= held, "what was acknowledged is there"
    check(home)
    with running(home, "server", os.environ) as server:
        assert look(server) == before
