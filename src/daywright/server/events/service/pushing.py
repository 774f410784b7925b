"""Buckets that other programs fill: heartbeats that extend the last event, and events that are edited by number.

Runs inside the writer's transaction, like ingest. A heartbeat continues the event that the heartbeat before it stored.
Only the number of that event is remembered, and what it is now is read from the store each time: so it is right after
an edit, a deletion or a start. Where there is none, the event with the newest start is continued. Numbers are never
given twice.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from daywright.core.applications import application_of
from daywright.kit.clock import US_PER_DAY, US_PER_SECOND
from daywright.server import devices
from daywright.server.events import queries
from daywright.server.events.service.ingest import Ingestor, Span
from daywright.server.events.service.reading import Bucket, days_with_events, mark_stale
from daywright.server.events.service.shape import keyed

NOTED_EVERY_US = US_PER_SECOND  # that a device delivered


@dataclass(frozen=True, slots=True)
class Given:
    """An event as a client gives it. `data` is canonical JSON; `id` is the number of the event it replaces."""

    start_us: int
    duration_us: int
    data: str
    id: int | None = None


Brought = tuple[Bucket, int, int, str]
"""An event of an import: its bucket, start and duration (µs), canonical data."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as it is stored; microseconds since 1970, `data` as JSON."""

    id: int
    start_us: int
    duration_us: int
    data: str


class Pusher:
    """Stores what is pushed. One per process, used by the writer's thread alone."""

    def __init__(self, ingestor: Ingestor, hash_key: bytes) -> None:
        self._ingestor, self._hash_key = ingestor, hash_key
        self._last: dict[int, int] = {}  # bucket → event
        self._noted: dict[int, int] = {}  # device → when

    def forget(self) -> None:
        """Drop everything that is remembered of rows."""
        self._last.clear()
        self._noted.clear()

    def heartbeat(
        self, connection: sqlite3.Connection, user: int, bucket: Bucket, given: Given, *, pulse_us: int, now_us: int
    ) -> Kept:
        """Extend the last event, or store a new one; what is stored then."""
        self._note_delivery(connection, bucket, now_us)
        context = self._context(connection, user, bucket, given)
        row = self._continued(connection, bucket)
        if row and row[3] == context and row[1] <= given.start_us <= row[1] + row[2] + pulse_us:
            event, start_us, before_us, _ = row
            duration_us = max(before_us, given.start_us - start_us + given.duration_us)
            kept = Kept(event, start_us, duration_us, given.data)
            changed = duration_us > before_us
            if changed:
                self._bound(connection, bucket, duration_us)
                connection.execute(queries.LENGTHEN_EVENT, (duration_us, event))
        else:
            kept, changed = self._put(connection, bucket, context, given), True
        self._last[bucket.id] = kept.id
        if changed:
            self._ingestor.mark_changed(connection, user, [(bucket.id, kept.start_us, kept.duration_us)], now_us)
        return kept

    def insert(
        self, connection: sqlite3.Connection, user: int, bucket: Bucket, given: Sequence[Given], *, now_us: int
    ) -> list[Kept]:
        """Store events; one that has the number of an event of this bucket takes its place, others are added."""
        self._note_delivery(connection, bucket, now_us)
        kept, spans = [], []
        for one in given:
            context = self._context(connection, user, bucket, one)
            old = connection.execute(queries.EVENT_AT, (one.id, bucket.id)).fetchone() if one.id is not None else None
            if old is None or one.id is None:
                kept.append(self._put(connection, bucket, context, one))
            else:
                spans.append((bucket.id, old[0], old[1]))
                spans += self._replace(connection, bucket, context, one, one.id)
                kept.append(Kept(one.id, one.start_us, one.duration_us, one.data))
            spans.append((bucket.id, kept[-1].start_us, kept[-1].duration_us))
        self._ingestor.mark_changed(connection, user, spans, now_us)
        return kept

    def bring(self, connection: sqlite3.Connection, user: int, brought: Sequence[Brought], *, now_us: int) -> int:
        """Store many events of several buckets, in any order; how many were not there or are longer now."""
        buckets = {bucket.id: bucket for bucket, _, _, _ in brought}
        apps = {number: application_of(bucket.kind, bucket.watcher) for number, bucket in buckets.items()}
        contexts: dict[tuple[int, str], int] = {}
        rows: list[queries.EventRow] = []
        for bucket, start_us, duration_us, data in brought:
            context = contexts.get((bucket.id, data))
            if context is None:
                shape = keyed(bucket.kind, apps[bucket.id], data, self._hash_key)
                context = contexts[bucket.id, data] = self._ingestor.context(connection, user, shape)
            rows.append((bucket.id, start_us, context, duration_us, None))
        for number, bucket in buckets.items():
            self._bound(connection, bucket, max(row[3] for row in rows if row[0] == number))
        added = queries.upsert_events(connection, rows)
        if added:
            self._ingestor.mark_changed(connection, user, _outline(rows), now_us)
        return added

    def delete(self, connection: sqlite3.Connection, user: int, bucket: Bucket, event: int, *, now_us: int) -> bool:
        """Delete one event of the bucket; whether it was there."""
        old = connection.execute(queries.EVENT_AT, (event, bucket.id)).fetchone()
        if old is None:
            return False
        connection.execute(queries.DELETE_EVENT, (event,))
        self._ingestor.mark_changed(connection, user, [(bucket.id, old[0], old[1])], now_us)
        return True

    def delete_bucket(self, connection: sqlite3.Connection, user: int, bucket: Bucket) -> None:
        """Delete the bucket and all its events."""
        mark_stale(connection, user, days_with_events(connection, [bucket]))
        connection.execute(queries.DELETE_EVENTS_OF, (bucket.id,))
        connection.execute(queries.DELETE_BUCKET, (bucket.id,))
        self._last.pop(bucket.id, None)
        self._ingestor.forget()

    def _continued(self, connection: sqlite3.Connection, bucket: Bucket) -> tuple[int, int, int, int] | None:
        """Return number, start, duration and context of the event that a heartbeat would continue."""
        last = self._last.get(bucket.id)
        if last is not None:
            row = connection.execute(queries.EVENT_AT, (last, bucket.id)).fetchone()
            if row is not None:
                return (last, *row)
        newest: tuple[int, int, int, int] | None = connection.execute(queries.NEWEST_EVENT, (bucket.id,)).fetchone()
        return newest

    def _put(self, connection: sqlite3.Connection, bucket: Bucket, context: int, given: Given) -> Kept:
        """Add an event; one that is there with the same start and data keeps the longer duration."""
        self._bound(connection, bucket, given.duration_us)
        event, duration_us = connection.execute(
            queries.PUT_EVENT, (bucket.id, given.start_us, context, given.duration_us)
        ).fetchone()
        return Kept(event, given.start_us, duration_us, given.data)

    def _replace(
        self, connection: sqlite3.Connection, bucket: Bucket, context: int, given: Given, event: int
    ) -> list[Span]:
        """Make the event what is given, exactly; others that were the same already go, and are returned."""
        self._bound(connection, bucket, given.duration_us)
        same = connection.execute(queries.SAME_EVENTS, (bucket.id, given.start_us, context, event)).fetchall()
        for number, _ in same:
            connection.execute(queries.DELETE_EVENT, (number,))
        connection.execute(queries.REPLACE_EVENT, (given.start_us, context, given.duration_us, event))
        return [(bucket.id, given.start_us, duration_us) for _, duration_us in same]

    def _bound(self, connection: sqlite3.Connection, bucket: Bucket, duration_us: int) -> None:
        """Keep the promise that no event of the bucket is longer than it says."""
        if duration_us > bucket.longest_us:
            connection.execute(queries.RAISE_LONGEST, (duration_us, bucket.id, duration_us))

    def _context(self, connection: sqlite3.Connection, user: int, bucket: Bucket, given: Given) -> int:
        app = application_of(bucket.kind, bucket.watcher)
        return self._ingestor.context(connection, user, keyed(bucket.kind, app, given.data, self._hash_key))

    def _note_delivery(self, connection: sqlite3.Connection, bucket: Bucket, now_us: int) -> None:
        if abs(now_us - self._noted.get(bucket.device, 0)) >= NOTED_EVERY_US:
            devices.note_delivery(connection, bucket.device, now_us)
            self._noted[bucket.device] = now_us


def _outline(rows: Sequence[queries.EventRow]) -> list[Span]:
    """Return a few spans that change the same days as these events do: for each day the whole, and the last start."""
    wholes: dict[tuple[int, int], tuple[int, int, int]] = {}
    for bucket, start_us, _, duration_us, _ in rows:
        place = bucket, start_us // US_PER_DAY
        first, end, last = wholes.get(place, (start_us, start_us, start_us))
        wholes[place] = min(first, start_us), max(end, start_us + duration_us), max(last, start_us)
    return [
        span
        for (bucket, _), (first, end, last) in wholes.items()
        for span in ((bucket, first, end - first), (bucket, last, 0))
    ]
