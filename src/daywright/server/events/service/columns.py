"""Facts as columns with their ids, and the contents they name: what a program over a bucket reads."""

import sqlite3
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from daywright.server.events import queries

Ints = NDArray[np.int64]

IDS: Final = 5_000
DENSE: Final = 4
"""Where more than one context in so many is wanted, all of the range are read."""


class EventColumns(NamedTuple):
    """Events of one bucket by start, those that start together by id. Times in µs since 1970."""

    start: NDArray[np.integer]
    duration: NDArray[np.integer]
    context: NDArray[np.integer]
    id: NDArray[np.integer]


def columns_started(connection: sqlite3.Connection, bucket: int, from_us: int, to_us: int) -> EventColumns:
    """Return the bucket's events that start in [from, to); a day at a time keeps the text of a column small."""
    return _columns(connection, queries.STARTED_BETWEEN, bucket, from_us, to_us)


def columns_reaching(connection: sqlite3.Connection, bucket: int, from_us: int, to_us: int) -> EventColumns:
    """Return the bucket's events that start in [from, to) and end at `to` or later."""
    return _columns(connection, queries.REACHING, bucket, from_us, to_us)


def _columns(connection: sqlite3.Connection, query: str, bucket: int, from_us: int, to_us: int) -> EventColumns:
    texts = connection.execute(query, {"bucket": bucket, "from_us": from_us, "to_us": to_us}).fetchone()
    start, duration, context, id_ = map(_numbers, texts)
    start += from_us
    in_order = (start[1:] > start[:-1]) | ((start[1:] == start[:-1]) & (id_[1:] > id_[:-1]))
    if not in_order.all():
        order = np.lexsort((id_, start))
        return EventColumns(start[order], duration[order], context[order], id_[order])
    return EventColumns(start, duration, context, id_)


def _numbers(text: str | None) -> Ints:
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def contents(connection: sqlite3.Connection, user: int, ids: Ints) -> Iterator[tuple[Ints, str]]:
    """Iterate what contexts say, for ascending ids: ids and, in their order, data as members of a JSON array.

    Others of the user may be among them.
    """
    first, last = (int(ids[0]), int(ids[-1])) if len(ids) else (0, -1)
    dense = (last - first + 1) < DENSE * len(ids)
    places = range(first, last + 1, IDS) if dense else range(0, len(ids), IDS)
    for place in places:
        if dense:
            rows = connection.execute(queries.DATA_BETWEEN, (place, place + IDS - 1, user))
        else:
            some = ",".join(map(str, ids[place : place + IDS].tolist()))
            rows = connection.execute(queries.DATA_OF, (f"[{some}]", user))
        found, data = rows.fetchone()
        if found:
            yield _numbers(found), data
