"""A home filled with the load of a busy desktop, for the benchmarks that need years of it.

The load is that of `daywright.core.persona.Bench`: 721,000 events a year of windows, presence, pages and files. A home
is filled through the server's own ingest, not over HTTP, which has a benchmark to itself. What is full is copied.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from daywright.core.persona import Bench, Observation, recorded_days
from daywright.server import events
from daywright.server.app import Store, ensure_owner_token, open_store
from daywright.server.foundation.database import driver
from daywright.server.foundation.settings import Settings

ZONE: Final = "Europe/Berlin"
UNTIL: Final = date(2026, 1, 1)  # the day after the last one of every load
YEAR: Final = 365
BATCH: Final = 5_000
NEVER_US: Final = 1 << 60

Change = Callable[[Iterator[Observation]], Iterator[Observation]]


@dataclass(frozen=True)
class Load:
    """What a home holds."""

    days: int = YEAR
    contexts: int = 75_000
    locality: float = 0.4
    events: int = 721_000  # a year
    seed: int = 1

    @property
    def first(self) -> date:
        """The first of its days."""
        return UNTIL - timedelta(days=self.days)

    @property
    def name(self) -> str:
        """What its folder is called."""
        return f"{self.days}-days-{self.contexts}-contexts-{self.locality}"

    def rows(self) -> Iterator[Observation]:
        """Tell the days."""
        profile = Bench(self.events, self.contexts, self.locality)
        return recorded_days(self.first, self.days, ZoneInfo(ZONE), seed=self.seed, until_us=NEVER_US, profile=profile)


def fill(store: Store, load: Load, device: int | None = None, change: Change = iter) -> int:
    """Store a load as what a device saw, this machine unless another is named; how many events it is."""
    source, ingestor, stored = events.Source(store.owner, device or store.device, "bench"), events.Ingestor(), 0
    rows = change(load.rows())
    while batch := list(islice(rows, BATCH)):
        facts = [fact(row, store.hash_key) for row in batch]
        with store.database.writing() as session:
            ingestor.store(driver(session), source, facts, zone=ZONE, now_us=store.clock.wall_us())
        stored += len(batch)
    return stored


def fact(row: Observation, hash_key: bytes) -> events.Fact:
    """Turn an observation into what the store takes."""
    shape = events.native_shape(row.bucket, dict(row.data), hash_key)
    return events.Fact(row.bucket, row.start_us, row.duration_us, shape, events.counts_text(row.counts))


def home_with(load: Load, folder: Path) -> Path:
    """Return a home of one's own in `folder` that holds the load; the first call of a run makes it up."""
    kept = folder / "kept" / load.name
    if not kept.exists():
        kept.mkdir(parents=True)
        began = time.perf_counter()
        settings = Settings(home=kept)
        store = open_store(settings)
        count = fill(store, load)
        ensure_owner_token(store, kept)
        store.database.close()
        print(f"({count:,} events of {load.days} days made up in {time.perf_counter() - began:.0f} s)", flush=True)
    own = folder / f"home-{time.monotonic_ns()}"
    shutil.copytree(kept, own)
    return own
