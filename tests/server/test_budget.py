"""The worst that may become of what the benchmarks measure: ratios of processor time within one run, never a clock.

Each bound is two to three times what was measured when it was set; `make bench` has the figures. The least of several
runs is taken, as whatever else the machine does can only add.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from daywright.core.persona import Bench, recorded_days
from daywright.core.segments import MS_PER_DAY
from daywright.kit.clock import US_PER_DAY, US_PER_SECOND, rfc3339
from daywright.server import events, timeline
from daywright.server.app import Store, open_store
from daywright.server.events.service.shape import decode_batch, facts_of
from daywright.server.foundation.database import driver
from daywright.server.foundation.settings import Settings
from daywright.server.foundation.writer import Writer

FIRST, DAYS = date(2025, 3, 3), 28
BATCH = 100
UPSERT = """
    INSERT INTO event (bucket, start, context, duration, counts) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (bucket, start, context)
    DO UPDATE SET duration = excluded.duration WHERE excluded.duration > event.duration"""
ROWS = """
    SELECT start, duration, context, counts FROM event
    WHERE bucket IN (SELECT id FROM bucket) AND start >= ? AND start < ?"""


@dataclass
class Filled:
    """Four weeks of a busy desktop, as they came."""

    store: Store
    readers: timeline.Readers
    bodies: list[bytes]

    def receive(self, home: Path) -> int:
        """Read and store every batch into a fresh home, as the route does; how many events were new."""
        store = open_store(Settings(home=home))
        connection, ingestor = store.database.connect(), events.Ingestor()
        source, now_us = events.Source(store.owner, store.device, "budget"), store.clock.wall_us()
        connection.execute("BEGIN IMMEDIATE")
        accepted = 0
        for body in self.bodies:
            read = facts_of(decode_batch(body), hash_key=store.hash_key, now_us=now_us)
            accepted += ingestor.store(connection, source, read.facts, zone=None, now_us=now_us).accepted
        connection.execute("COMMIT")
        connection.close()
        store.database.close()
        return accepted


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    home = tmp_path_factory.mktemp("budget")
    rows = [
        {
            "bucket": row.bucket,
            "start": rfc3339(row.start_us),
            "duration": row.duration_us / US_PER_SECOND,
            "data": dict(row.data),
        }
        for row in recorded_days(FIRST, DAYS, ZoneInfo("Europe/Berlin"), seed=1, until_us=1 << 60, profile=Bench())
    ]
    bodies = [
        json.dumps({"batch_id": "00000000-0000-4000-8000-000000000000", "events": rows[at : at + BATCH]}).encode()
        for at in range(0, len(rows), BATCH)
    ]
    store = open_store(Settings(home=home / "kept"))
    writer = Writer(store.database.connect)
    writer.start()
    whole = Filled(store, timeline.Readers(writer), bodies)
    assert whole.receive(home / "kept") == len(rows)
    with store.database.reading() as session:
        timeline.asking(session, store.owner, whole.readers).prepare()
    yield whole
    writer.stop()
    store.database.close()


def least_s(task: Callable[[], object], rounds: int = 7) -> float:
    """Processor time of this thread in the best of some rounds."""
    took = []
    for _ in range(rounds):
        began = time.thread_time()
        task()
        took.append(time.thread_time() - began)
    return min(took)


@pytest.mark.slow
def test_receiving_an_event_costs_a_few_bare_upserts(filled: Filled, tmp_path: Path) -> None:
    with filled.store.database.reading() as session:
        rows = driver(session).execute("SELECT bucket, start, context, duration, counts FROM event").fetchall()
        table = driver(session).execute("SELECT sql FROM sqlite_master WHERE name = 'event'").fetchone()[0]
    homes = (tmp_path / str(number) for number in range(9))
    received = least_s(lambda: filled.receive(next(homes)), 3)  # making the home is a twentieth of it

    def bare() -> None:
        with sqlite3.connect(":memory:") as connection:
            connection.execute(table)
            connection.executemany(UPSERT, rows)

    assert received < 18 * least_s(bare, 3)


@pytest.mark.slow
def test_a_dirty_day_costs_a_few_reads_of_its_rows(filled: Filled) -> None:
    store, readers = filled.store, filled.readers
    day = FIRST.toordinal() + 8 - date(1970, 1, 1).toordinal()
    with store.database.reading() as session:
        connection, reading = driver(session), readers.reading(session, store.owner)

        def bare() -> None:
            span = (day * US_PER_DAY, (day + 1) * US_PER_DAY)
            connection.execute(ROWS, span).fetchall()

        rebuilt = least_s(lambda: readers.days.rebuilt(session, store.owner, day))
        bare_s = least_s(bare)
        kept = least_s(lambda: readers.days.between(reading, day * MS_PER_DAY, (day + 1) * MS_PER_DAY))
    assert rebuilt < 15 * bare_s
    assert kept < rebuilt / 5


@pytest.mark.slow
def test_four_weeks_read_off_what_is_kept_cost_a_fraction_of_their_events(filled: Filled) -> None:
    store, readers = filled.store, filled.readers
    with store.database.reading() as session:
        connection, asked = driver(session), timeline.asking(session, store.owner, readers)
        everything = least_s(lambda: connection.execute("SELECT start, duration, context FROM event").fetchall())
        page = least_s(asked.prepare)
    assert page < everything / 4
