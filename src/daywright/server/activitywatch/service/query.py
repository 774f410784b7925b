"""Programs in ActivityWatch's query language, answered from the store.

Invariants: an answer is that of one snapshot, the one the connection shows; a kept answer is given again only while
every UTC day it was read from has the version it had, and every bucket it asked for is the one it was. What programs
may cost is bounded: text, depth, rows, time, and how many run at once.
"""

import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import BoundedSemaphore, Lock
from typing import Final, NamedTuple

import msgspec

from daywright.core.awquery import (
    Block,
    Contents,
    Events,
    Limits,
    Meter,
    QueryInterpretError,
    Span,
    encoded,
    parse,
    parse_period,
)
from daywright.core.awquery import run as run_program
from daywright.kit.clock import US_PER_DAY
from daywright.kit.memory import uncollected
from daywright.server import events
from daywright.server.activitywatch.service.query_columns import (
    ColumnCache,
    ContentCache,
    Keep,
    Numbering,
    counted,
    read_events,
)
from daywright.server.activitywatch.service.query_images import versions_of
from daywright.server.events import Bucket

AT_ONCE: Final = 2  # a year takes about 150 MB while it is computed
ANSWER_BYTES: Final = 32 * 2**20
LARGEST_KEPT: Final = 4 * 2**20
MOST_PERIODS: Final = 1_000
PROGRAMS_KEPT: Final = 64

Found = dict[tuple[str, str | None], str | None]


class _Footprint(NamedTuple):
    """What an answer was read from."""

    buckets: tuple[tuple[int, str, str], ...]
    found: Found
    first: int
    last: int
    versions: dict[int, int]


class _Kept(NamedTuple):
    footprint: _Footprint
    text: bytes


class Queries:
    """Runs programs, and keeps what they read and what they answered."""

    def __init__(
        self,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        keep: Keep = lambda _work: None,
    ) -> None:
        """`keep` gets work that writes, to be done whenever it suits."""
        self._limits = limits or Limits()
        self._clock = clock
        self._columns, self._contents = ColumnCache(keep), ContentCache()
        self._answers: OrderedDict[tuple[int, str, str, str], _Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._free = BoundedSemaphore(AT_ONCE)
        self._parse = lru_cache(PROGRAMS_KEPT)(lambda text: parse(text, self._limits))

    def run(
        self, connection: sqlite3.Connection, user: int, periods: Sequence[str], query: Sequence[str], name: str = ""
    ) -> list[object]:
        """Answer a program once for each period, as plain values."""
        found: list[object] = msgspec.json.decode(self.answer(connection, user, periods, query, name))
        return found

    def answer(
        self, connection: sqlite3.Connection, user: int, periods: Sequence[str], query: Sequence[str], name: str = ""
    ) -> bytes:
        """Answer a program once for each period, as the text of a JSON array.

        The connection shows one snapshot and is only read. Raises QueryError.
        """
        if len(periods) > MOST_PERIODS:
            raise QueryInterpretError(f"A query is for at most {MOST_PERIODS:,} time periods")
        spans = [parse_period(period) for period in periods]
        text = "\n".join(query)
        program = self._parse(text)
        meter = Meter(self._limits, self._clock)
        pieces = [self._of_period(connection, user, (name, text), program, span, meter) for span in spans]
        return b"[" + b",".join(pieces) + b"]"

    def forget(self, user: int) -> None:
        """Drop what is kept of a user, after contexts were removed."""
        self._contents.forget(user)
        with self._lock:
            for key in [key for key in self._answers if key[0] == user]:
                self._bytes -= len(self._answers.pop(key).text)

    def _of_period(
        self,
        connection: sqlite3.Connection,
        user: int,
        named: tuple[str, str],
        program: Block,
        span: Span,
        meter: Meter,
    ) -> bytes:
        key = (user, *named, f"{span.start_text}/{span.end_text}")
        reader = _Reader(connection, user, self._columns, self._contents)
        with self._lock:
            kept = self._answers.get(key)
            if kept is not None:
                self._answers.move_to_end(key)
        if kept is not None and reader.still_holds(kept.footprint):
            return kept.text
        if not self._free.acquire(timeout=self._limits.seconds):
            raise QueryInterpretError("The server is busy with other queries")
        try:
            with uncollected():
                text = encoded(run_program(program, span, reader, meter, name=named[0]))
                reader.let_go()
        finally:
            self._free.release()
        if reader.can_tell:
            self._keep(key, _Kept(reader.footprint(), text))
        return text

    def _keep(self, key: tuple[int, str, str, str], kept: _Kept) -> None:
        if len(kept.text) > LARGEST_KEPT:
            return
        with self._lock:
            old = self._answers.pop(key, None)
            self._bytes += len(kept.text) - (len(old.text) if old else 0)
            self._answers[key] = kept
            while self._bytes > ANSWER_BYTES:
                _, dropped = self._answers.popitem(last=False)
                self._bytes -= len(dropped.text)


class _Reader:
    """The store as one program sees it: one user, one snapshot. Remembers what it was asked."""

    def __init__(self, connection: sqlite3.Connection, user: int, columns: ColumnCache, contents: ContentCache) -> None:
        self._connection, self._user = connection, user
        self._columns, self._known = columns, contents.of(user)
        self._buckets = {bucket.aw_id: bucket for bucket in events.buckets_of(connection, user)}
        self._numbering: Numbering | None = None
        self._versions: dict[int, int] = {}
        self._days: tuple[int, int] | None = None
        self._found: Found = {}

    def bucket_names(self) -> list[str]:
        """Return the ids of all buckets."""
        return list(self._buckets)

    def find_bucket(self, text: str, hostname: str | None) -> str | None:
        """Return the id that fits best; of several the one updated last."""
        self._found[text, hostname] = answer = self._find(text, hostname)
        return answer

    def events(self, bucket: str, from_us: int, to_us: int, contents: Contents) -> Events | None:
        """Return a bucket's events that touch [from, to], newest first and cut to it."""
        known = self._buckets.get(bucket)
        if known is None:
            return None
        if from_us > to_us:
            return Events.none(contents)
        self._read_versions(from_us // US_PER_DAY, to_us // US_PER_DAY)
        if self._numbering is None:
            self._numbering = Numbering(self._connection, self._user, self._known, contents)
        return read_events(
            self._connection, known, (from_us, to_us), self._columns, self._versions, self._numbering, contents
        )

    @property
    def can_tell(self) -> bool:
        """Whether a change of anything that was read would show in the versions of its days."""
        return self._days is None or counted(*self._days, self._buckets.values())

    def let_go(self) -> None:
        """Drop what only the run needed, so that the next collection need not walk a year's contents."""
        if self._numbering is not None:
            self._numbering.let_go()
            self._numbering = None

    def footprint(self) -> _Footprint:
        """Say what was read."""
        first, last = self._days or (0, -1)
        return _Footprint(self._bucket_list(), self._found, first, last, self._versions)

    def still_holds(self, footprint: _Footprint) -> bool:
        """Whether this snapshot would be read the same."""
        return (
            footprint.buckets == self._bucket_list()
            and footprint.versions == self._versions_of(footprint.first, footprint.last)
            and all(self._find(*asked) == answer for asked, answer in footprint.found.items())
        )

    def _bucket_list(self) -> tuple[tuple[int, str, str], ...]:
        return tuple((bucket.id, bucket.aw_id, bucket.hostname) for bucket in self._buckets.values())

    def _find(self, text: str, hostname: str | None) -> str | None:
        there = [one for one in self._buckets.values() if hostname is None or one.hostname == hostname]
        for fits in (str.__eq__, str.startswith, str.__contains__):
            matching = [bucket for bucket in there if fits(bucket.aw_id, text)]
            if matching:
                return max(matching, key=self._updated).aw_id if len(matching) > 1 else matching[0].aw_id
        return None

    def _updated(self, bucket: Bucket) -> int:
        return events.last_event_us(self._connection, bucket.id) or 0

    def _read_versions(self, first: int, last: int) -> None:
        if self._days is not None:
            if self._days[0] <= first and last <= self._days[1]:
                return
            first, last = min(first, self._days[0]), max(last, self._days[1])
        self._days, self._versions = (first, last), self._versions_of(first, last)

    def _versions_of(self, first: int, last: int) -> dict[int, int]:
        if last < first:
            return {}
        return versions_of(self._connection, self._user, first, last)
