"""What a recorder would have handed over: one row of one bucket of one device."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from daywright.kit.clock import to_us


class Observation(NamedTuple):
    """Something that held for a time. `data` is shared between rows that say the same: read it, never change it."""

    bucket: str
    start_us: int
    duration_us: int
    data: Mapping[str, object]
    counts: Mapping[str, int] | None
    device: str


def until(rows: Iterable[Observation], end_us: int) -> Iterator[Observation]:
    """What had been seen by then of rows in time order: later ones are left out, the running ones end there."""
    for row in rows:
        if row.start_us >= end_us:
            return
        over = row.start_us + row.duration_us - end_us
        yield row if over <= 0 else row._replace(duration_us=row.duration_us - over)


def instant_us(day: date, minute: float, zone: tzinfo) -> int:
    """Wall-clock minutes since midnight of a date → the instant, also where the clock was changed."""
    return to_us(datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute))
