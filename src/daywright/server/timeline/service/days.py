"""The day cache: days are built from facts when somebody looks and something changed, and kept as blobs.

Invariants: a day that is handed out was built from every fact its snapshot holds; a blob is written together with the
removal of exactly the mark it answers, so a change that comes in between leaves the day stale, never wrong; a blob
that cannot be read is rebuilt, never trusted.
"""

import sqlite3
from collections import OrderedDict
from threading import Lock

import structlog
from sqlalchemy.orm import Session

from daywright.core.dayblob import CorruptBlobError, decode, encode
from daywright.core.flatten import DayColumns, flatten
from daywright.core.segments import MS_PER_DAY, Segments
from daywright.server import devices, events
from daywright.server.events import Dictionaries
from daywright.server.foundation.database import driver
from daywright.server.foundation.writer import Writer
from daywright.server.timeline import queries
from daywright.server.timeline.service.facts import Facts

log = structlog.get_logger()

DECODED_BYTES = 256 * 1024 * 1024  # what decoded days may take in memory: ten years of one person are about 100 MB
ROW_BYTES = 17


class Days:
    """Days of all users, the last used ones decoded in memory."""

    def __init__(self, dictionaries: Dictionaries, writer: Writer) -> None:
        self._dictionaries, self._writer = dictionaries, writer
        self._decoded: OrderedDict[tuple[int, int], tuple[int, DayColumns]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def segments(self, session: Session, user: int, from_ms: int, to_ms: int) -> Segments:
        """Return the user's timeline in [from, to), both lanes, from days that are up to date with this snapshot."""
        first, last = from_ms // MS_PER_DAY, (to_ms - 1) // MS_PER_DAY
        days = self.up_to_date(session, user, first, last)
        return Segments.of_days(days).within(from_ms, to_ms)

    def up_to_date(self, session: Session, user: int, first: int, last: int) -> list[tuple[int, DayColumns]]:
        """Return the non-empty days from `first` to `last` (UTC day numbers, inclusive) in order."""
        connection = driver(session)
        versions, stale = self._versions(connection, user, first, last)
        days = {}
        missing = []
        for day, version in versions.items():
            columns = self._remembered(user, day, version)
            if columns is None and day not in stale:
                columns = self._stored(connection, user, day)
            if columns is None:
                missing.append((day, version))
            else:
                days[day] = columns
                self._remember(user, day, version, columns)
        for (day, version), columns in zip(
            missing, self._built(session, user, [day for day, _ in missing]), strict=True
        ):
            days[day] = columns
            self._remember(user, day, version, columns)
            self._keep(user, day, version, columns)
        return [(day, days[day]) for day in sorted(days) if len(days[day])]

    def versions(self, session: Session, user: int, first: int, last: int) -> dict[int, int]:
        """Return what each day between `first` and `last` has changed to last: equal versions are equal days."""
        return self._versions(driver(session), user, first, last)[0]

    def edges(self, session: Session, user: int) -> tuple[int, int] | None:
        """Return the first and the last UTC day that may hold anything, None when none does."""
        connection = driver(session)
        found = [
            day
            for query in (queries.EDGES, queries.DIRTY_EDGES)
            for day in connection.execute(query, (user,)).fetchone()
            if day is not None
        ]
        return (min(found), max(found)) if found else None

    def rebuilt(self, session: Session, user: int, day: int) -> DayColumns:
        """Return a day straight from its facts, whatever is cached."""
        return self._built(session, user, [day])[0]

    def stored(self, session: Session, user: int, day: int) -> DayColumns | None:
        """Return a day as it stands in the database, None when it has no readable blob."""
        return self._stored(driver(session), user, day)

    def forget(self) -> None:
        """Drop everything decoded."""
        with self._lock:
            self._decoded.clear()
            self._bytes = 0

    def _versions(
        self, connection: sqlite3.Connection, user: int, first: int, last: int
    ) -> tuple[dict[int, int], dict[int, int]]:
        """Versions of all days in order, and of the stale ones among them."""
        built: dict[int, int] = dict(connection.execute(queries.VERSIONS, (user, first, last)).fetchall())
        stale = events.dirty_days(connection, user, first, last)
        versions = built | stale
        return {day: versions[day] for day in sorted(versions)}, stale

    def _built(self, session: Session, user: int, wanted: list[int]) -> list[DayColumns]:
        if not wanted:
            return []
        connection = driver(session)
        dictionary = self._dictionaries.of(connection, user)
        known = devices.devices_of(session, user)
        facts = Facts(connection, known, events.buckets_of(connection, user), dictionary)
        return [flatten(day, facts.of(day), facts.sources) for day in wanted]

    def _stored(self, connection: sqlite3.Connection, user: int, day: int) -> DayColumns | None:
        row = connection.execute(queries.BLOB, (user, day)).fetchone()
        try:
            return decode(row[0]) if row else None
        except CorruptBlobError:
            log.warning("day blob unreadable, rebuilding", user=user, day=day)
            return None

    def _keep(self, user: int, day: int, version: int, columns: DayColumns) -> None:
        blob = encode(columns) if len(columns) else None

        def keep(connection: sqlite3.Connection) -> None:
            mended = connection.execute(queries.IS_BUILT, (user, day, version)).fetchone()
            if not events.clean_day(connection, user, day, version) and not mended:
                return
            if blob is None:
                connection.execute(queries.DROP_DAY, (user, day))
            else:
                connection.execute(queries.PUT_DAY, (user, day, version, blob))

        self._writer.submit(keep)

    def _remembered(self, user: int, day: int, version: int) -> DayColumns | None:
        with self._lock:
            known = self._decoded.get((user, day))
            if known is None or known[0] != version:
                return None
            self._decoded.move_to_end((user, day))
            return known[1]

    def _remember(self, user: int, day: int, version: int, columns: DayColumns) -> None:
        with self._lock:
            old = self._decoded.pop((user, day), None)
            self._bytes += ROW_BYTES * (len(columns) - (len(old[1]) if old else 0))
            self._decoded[user, day] = (version, columns)
            while self._bytes > DECODED_BYTES and len(self._decoded) > 1:
                _, (_, dropped) = self._decoded.popitem(last=False)
                self._bytes -= ROW_BYTES * len(dropped)
