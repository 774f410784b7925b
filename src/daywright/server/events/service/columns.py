"""Facts as columns with their ids, and the contents they name: what a program over a bucket reads."""

import sqlite3
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from daywright.server.events import queries

Ints = NDArray[np.int64]

ROWS: Final = 20_000  # in Python's hands at one time: a year would be 150 MB
IDS: Final = 5_000
DENSE: Final = 4
"""Where more than one context in so many is wanted, all of the range are read."""


class EventColumns(NamedTuple):
    """Events of one bucket by start, those that start together by id. Times in µs since 1970."""

    start: Ints
    duration: Ints
    context: Ints
    id: Ints


def columns_started(connection: sqlite3.Connection, bucket: int, from_us: int, to_us: int) -> EventColumns:
    """Return the bucket's events that start in [from, to)."""
    return _columns(connection.execute(queries.STARTED_BETWEEN, (bucket, from_us, to_us)))


def columns_reaching(connection: sqlite3.Connection, bucket: int, from_us: int, instant_us: int) -> EventColumns:
    """Return the bucket's events that start in [from, instant) and end at the instant or later."""
    return _columns(connection.execute(queries.REACHING, (bucket, from_us, instant_us, instant_us)))


def _columns(cursor: sqlite3.Cursor) -> EventColumns:
    parts = [np.empty((0, 4), np.int64)]
    while rows := cursor.fetchmany(ROWS):
        parts.append(np.fromiter(chain.from_iterable(rows), np.int64, 4 * len(rows)).reshape(-1, 4))
    table = np.concatenate(parts).T
    start, context, duration, id_ = (column.copy() for column in table)
    if (start[1:] == start[:-1]).any():
        order = np.lexsort((id_, start))
        return EventColumns(start[order], duration[order], context[order], id_[order])
    return EventColumns(start, duration, context, id_)


def contents(connection: sqlite3.Connection, user: int, ids: Ints) -> Iterator[tuple[int, str]]:
    """Iterate the user's contexts of these ids, ascending: id and data, as JSON."""
    if not len(ids):
        return
    first, last = int(ids[0]), int(ids[-1])
    if (last - first + 1) < DENSE * len(ids):
        wanted = set(ids.tolist())
        rows = connection.execute(queries.DATA_BETWEEN, (first, last, user))
        yield from (row for row in rows if row[0] in wanted)
        return
    for place in range(0, len(ids), IDS):
        some = ",".join(map(str, ids[place : place + IDS].tolist()))
        yield from connection.execute(queries.DATA_OF, (f"[{some}]", user))
