"""The day cache: days are built from facts when somebody looks and something changed, and kept as blobs.

Invariants: a day that is handed out was built from every fact its snapshot holds; a blob is written together with the
removal of exactly the mark it answers, so a change that comes in between leaves the day stale, never wrong; a blob
that cannot be read is rebuilt, never trusted.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np
import structlog
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from daywright.core.cells import Cells, cut
from daywright.core.dayblob import CorruptBlobError, decode, encode
from daywright.core.flatten import DayColumns, flatten_days
from daywright.core.segments import MS_PER_DAY, Codes, NumberedDay, Segments
from daywright.core.things import Things
from daywright.kit.faultpoints import fault_point
from daywright.server import devices, events
from daywright.server.events import Dictionaries, Dictionary
from daywright.server.foundation.database import driver
from daywright.server.foundation.writer import Writer
from daywright.server.timeline import queries
from daywright.server.timeline.service.facts import Facts

log = structlog.get_logger()

DECODED_BYTES = 256 * 1024 * 1024  # what decoded days may take in memory: ten years of one person are about 100 MB
ROW_BYTES = 21
BUILDERS = 16  # users whose days can be built at the same time
RUN = 4  # days built in one go: less work than one by one, and little to wait for


class Numbering:
    """The things of one user, numbered over one dictionary: with that dictionary forgotten, they mean nothing.

    `texts` are those of the dictionary, and tell it from others.
    """

    def __init__(self, texts: object) -> None:
        self.texts = texts
        self._things, self._lock = Things(), Lock()

    def number(self, days: list[tuple[int, DayColumns]], dictionary: Dictionary) -> list[NumberedDay]:
        """Number the things of some days in one go."""
        if not days:
            return []
        front = np.concatenate([columns.context for _, columns in days])
        inside = np.concatenate([columns.refinement for _, columns in days])
        numbers = self.number_pairs(front, inside, dictionary)
        parts = np.split(numbers, np.cumsum([len(columns) for _, columns in days])[:-1])
        return [NumberedDay(day, columns, part) for (day, columns), part in zip(days, parts, strict=True)]

    def number_pairs(self, front: NDArray[np.integer], inside: NDArray[np.integer], dictionary: Dictionary) -> Codes:
        """Number pairs of contexts, given by their ids (0 for nothing inside)."""
        places = dictionary.positions(front), dictionary.positions(inside)
        with self._lock:
            return self._things.number(*places)

    def snapshot(self) -> tuple[Codes, Codes]:
        """Return the pair of positions (in front, inside) each thing numbered so far stands for."""
        with self._lock:
            return self._things.front, self._things.inside


@dataclass(frozen=True, slots=True)
class Reading:
    """One user's data in one snapshot, and the dictionary that holds all its contexts."""

    session: Session
    user: int
    dictionary: Dictionary

    @property
    def connection(self) -> sqlite3.Connection:
        """The driver's connection in this snapshot."""
        return driver(self.session)


class Numbered(NamedTuple):
    """Days and the numbering of their things, for [from, to)."""

    days: list[NumberedDay]
    numbering: Numbering
    from_ms: int
    to_ms: int

    @property
    def segments(self) -> Segments:
        """Both lanes."""
        return Segments.of_days(self.days).within(self.from_ms, self.to_ms)

    @property
    def primary(self) -> Segments:
        """What counts."""
        both = Segments.of_days(self.days)
        counted = both.primary
        primary = both if counted.all() else both.where(counted)
        return cut(primary, Cells.whole(self.from_ms, self.to_ms)).segments


@dataclass(frozen=True, slots=True)
class _Kept:
    version: int
    numbering: Numbering
    day: NumberedDay


class Days:
    """Days of all users, the last used ones decoded in memory."""

    def __init__(self, dictionaries: Dictionaries, writer: Writer) -> None:
        self._dictionaries, self._writer = dictionaries, writer
        self._decoded: OrderedDict[tuple[int, int], _Kept] = OrderedDict()
        self._numberings: dict[int, Numbering] = {}
        self._bytes = 0
        self._lock = Lock()
        self._building = [Lock() for _ in range(BUILDERS)]

    def between(self, reading: Reading, from_ms: int, to_ms: int) -> Numbered:
        """Return the non-empty UTC days that touch [from, to), in order, all up to date with this snapshot."""
        first, last = from_ms // MS_PER_DAY, (to_ms - 1) // MS_PER_DAY
        connection, user = reading.connection, reading.user
        versions, stale = self._versions(connection, user, first, last)
        numbering = self.numbering(reading)
        days: dict[int, NumberedDay] = {}
        fresh: list[tuple[int, int, DayColumns]] = []
        missing: list[tuple[int, int]] = []
        for day, version in versions.items():
            known = self._remembered(user, day, version, numbering)
            columns = None if known or day in stale else self._stored(connection, user, day)
            if known:
                days[day] = known
            elif columns is not None:
                fresh.append((day, version, columns))
            else:
                missing.append((day, version))
        days |= self._numbered(reading, fresh, numbering)
        if missing:
            with self._building[user % BUILDERS]:  # what many ask for at once is built once
                for day, version in missing:
                    if known := self._remembered(user, day, version, numbering):
                        days[day] = known
                left = [(day, version) for day, version in missing if day not in days]
                built = self._built(reading, [day for day, _ in left])
                fresh = [(day, version, columns) for (day, version), columns in zip(left, built, strict=True)]
                days |= self._numbered(reading, fresh, numbering)
            for day, version, columns in fresh:
                self._keep(user, day, version, columns)
        return Numbered([days[day] for day in sorted(days) if len(days[day].thing)], numbering, from_ms, to_ms)

    def _numbered(
        self, reading: Reading, fresh: list[tuple[int, int, DayColumns]], numbering: Numbering
    ) -> dict[int, NumberedDay]:
        """Number days, given with their versions, and remember them."""
        numbered = numbering.number([(day, columns) for day, _, columns in fresh], reading.dictionary)
        for (_, version, _), one in zip(fresh, numbered, strict=True):
            self._remember(reading.user, _Kept(version, numbering, one))
        return {one.day: one for one in numbered}

    def numbering(self, reading: Reading) -> Numbering:
        """Return the numbering that belongs to the dictionary."""
        with self._lock:
            known = self._numberings.get(reading.user)
            if known is None or known.texts is not reading.dictionary.texts:
                known = self._numberings[reading.user] = Numbering(reading.dictionary.texts)
            return known

    def versions(self, reading: Reading, first: int, last: int) -> dict[int, int]:
        """Return what each day between `first` and `last` has changed to last: equal versions are equal days."""
        return self._versions(reading.connection, reading.user, first, last)[0]

    def edges(self, reading: Reading) -> tuple[int, int] | None:
        """Return from when to when (ms) there may be anything, None when there is nothing."""
        found = [
            day
            for query in (queries.EDGES, queries.DIRTY_EDGES)
            for day in reading.connection.execute(query, (reading.user,)).fetchone()
            if day is not None
        ]
        return (min(found) * MS_PER_DAY, (max(found) + 1) * MS_PER_DAY) if found else None

    def rebuilt(self, session: Session, user: int, day: int) -> DayColumns:
        """Return a day straight from its facts, whatever is cached."""
        return self._built(Reading(session, user, self._dictionaries.of(driver(session), user)), [day])[0]

    def stored(self, session: Session, user: int, day: int) -> DayColumns | None:
        """Return a day as it stands in the database, None when it has no readable blob."""
        return self._stored(driver(session), user, day)

    def forget(self) -> None:
        """Drop everything decoded."""
        with self._lock:
            self._decoded.clear()
            self._numberings.clear()
            self._bytes = 0

    def _versions(
        self, connection: sqlite3.Connection, user: int, first: int, last: int
    ) -> tuple[dict[int, int], dict[int, int]]:
        """Versions of all days in order, and of the stale ones among them."""
        stale = events.dirty_days(connection, user, first, last)
        versions = day_versions(connection, user, first, last) | stale
        return {day: versions[day] for day in sorted(versions)}, stale

    def _built(self, reading: Reading, wanted: list[int]) -> list[DayColumns]:
        if not wanted:
            return []
        connection, user = reading.connection, reading.user
        known = devices.devices_of(reading.session, user)
        facts = Facts(connection, user, known, events.buckets_of(connection, user), reading.dictionary)
        built = []
        for run in _runs(wanted):
            first, days = run[0], run[-1] - run[0] + 1
            columns, sources = facts.of(first, days)
            built += flatten_days(first, days, columns, sources)
        return built

    def _stored(self, connection: sqlite3.Connection, user: int, day: int) -> DayColumns | None:
        row = connection.execute(queries.BLOB, (user, day)).fetchone()
        try:
            return decode(row[0]) if row else None
        except CorruptBlobError:
            log.warning("day blob unreadable, rebuilding", user=user, day=day)
            return None

    def _keep(self, user: int, day: int, version: int, columns: DayColumns) -> None:
        blob = encode(columns)  # of an empty day too: so its version stays, and what draws on it need not be made again

        def keep(connection: sqlite3.Connection) -> None:
            mended = connection.execute(queries.IS_BUILT, (user, day, version)).fetchone()
            if not events.clean_day(connection, user, day, version) and not mended:
                return
            fault_point("day-cleaned")
            connection.execute(queries.PUT_DAY, (user, day, version, blob))

        self._writer.offer(keep)

    def _remembered(self, user: int, day: int, version: int, numbering: Numbering) -> NumberedDay | None:
        with self._lock:
            known = self._decoded.get((user, day))
            if known is None or known.version != version or known.numbering is not numbering:
                return None
            self._decoded.move_to_end((user, day))
            return known.day

    def _remember(self, user: int, kept: _Kept) -> None:
        key = (user, kept.day.day)
        with self._lock:
            old = self._decoded.pop(key, None)
            self._bytes += ROW_BYTES * (len(kept.day.thing) - (len(old.day.thing) if old else 0))
            self._decoded[key] = kept
            while self._bytes > DECODED_BYTES and len(self._decoded) > 1:
                _, dropped = self._decoded.popitem(last=False)
                self._bytes -= ROW_BYTES * len(dropped.day.thing)


def day_versions(connection: sqlite3.Connection, user: int, first: int, last: int) -> dict[int, int]:
    """Return what the UTC days of a range were built from; one that is stale by now has another version."""
    return dict(connection.execute(queries.VERSIONS, (user, first, last)).fetchall())


def _runs(days: Iterable[int]) -> Iterator[list[int]]:
    """Cut ascending days into runs of neighbours that are built in one go."""
    run: list[int] = []
    for day in days:
        if run and (day != run[-1] + 1 or len(run) == RUN):
            yield run
            run = []
        run.append(day)
    if run:
        yield run
