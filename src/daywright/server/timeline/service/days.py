"""The day cache: days are built from facts when somebody looks and something changed, and kept as blobs.

Invariants: a day that is handed out was built from every fact its snapshot holds; a blob is written together with the
removal of exactly the mark it answers, so a change that comes in between leaves the day stale, never wrong; a blob
that cannot be read is rebuilt, never trusted. Who asks for days that another is building waits for those, run by run.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from threading import Lock

import structlog
from sqlalchemy.orm import Session

from daywright.core.dayblob import CorruptBlobError, decode, encode
from daywright.core.flatten import DayColumns, flatten_days
from daywright.server import devices, events
from daywright.server.events import Dictionaries
from daywright.server.foundation.database import driver
from daywright.server.foundation.writer import Writer
from daywright.server.timeline import queries
from daywright.server.timeline.service.facts import Facts

log = structlog.get_logger()

DECODED_BYTES = 256 * 1024 * 1024  # what decoded days may take in memory: ten years of one person are about 100 MB
ROW_BYTES = 17
DAY_BYTES = 1000  # what a day takes besides its rows
RUN = 4  # days built in one go: less work than one by one, and little to wait for
BUILDERS = 16

Found = dict[int, DayColumns]


class Days:
    """Days of all users, the last used ones decoded in memory."""

    def __init__(self, dictionaries: Dictionaries, writer: Writer) -> None:
        self._dictionaries, self._writer = dictionaries, writer
        self._decoded: OrderedDict[tuple[int, int], tuple[int, DayColumns]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._building = [Lock() for _ in range(BUILDERS)]

    def versions(self, connection: sqlite3.Connection, user: int, first: int, last: int) -> dict[int, int]:
        """Return the days from `first` to `last` that hold anything, each with the version of its newest change."""
        return self._kept_versions(connection, user, first, last) | events.dirty_days(connection, user, first, last)

    def up_to_date(self, session: Session, user: int, first: int, last: int) -> list[tuple[int, DayColumns]]:
        """Return the non-empty days from `first` to `last` (UTC day numbers, inclusive) in order."""
        connection = driver(session)
        wanted = self.versions(connection, user, first, last)
        days = self._remembered(user, wanted)
        if days.keys() != wanted.keys():
            current = self._kept_versions(connection, user, first, last).items() & wanted.items()
            kept = self._stored(connection, user, {day for day, _ in current} - days.keys())
            self._remember(user, wanted, kept)
            days |= kept
        if days.keys() != wanted.keys():
            days |= self._built(session, user, {day: wanted[day] for day in wanted.keys() - days.keys()})
        return [(day, days[day]) for day in sorted(days) if len(days[day])]

    def rebuilt(self, session: Session, user: int, day: int) -> DayColumns:
        """Return a day straight from its facts, whatever is cached."""
        return self._snapshot(session, user).flattened([day])[day]

    def stored(self, session: Session, user: int, day: int) -> DayColumns | None:
        """Return a day as it stands in the database, None when it has no readable blob."""
        return self._stored(driver(session), user, [day]).get(day)

    def forget(self) -> None:
        """Drop everything decoded."""
        with self._lock:
            self._decoded.clear()
            self._bytes = 0

    def _kept_versions(self, connection: sqlite3.Connection, user: int, first: int, last: int) -> dict[int, int]:
        return dict(connection.execute(queries.VERSIONS, (user, first, last)).fetchall())

    def _snapshot(self, session: Session, user: int) -> "_Snapshot":
        return _Snapshot(session, user, self._dictionaries)

    def _built(self, session: Session, user: int, wanted: Mapping[int, int]) -> Found:
        """Build days, given each with its version, or take over what another built meanwhile."""
        snapshot, days = self._snapshot(session, user), Found()
        for run in _runs(sorted(wanted)):
            with self._building[user % BUILDERS]:
                days |= self._remembered(user, {day: wanted[day] for day in run})
                if missing := [day for day in run if day not in days]:
                    fresh = snapshot.flattened(missing)
                    self._remember(user, wanted, fresh)
                    self._keep(user, wanted, fresh)
                    days |= fresh
        return days

    def _stored(self, connection: sqlite3.Connection, user: int, wanted: Iterable[int]) -> Found:
        numbers = set(wanted)
        found = Found()
        if not numbers:
            return found
        for day, blob in connection.execute(queries.BLOBS, (user, min(numbers), max(numbers))):
            if day in numbers:
                try:
                    found[day] = decode(blob)
                except CorruptBlobError:
                    log.warning("day blob unreadable, rebuilding", user=user, day=day)
        return found

    def _keep(self, user: int, versions: Mapping[int, int], days: Found) -> None:
        rows = [(day, versions[day], encode(columns) if len(columns) else None) for day, columns in days.items()]

        def keep(connection: sqlite3.Connection) -> None:
            for day, version, blob in rows:
                mended = connection.execute(queries.IS_BUILT, (user, day, version)).fetchone()
                if not events.clean_day(connection, user, day, version) and not mended:
                    continue
                if blob is None:
                    connection.execute(queries.DROP_DAY, (user, day))
                else:
                    connection.execute(queries.PUT_DAY, (user, day, version, blob))

        self._writer.offer(keep)

    def _remembered(self, user: int, wanted: Mapping[int, int]) -> Found:
        days = Found()
        with self._lock:
            for day, version in wanted.items():
                known = self._decoded.get((user, day))
                if known is not None and known[0] == version:
                    self._decoded.move_to_end((user, day))
                    days[day] = known[1]
        return days

    def _remember(self, user: int, versions: Mapping[int, int], days: Found) -> None:
        with self._lock:
            for day, columns in days.items():
                old = self._decoded.pop((user, day), None)
                self._bytes += _bytes(columns) - (_bytes(old[1]) if old else 0)
                self._decoded[user, day] = (versions[day], columns)
            while self._bytes > DECODED_BYTES and len(self._decoded) > 1:
                _, (_, dropped) = self._decoded.popitem(last=False)
                self._bytes -= _bytes(dropped)


class _Snapshot:
    """What days of a user are built from, looked up once, when the first is."""

    def __init__(self, session: Session, user: int, dictionaries: Dictionaries) -> None:
        self._session, self._user, self._dictionaries = session, user, dictionaries

    @cached_property
    def _facts(self) -> Facts:
        connection = driver(self._session)
        dictionary = self._dictionaries.of(connection, self._user)
        known = devices.devices_of(self._session, self._user)
        return Facts(connection, known, events.buckets_of(connection, self._user), dictionary)

    def flattened(self, run: list[int]) -> Found:
        """Build these days, which lie close together, in one go."""
        first, days = run[0], run[-1] - run[0] + 1
        columns, sources = self._facts.of(first, days)
        built = flatten_days(first, days, columns, sources)
        return {day: built[day - first] for day in run}


def _runs(days: Iterable[int]) -> Iterator[list[int]]:
    """Cut ascending days into runs of neighbours."""
    run: list[int] = []
    for day in days:
        if run and (day != run[-1] + 1 or len(run) == RUN):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _bytes(columns: DayColumns) -> int:
    return DAY_BYTES + ROW_BYTES * len(columns)
