"""Events of past days as images: reading the rows of a year takes half a second, its images a seventh of that.

An image holds the columns of one bucket over some UTC days, and by its stamp says which versions of those days it was
made from: when any of them changes it is not read again, and is replaced by the next query that reads all of them.
Columns are kept as what is hardly ever anything: the gap before each event, what its duration differs from the gap
after it, the step from one number to the next.
"""

import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from daywright.kit.clock import US_PER_DAY
from daywright.server import events, timeline
from daywright.server.events import EventColumns
from daywright.server.foundation import images

Ints = NDArray[np.int64]
Days = Mapping[int, EventColumns]

DAYS: Final = 16
FORMAT: Final = "columns 1"
FASTEST: Final = 1
PARTS: Final = 4


class _Held(msgspec.Struct, frozen=True):
    counts: list[int]  # of events, by day
    columns: list[tuple[int, bytes]]  # width of a number, and its bytes: all first ones, all second ones…


def blocks(first: int, last: int) -> range:
    """Return the numbers of the images whose days are all within UTC days `first` to `last`."""
    return range(-(-first // DAYS), (last + 1) // DAYS)


def days_of(block: int) -> range:
    """Return the UTC days of an image."""
    return range(block * DAYS, (block + 1) * DAYS)


def read(
    connection: sqlite3.Connection, user: int, bucket: int, block: int, versions: Mapping[int, int]
) -> dict[int, EventColumns] | None:
    """Return the columns of the days of an image; None where there is none of these versions."""
    image = images.read(connection, user, _name(bucket, block), stamp(versions, block))
    try:
        return unpacked(image.blob, block) if image else None
    except (msgspec.DecodeError, zlib.error, ValueError, OverflowError):
        return None


def save(
    connection: sqlite3.Connection,
    *,
    user: int,
    bucket: int,
    block: int,
    stamped: bytes,
    columns: Sequence[EventColumns],
) -> None:
    """Keep the columns of all days of an image, if they are still that. Needs a writing transaction."""
    days = days_of(block)
    if (
        stamp(versions_of(connection, user, days[0], days[-1]), block) == stamped
    ):  # else something may have been deleted
        images.save(connection, user, _name(bucket, block), images.Image(stamped, packed(columns, block)))


def versions_of(connection: sqlite3.Connection, user: int, first: int, last: int) -> dict[int, int]:
    """Return the versions of the UTC days in which anything was ever recorded."""
    built = timeline.day_versions(connection, user, first, last)
    return built | events.dirty_days(connection, user, first, last)


def forget(connection: sqlite3.Connection, user: int, bucket: int) -> None:
    """Drop the images of a bucket, as what was deleted must not stay in them. Needs a writing transaction."""
    images.drop_some(connection, user, f"columns {bucket} ")


def stamp(versions: Mapping[int, int], block: int) -> bytes:
    """Return what tells whether an image is of these versions."""
    told = (FORMAT, [versions.get(day) for day in days_of(block)])
    return blake2b(repr(told).encode(), digest_size=16).digest()


def _name(bucket: int, block: int) -> str:
    return f"columns {bucket} {block}"


def packed(columns: Sequence[EventColumns], block: int) -> bytes:
    """Pack the columns of the days of an image, one after the other."""
    start, duration, context, id_ = (np.concatenate(one, dtype=np.int64) for one in zip(*columns, strict=True))
    gap = np.diff(start, prepend=block * DAYS * US_PER_DAY)
    rest = duration - np.append(gap[1:], 0)
    numbers = (gap, _folded(rest), context, _folded(np.diff(id_, prepend=0)))
    held = _Held([len(day.start) for day in columns], list(map(_narrow, numbers)))
    return msgspec.msgpack.encode(held)


def unpacked(blob: bytes, block: int) -> dict[int, EventColumns]:
    """Return the columns of an image by day, or raise one of the errors of bytes that are none."""
    held = msgspec.msgpack.decode(blob, type=_Held)
    if len(held.counts) != DAYS or len(held.columns) != PARTS:
        raise ValueError("an image has as many days as its name says")
    count = sum(held.counts)
    gap, rest, context, steps = (_wide(column, count) for column in held.columns)
    start = np.cumsum(gap) + block * DAYS * US_PER_DAY
    duration = _unfolded(rest) + np.append(gap[1:], 0)[:count]
    columns = start, duration, context, np.cumsum(_unfolded(steps))
    edges = np.cumsum(held.counts)[:-1]
    parts = (np.split(column, edges) for column in columns)
    return {day: EventColumns(*column) for day, column in zip(days_of(block), zip(*parts, strict=True), strict=True)}


def _folded(numbers: Ints) -> Ints:
    """Numbers around zero as small ones that are not below it."""
    return (numbers << 1) ^ (numbers >> 63)


def _unfolded(numbers: Ints) -> Ints:
    return (numbers >> 1) ^ -(numbers & 1)


def _narrow(numbers: Ints) -> tuple[int, bytes]:
    width = np.min_scalar_type(int(numbers.max(initial=0))).itemsize
    return width, zlib.compress(numbers.astype(f"<u{width}").view(np.uint8).reshape(-1, width).T.tobytes(), FASTEST)


def _wide(column: tuple[int, bytes], count: int) -> Ints:
    width, deflated = column
    laid = np.frombuffer(zlib.decompress(deflated), np.uint8).reshape(width, count)
    return np.ascontiguousarray(laid.T).view(f"<u{width}").reshape(count).astype(np.int64)
