"""`daywright demo`: a believable person's days, to look around in."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, opened, settings_for
from daywright.kit.clock import US_PER_DAY

if TYPE_CHECKING:
    from daywright.core.persona import Observation
    from daywright.server.app import Store

BATCH = 5000
DEVICE = "Demo laptop"


def demo(
    days: Annotated[int, typer.Option(help="How many days, ending today.", min=1, max=20_000)] = 90,
    seed: Annotated[int, typer.Option(help="Another number is another person.")] = 1,
    home: Home = None,
) -> None:
    """Fill an empty home with a believable person's days; refused when it holds real ones."""
    from rich.progress import Progress

    from daywright.core.localdays import local_date
    from daywright.server import accounts, timeline

    settings = settings_for(home)
    with opened(settings) as (store, readers):
        now_us = store.clock.wall_us()
        device = _claim(store)
        with store.database.reading() as session:
            who = accounts.profile(session, store.owner)
        today = local_date(now_us, who.zone, who.day_start)
        rows = _observations(today.toordinal() - days + 1, days, who.zone, seed, now_us)
        stored = 0
        with Progress(transient=True) as progress:
            task = progress.add_task("Making up days", total=days)
            for count, last_us in _store(store, device, rows):
                stored += count
                progress.update(task, completed=days - (now_us - last_us) / US_PER_DAY)
            progress.update(task, description="Building the days", completed=days)
            with store.database.reading() as session:  # so that the first look is as quick as any other
                timeline.asking(session, store.owner, readers).prepare()
    print(f"Made up {days} days: {stored:,} events. `daywright today` or `daywright up` shows them.")


def _claim(store: "Store") -> int:
    """Make the home a demo's, unless it holds real events; the device that the made-up person uses."""
    from daywright.server import devices, events
    from daywright.server.foundation import installation
    from daywright.server.foundation.database import driver

    with store.database.writing() as session:
        connection = driver(session)
        if events.holds_events(connection, store.owner) and not installation.is_demo(connection):
            refusal = "this home holds real events; choose an empty one for the demo with --home."
            raise FailureError(refusal, ExitCode.REFUSED)
        installation.mark_demo(connection)
        return devices.ensure_device(session, store.owner, DEVICE, store.clock.wall_us()).id


def _store(store: "Store", device: int, rows: "Iterator[Observation]") -> Iterator[tuple[int, int]]:
    """Store in batches; of each how many events it held and when the last began."""
    from daywright.server import events
    from daywright.server.foundation.database import driver

    source, ingestor = events.Source(store.owner, device, "daywright-demo"), events.Ingestor()
    while batch := list(islice(rows, BATCH)):
        facts = [
            events.Fact(
                row.bucket,
                row.start_us,
                row.duration_us,
                events.native_shape(row.bucket, dict(row.data), store.hash_key),
                events.counts_text(row.counts),
            )
            for row in batch
        ]
        with store.database.writing() as session:
            ingestor.store(driver(session), source, facts, zone=None, now_us=store.clock.wall_us())
        yield len(batch), batch[-1].start_us


def _observations(first_ordinal: int, days: int, zone: str, seed: int, until_us: int) -> "Iterator[Observation]":
    from datetime import date
    from zoneinfo import ZoneInfo

    from daywright.core.persona import recorded_days

    return recorded_days(date.fromordinal(first_ordinal), days, ZoneInfo(zone), seed=seed, until_us=until_us)
