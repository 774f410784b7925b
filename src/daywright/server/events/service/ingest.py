"""Ingest: what arrives becomes facts, once, whatever order it arrives in and however often.

Runs inside the writer's transaction. Buckets and context ids are remembered between batches; the writer makes us
forget them when it rolls back, as ids of rows that never were must not be used.
"""

import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from daywright.core.labels import labels
from daywright.kit.clock import US_PER_DAY, US_PER_SECOND
from daywright.kit.faultpoints import fault_point
from daywright.server import devices
from daywright.server.events import queries
from daywright.server.events.service.ranks import Rank
from daywright.server.events.service.shape import FUTURE_US, Fact, Shape, kind_of
from daywright.server.events.service.zones import remember_zone

BEFORE_US = 15 * 60 * US_PER_SECOND  # a late event can hold the one before it for this long
AFTER_US = US_PER_DAY  # and is input evidence and presence for a day after it
REMEMBERED_CONTEXTS = 100_000  # some 25 MB
FIRST_DAY, LAST_DAY = 7_305, 84_370  # 1990 and 2200: no other day is ever asked for
MOST_DAYS = 4_000  # of one event that can be looked at; whoever pushes may say that something lasted for ever
TYPES = {"window": "currentwindow", "afk": "afkstatus", "web": "web.tab.current", "editor": "app.editor.activity"}


Span = tuple[int, int, int]  # bucket, start, duration


@dataclass(frozen=True, slots=True)
class Source:
    """Who delivers, from the credential: the body's own claims are ignored."""

    user: int
    device: int
    client: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What a delivery changed: `accepted` facts are new or longer, between these instants (0 and 0 when none are)."""

    accepted: int
    from_us: int
    to_us: int


@dataclass(slots=True)
class _Bucket:
    id: int
    longest_us: int


@dataclass(slots=True)
class Ingestor:
    """Stores facts. One per process, used by the writer's thread alone."""

    _buckets: dict[tuple[int, int, str], _Bucket] = field(default_factory=dict)
    _contexts: dict[tuple[int, bytes], int] = field(default_factory=dict)
    _newest: dict[int, int] = field(default_factory=dict)

    def forget(self) -> None:
        """Drop everything that is remembered of rows."""
        self._buckets.clear()
        self._contexts.clear()
        self._newest.clear()

    def store(
        self,
        connection: sqlite3.Connection,
        source: Source,
        facts: Sequence[Fact],
        *,
        zone: str | None,
        now_us: int,
        sent_us: int | None = None,
    ) -> Stored:
        """Store `facts` of one delivery, sent when the source's clock showed `sent_us`; see `Stored`."""
        devices.mark_seen(connection, source.device, now_us, sent_us=sent_us)
        if not facts:
            return Stored(0, 0, 0)
        rows = self._rows(connection, source, facts, now_us)
        accepted = queries.upsert_events(connection, rows)
        fault_point("facts-stored")
        from_us = min(fact.start_us for fact in facts)
        to_us = max(fact.start_us + fact.duration_us for fact in facts)
        if zone is not None:
            remember_zone(connection, user=source.user, device=source.device, zone=zone, at_us=to_us)
        if not accepted:
            return Stored(0, 0, 0)
        self.mark_changed(connection, source.user, [(row[0], row[1], row[3]) for row in rows], now_us)
        fault_point("facts-marked")
        return Stored(accepted, from_us, to_us)

    def _rows(
        self, connection: sqlite3.Connection, source: Source, facts: Sequence[Fact], now_us: int
    ) -> list[queries.EventRow]:
        """Turn facts into rows, with buckets and contexts that are there."""
        rows: list[queries.EventRow] = []
        buckets: dict[str, _Bucket] = {}
        for fact in facts:
            bucket = buckets.get(fact.bucket)
            if bucket is None:
                bucket = buckets[fact.bucket] = self._bucket(connection, source, fact.bucket, now_us)
            if fact.duration_us > bucket.longest_us:
                connection.execute(queries.RAISE_LONGEST, (fact.duration_us, bucket.id, fact.duration_us))
                bucket.longest_us = fact.duration_us
            context = self.context(connection, source.user, fact.shape)
            rows.append((bucket.id, fact.start_us, context, fact.duration_us, fact.counts))
        return rows

    def mark_changed(self, connection: sqlite3.Connection, user: int, spans: Iterable[Span], now_us: int) -> None:
        """Mark the days that these facts can change, or could while they were there.

        Days beyond all facts hold nothing that could be wrong.
        """
        reaches: set[tuple[int, int]] = set()
        latest: dict[tuple[int, int], int] = {}
        newest_us = self._newest_us(connection, user)
        for bucket, start_us, duration_us in spans:
            end_us = start_us + duration_us
            reaches.add(((start_us - BEFORE_US) // US_PER_DAY, (end_us + AFTER_US) // US_PER_DAY))
            place = (bucket, start_us // US_PER_DAY)
            if start_us >= latest.get(place, start_us):
                latest[place] = start_us
            newest_us = max(newest_us, end_us)
        stale = {day for first, last in reaches for day in _days(first, last)}
        for (bucket, _), start_us in latest.items():
            # the fact that follows, however late, is input only when it shows something else
            follows = connection.execute(queries.NEXT_START, (bucket, start_us)).fetchone()[0]
            if follows is not None:
                stale.update(_days(follows // US_PER_DAY, (follows + AFTER_US) // US_PER_DAY))
        last = max(now_us + FUTURE_US, newest_us) // US_PER_DAY
        queries.mark_dirty(connection, user, [day for day in stale if day <= last], new_version())
        self._newest[user] = newest_us

    def _newest_us(self, connection: sqlite3.Connection, user: int) -> int:
        """Return the end of the newest fact of all buckets: it lies ahead when the clock was put back."""
        if user not in self._newest:
            self._newest[user] = int(connection.execute(queries.NEWEST_END, (user,)).fetchone()[0] or 0)
        return self._newest[user]

    def _bucket(self, connection: sqlite3.Connection, source: Source, name: str, now_us: int) -> _Bucket:
        key = (source.user, source.device, name)
        bucket = self._buckets.get(key)
        if bucket is None:
            row = connection.execute(queries.FIND_BUCKET, key).fetchone()
            bucket = _Bucket(row[0], row[2]) if row else self._new_bucket(connection, source, name, now_us)
            self._buckets[key] = bucket
        return bucket

    def _new_bucket(self, connection: sqlite3.Connection, source: Source, name: str, now_us: int) -> _Bucket:
        hostname = devices.hostname_of(connection, source.device)
        kind = kind_of(name)
        aw_id = f"daywright-{name}_{hostname}"
        if connection.execute(queries.AW_ID_TAKEN, (source.user, aw_id)).fetchone():
            aw_id = f"{aw_id}-{source.device}"
        identity = (source.user, source.device, name, aw_id, kind, TYPES.get(kind, kind))
        about = (source.client, hostname, now_us, "{}", Rank.NATIVE)
        made = connection.execute(queries.INSERT_BUCKET, (*identity, *about)).fetchone()
        return _Bucket(made[0], 0)

    def context(self, connection: sqlite3.Connection, user: int, shape: Shape) -> int:
        """Return the id of a word of the dictionary, which is added when it is not there."""
        key = (user, shape.hash)
        context = self._contexts.get(key)
        if context is None:
            if len(self._contexts) >= REMEMBERED_CONTEXTS:
                self._contexts.clear()
            context = self._contexts[key] = ensure_context(connection, user, shape)
        return context


def ensure_context(connection: sqlite3.Connection, user: int, shape: Shape) -> int:
    """Return the id of a word of the dictionary; the first call adds it. Needs a writing transaction."""
    row = connection.execute(queries.FIND_CONTEXT, (user, shape.hash)).fetchone()
    return int(row[0]) if row else _new_context(connection, user, shape)


def _new_context(connection: sqlite3.Connection, user: int, shape: Shape) -> int:
    seen = labels(shape.kind, msgspec.json.decode(shape.data), shape.app)
    fields = (seen.app, seen.title, seen.domain, seen.project, seen.language, seen.branch, seen.entity)
    made = connection.execute(queries.INSERT_CONTEXT, (user, shape.hash, shape.kind, shape.data, *fields))
    return int(made.fetchone()[0])


def _days(first: int, last: int) -> range:
    """Return the days from one to another, within bounds."""
    first = max(first, FIRST_DAY)
    return range(first, min(last, first + MOST_DAYS, LAST_DAY) + 1)


def new_version() -> int:
    """Return a version no other change of a day has had: a random one, so that a deleted mark cannot come back."""
    return secrets.randbits(62)
