"""Reading facts back: buckets, the events of a window of time, the newest ones."""

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import msgspec
import numpy as np
import numpy.typing as npt

from daywright.kit.clock import US_PER_DAY
from daywright.server.events import queries
from daywright.server.events.service.ingest import MOST_DAYS
from daywright.server.events.service.ranks import Rank

RECENT_MOST = 500


@dataclass(frozen=True, slots=True)
class Bucket:
    """One watcher's stream on one device. No event of it is longer than `longest_us`."""

    id: int
    device: int
    name: str
    aw_id: str
    kind: str
    type: str
    client: str
    hostname: str
    created_us: int
    longest_us: int
    rank: int

    @property
    def watcher(self) -> str:
        """The name that may tell which application the bucket describes."""
        return self.name if self.rank == Rank.NATIVE else self.aw_id


EventTable = npt.NDArray[np.int64]
"""One row an event: start and duration (µs), context id, flags that its counts add."""


@dataclass(frozen=True, slots=True)
class RecentEvent:
    """One event of the live feed; microseconds since 1970. An editor's title is its file and project."""

    id: int
    bucket: Bucket
    start_us: int
    duration_us: int
    app: str
    title: str
    domain: str
    state: str | None


def buckets_of(connection: sqlite3.Connection, user: int) -> list[Bucket]:
    """Return the user's buckets in the order they came."""
    return [Bucket(*row) for row in connection.execute(queries.BUCKETS, (user,))]


def last_event_us(connection: sqlite3.Connection, bucket: int) -> int | None:
    """Return until when the bucket's newest events tell; an older one may have lasted longer than a newer."""
    end: int | None = connection.execute(queries.LAST_END, (bucket,)).fetchone()[0]
    return end


def events_between(connection: sqlite3.Connection, bucket: Bucket, from_us: int, to_us: int) -> EventTable:
    """Return the bucket's events that touch [from, to), by start."""
    window = (bucket.id, from_us - bucket.longest_us, to_us, from_us)
    return _table(connection.execute(queries.IN_WINDOW, window).fetchall())


def last_events_before(connection: sqlite3.Connection, bucket: Bucket, instant_us: int) -> EventTable:
    """Return the bucket's last event that starts before the instant, and those that start with it."""
    where = {"bucket": bucket.id, "instant": instant_us}
    return _table(connection.execute(queries.LAST_BEFORE, where).fetchall())


def _table(rows: list[tuple[int, int, int, int]]) -> EventTable:
    # a third of the time that columns made from tuples take: a year is a few hundred thousand rows
    return np.fromiter(chain.from_iterable(rows), np.int64, 4 * len(rows)).reshape(-1, 4)


def recent(connection: sqlite3.Connection, buckets: Iterable[Bucket], limit: int) -> list[RecentEvent]:
    """Return the newest events over all buckets, newest first."""
    found = []
    for bucket in buckets:
        for row in connection.execute(queries.RECENT, (bucket.id, min(limit, RECENT_MOST))):
            event, _, start_us, duration_us, kind, data, app, title, domain, project, entity = row
            shown = title or (
                " · ".join(filter(None, (entity.rpartition("/")[2], project))) if kind == "editor" else ""
            )
            found.append(RecentEvent(event, bucket, start_us, duration_us, app, shown, domain, _state(data)))
    found.sort(key=lambda event: (event.start_us, event.id), reverse=True)
    return found[:limit]


def _state(data: str) -> str | None:
    value = msgspec.json.decode(data)
    state = value.get("status", value.get("state")) if isinstance(value, dict) else None
    return state if isinstance(state, str) else None


def dirty_days(connection: sqlite3.Connection, user: int, first: int, last: int) -> dict[int, int]:
    """Return the stale UTC days between `first` and `last` (inclusive), each with the version that made it so."""
    return dict(connection.execute(queries.DIRTY_DAYS, (user, first, last)).fetchall())


def clean_day(connection: sqlite3.Connection, user: int, day: int, version: int) -> bool:
    """Take a stale mark away if it is still that version; whether it was."""
    return connection.execute(queries.CLEAN_DAY, (user, day, version)).rowcount > 0


def mark_stale(connection: sqlite3.Connection, user: int, days: Iterable[int]) -> None:
    """Have these UTC days built anew. Needs a writing transaction."""
    queries.mark_dirty(connection, user, days, secrets.randbits(62))


def days_with_events(connection: sqlite3.Connection, buckets: Iterable[Bucket]) -> set[int]:
    """Return every UTC day that an event starts in or reaches into."""
    days: set[int] = set()
    for bucket in buckets:
        reach = min(bucket.longest_us // US_PER_DAY + 1, MOST_DAYS)
        for (day,) in connection.execute(queries.DAYS_WITH_EVENTS, {"bucket": bucket.id}):
            days.update(range(day, day + reach + 1))
    return days


def holds_events(connection: sqlite3.Connection, user: int) -> bool:
    """Tell whether anything at all was recorded for the user."""
    return bool(connection.execute(queries.COUNT_EVENTS, (user, 1)).fetchone()[0])
