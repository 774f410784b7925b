"""Events and contents in memory, for programs: per bucket and UTC day the columns, per user what contexts say.

Invariants: the columns of a day are used only for the version of that day which the reader's snapshot shows; contexts
never change, so what one says is read once. Whoever takes contexts out calls `forget`. Both caches are bounded.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from threading import Lock
from typing import Final, NamedTuple, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from daywright.core.awquery import Contents, Events, Value
from daywright.kit.clock import US_PER_DAY
from daywright.server import events
from daywright.server.activitywatch.service import query_images
from daywright.server.events import Bucket, EventColumns

Ints = NDArray[np.int64]
Content = Mapping[str, Value]
Keep = Callable[[Callable[[sqlite3.Connection], None]], object]
"""Takes work that writes, to be done whenever it suits."""

COLUMN_BYTES: Final = 64 * 2**20  # two years of a busy desktop
CONTENTS_KEPT: Final = 200_000  # of one user, about 100 MB at the most; a year has up to 75,000
USERS_KEPT: Final = 8
DAY_BYTES: Final = 600
INT32: Final = 2**31
SPARSE: Final = 16
UNKNOWN: Final = -1
NO_EVENTS: Final = EventColumns(*[np.empty(0, np.int64)] * 4)


class _Day(NamedTuple):
    version: int
    columns: EventColumns


class ColumnCache:
    """Columns of days, the last used ones."""

    def __init__(self, keep: Keep = lambda _work: None, most_bytes: int = COLUMN_BYTES) -> None:
        self._keep, self._most_bytes = keep, most_bytes
        self._days: OrderedDict[tuple[int, int], _Day] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def started(
        self, connection: sqlite3.Connection, user: int, bucket: int, span: tuple[int, int], versions: Mapping[int, int]
    ) -> list[EventColumns]:
        """Return the columns of the bucket's events that start in UTC days `span`, both included, in order of time.

        A day without a version is one in which nothing was ever recorded.
        """
        first, last = span
        days = sorted(day for day in versions if first <= day <= last)
        found: dict[int, EventColumns] = {}
        with self._lock:
            for day in days:
                known = self._days.get((bucket, day))
                if known is not None and known.version == versions[day]:
                    self._days.move_to_end((bucket, day))
                    found[day] = known.columns
        missing = [day for day in days if day not in found]
        unpictured: list[int] = []
        for block in query_images.blocks(first, last) if missing else ():
            wanted = [day for day in query_images.days_of(block) if day in versions]
            if all(day in found for day in wanted):
                continue
            pictured = query_images.read(connection, user, bucket, block, versions)
            if pictured is None:
                unpictured.append(block)
            else:
                found |= {day: EventColumns(*map(_compact, pictured[day])) for day in wanted if day not in found}
        for day in missing:
            if day not in found:
                rows = events.columns_started(connection, bucket, day * US_PER_DAY, (day + 1) * US_PER_DAY)
                found[day] = EventColumns(*map(_compact, rows))
        self._remember(bucket, {day: _Day(versions[day], found[day]) for day in missing})
        for block in unpictured:
            if block < max(days) // query_images.DAYS:  # the last one goes on changing
                self._picture(
                    user, bucket, block, [found.get(day, NO_EVENTS) for day in query_images.days_of(block)], versions
                )
        return [found[day] for day in days]

    def _picture(
        self, user: int, bucket: int, block: int, columns: Sequence[EventColumns], versions: Mapping[int, int]
    ) -> None:
        stamped = query_images.stamp(versions, block)
        self._keep(partial(query_images.save, user=user, bucket=bucket, block=block, stamped=stamped, columns=columns))

    def _remember(self, bucket: int, days: Mapping[int, _Day]) -> None:
        with self._lock:
            for day, kept in days.items():
                old = self._days.pop((bucket, day), None)
                self._bytes += _size(kept) - (_size(old) if old else 0)
                self._days[bucket, day] = kept
            while self._bytes > self._most_bytes and self._days:
                _, dropped = self._days.popitem(last=False)
                self._bytes -= _size(dropped)


def _compact(column: NDArray[np.integer]) -> NDArray[np.integer]:
    return column.astype(np.int32) if len(column) and int(column.max()) < INT32 else column


def _size(day: _Day) -> int:
    return DAY_BYTES + sum(column.nbytes for column in day.columns)


class _Known:
    """What contexts of one user say, by place; places only grow.

    Contexts of a user are distinct texts; those that hold no numbers and nothing nested are distinct values too.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.ids: Ints = np.empty(0, np.int64)
        self.places: Ints = np.empty(0, np.int64)
        self.contents: list[Content] = []
        self.distinct: NDArray[np.bool_] = np.empty(0, np.bool_)

    def learn(self, connection: sqlite3.Connection, user: int, ids: Ints) -> Ints:
        """Return the places of contexts, given by ascending ids."""
        with self.lock:
            at, there = self._looked_up(ids)
            if not there.all():
                self._add(connection, user, ids[~there])
                at, there = self._looked_up(ids)
            if not there.all():
                raise LookupError("an event names a context that is not there")
            return self.places[at]

    def _looked_up(self, ids: Ints) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        at = np.searchsorted(self.ids, ids)
        there = np.zeros(len(ids), np.bool_)
        inside = at < len(self.ids)
        there[inside] = self.ids[at[inside]] == ids[inside]
        return at, there

    def _add(self, connection: sqlite3.Connection, user: int, missing: Ints) -> None:
        first = len(self.contents)
        ids, distinct = [self.ids], [self.distinct]
        for some, texts in events.contents(connection, user, missing):
            said, plain = _decoded(f"[{texts}]".encode())
            new = ~self._looked_up(some)[1]
            self.contents += said if new.all() else [said[row] for row in np.flatnonzero(new).tolist()]
            ids.append(some[new])
            distinct.append(plain[new])
        self.distinct = np.concatenate(distinct)
        together = np.concatenate(ids)
        order = np.argsort(together, kind="stable")
        self.places = np.append(self.places, np.arange(first, len(self.contents)))[order]
        self.ids = together[order]


_scalars = msgspec.json.Decoder(list[dict[str, str | bool | None]])
_anything = msgspec.json.Decoder(list[dict[str, object]])
SCALARS: Final = frozenset({str, bool, type(None)})


def _decoded(texts: bytes) -> tuple[list[Content], NDArray[np.bool_]]:
    """Read a JSON array of contents, and tell of each whether it holds only what can be told apart by its text."""
    try:
        plain = _scalars.decode(texts)
        return cast("list[Content]", plain), np.ones(len(plain), np.bool_)
    except msgspec.ValidationError:
        said = _anything.decode(texts)
        flags = (all(type(value) in SCALARS for value in content.values()) for content in said)
        return cast("list[Content]", said), np.fromiter(flags, np.bool_, len(said))


class ContentCache:
    """What the contexts of the users seen lately say."""

    def __init__(self) -> None:
        self._users: OrderedDict[int, _Known] = OrderedDict()
        self._lock = Lock()

    def of(self, user: int) -> _Known:
        """Return what is known of a user."""
        with self._lock:
            known = self._users.get(user)
            if known is None or len(known.contents) > CONTENTS_KEPT:
                known = self._users[user] = _Known()
            self._users.move_to_end(user)
            while len(self._users) > USERS_KEPT:
                self._users.popitem(last=False)
            return known

    def forget(self, user: int) -> None:
        """Drop what is known of a user, after contexts were removed."""
        with self._lock:
            self._users.pop(user, None)


class Numbering:
    """Which content of one run stands for which context."""

    def __init__(self, connection: sqlite3.Connection, user: int, known: _Known, contents: Contents) -> None:
        self.user = user
        self._connection, self._known, self._contents = connection, known, contents
        self._number_of: NDArray[np.int32] = np.empty(0, np.int32)  # by place

    def let_go(self) -> None:
        """Forget the contents of the run."""
        self._contents.clear()

    def numbered(self, context: Ints) -> NDArray[np.int32]:
        """Return for context ids the contents of the run."""
        if not len(context):
            return np.empty(0, np.int32)
        low = int(context.min())
        span = int(context.max()) - low + 1
        if span > SPARSE * len(context):
            used, inverse = np.unique(context, return_inverse=True)
            return self._numbers(used)[inverse]
        seen = np.zeros(span, np.bool_)
        seen[context - low] = True
        used = np.flatnonzero(seen)
        numbers = np.empty(span, np.int32)
        numbers[used] = self._numbers(used + low)
        return numbers[context - low]

    def _numbers(self, ids: Ints) -> NDArray[np.int32]:
        places = self._known.learn(self._connection, self.user, ids)
        size = len(self._number_of)
        more = int(places.max()) + 1 - size
        if more > 0:
            self._number_of = np.append(self._number_of, np.full(more, UNKNOWN, np.int32))
        new = places[self._number_of[places] == UNKNOWN]
        everything = self._known.contents
        where = self._contents.add([everything[place] for place in new.tolist()], distinct=self._known.distinct[new])
        self._number_of[new] = np.arange(where.start, where.stop, dtype=np.int32)
        return self._number_of[places]


def counted(first: int, last: int, buckets: Iterable[Bucket]) -> bool:
    """Whether all that happens in UTC days, in these buckets, is marked on the days it touches."""
    longest = max((bucket.longest_us for bucket in buckets), default=0)
    return first >= events.FIRST_DAY and last <= events.LAST_DAY and longest < events.MOST_DAYS * US_PER_DAY


def _uncounted(connection: sqlite3.Connection, bucket: int, first: int, to_us: int) -> Iterator[EventColumns]:
    """Read what starts before and after the days that have versions."""
    begin, end = events.FIRST_DAY * US_PER_DAY, (events.LAST_DAY + 1) * US_PER_DAY
    opened = first * US_PER_DAY
    yield events.columns_started(connection, bucket, opened, max(opened, min(begin, to_us + 1)))
    yield events.columns_started(connection, bucket, max(opened, end), max(opened, end, to_us + 1))


def read_events(
    connection: sqlite3.Connection,
    bucket: Bucket,
    span: tuple[int, int],
    cache: ColumnCache,
    versions: Mapping[int, int],
    numbering: Numbering,
    contents: Contents,
) -> Events:
    """Return the bucket's events that touch [from, to], newest first and cut to it."""
    from_us, to_us = span
    first, last = from_us // US_PER_DAY, to_us // US_PER_DAY
    parts = list(_uncounted(connection, bucket.id, first, to_us))
    parts[1:1] = cache.started(connection, numbering.user, bucket.id, (first, last), versions)
    if bucket.longest_us:
        opened = first * US_PER_DAY
        parts.insert(0, events.columns_reaching(connection, bucket.id, from_us - bucket.longest_us, opened))
    start, duration, context, id_ = (np.concatenate(column, dtype=np.int64) for column in zip(*parts, strict=True))
    touching = (start + duration >= from_us) & (start <= to_us)
    if not touching.all():
        start, duration, context, id_ = start[touching], duration[touching], context[touching], id_[touching]
    end = start + duration
    np.maximum(start, from_us, out=start)
    np.minimum(end, to_us, out=end)
    end -= start
    content = numbering.numbered(context)
    newest_first = slice(None, None, -1)
    return Events(contents, start, end, content, id_).rows(newest_first)
