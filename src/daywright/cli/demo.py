"""`daywright demo`: a believable person's days, to look around in."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, open_home, settings_for

if TYPE_CHECKING:
    from daywright.core.persona import Observation

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
    from daywright.server import accounts, devices, events
    from daywright.server.foundation import installation
    from daywright.server.foundation.database import driver

    store = open_home(settings_for(home))
    now_us = store.clock.wall_us()
    with store.database.writing() as session:
        connection = driver(session)
        if events.holds_events(connection, store.owner) and not installation.is_demo(connection):
            raise FailureError(
                "this home holds real events; choose an empty one for the demo with --home.", ExitCode.REFUSED
            )
        installation.mark_demo(connection)
        device = devices.ensure_device(session, store.owner, DEVICE, now_us).id
        who = accounts.profile(session, store.owner)
    first = local_date(now_us, who.zone, who.day_start)
    rows = _observations(first.toordinal() - days + 1, days, who.zone, seed, now_us)
    source = events.Source(store.owner, device, "daywright-demo")
    ingestor, stored = events.Ingestor(), 0
    with Progress(transient=True) as progress:
        task = progress.add_task("Making up days", total=days)
        while batch := list(islice(rows, BATCH)):
            with store.database.writing() as session:
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
                ingestor.store(driver(session), source, facts, zone=None, now_us=now_us)
            stored += len(batch)
            done = days - (now_us - batch[-1].start_us) / 86_400_000_000
            progress.update(task, completed=done)
    print(f"Made up {days} days: {stored:,} events. `daywright today` or `daywright up` shows them.")


def _observations(first_ordinal: int, days: int, zone: str, seed: int, until_us: int) -> "Iterator[Observation]":
    from datetime import date
    from zoneinfo import ZoneInfo

    from daywright.core.persona import recorded_days

    return recorded_days(date.fromordinal(first_ordinal), days, ZoneInfo(zone), seed=seed, until_us=until_us)
