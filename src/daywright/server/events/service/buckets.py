"""Buckets and their events as clients of ActivityWatch's interface address them: by the bucket's own id."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from daywright.server.events import queries
from daywright.server.events.service.ingest import TYPES
from daywright.server.events.service.pushing import Kept
from daywright.server.events.service.ranks import Rank
from daywright.server.events.service.reading import Bucket, days_with_events, mark_stale

MOST_BUCKETS: Final = 5_000  # of one user; a program that makes one for each day gets there in 13 years
KINDS: Final = {kind: own for own, kind in TYPES.items()}
OWN_KINDS: Final = frozenset({*TYPES, "power", "phone", "beat", "wakatime", "manual"})
FAR_US: Final = 1 << 60  # beyond any instant


@dataclass(frozen=True, slots=True)
class NewBucket:
    """What a client says of a bucket it wants; `device` is whose stream it is, `data` a JSON object."""

    device: int
    aw_id: str
    type: str
    client: str
    hostname: str
    created_us: int
    data: str
    rank: Rank


@dataclass(frozen=True, slots=True)
class Extent:
    """From when to when a bucket tells of anything; None where it is empty. Microseconds since 1970."""

    first_us: int | None
    last_us: int | None
    newest_end_us: int | None
    """Where the event with the newest start ends; an older one may last longer."""


def pushed_kind(type_: str) -> str:
    """Return the kind of a bucket of ActivityWatch's `type_`; a name we use for something else is set apart."""
    kind = KINDS.get(type_, type_)
    return f"other {kind}" if kind in OWN_KINDS and type_ not in KINDS else kind


def find_bucket(connection: sqlite3.Connection, user: int, aw_id: str) -> Bucket | None:
    """Return the user's bucket with that id."""
    row = connection.execute(queries.FIND_BY_AW_ID, (user, aw_id)).fetchone()
    return Bucket(*row) if row else None


def room_for_bucket(connection: sqlite3.Connection, user: int) -> bool:
    """Tell whether the user may have one more."""
    return int(connection.execute(queries.COUNT_BUCKETS, (user,)).fetchone()[0]) < MOST_BUCKETS


def create_bucket(connection: sqlite3.Connection, user: int, new: NewBucket) -> bool:
    """Make a bucket; False when there is one with that id. Needs a writing transaction."""
    if find_bucket(connection, user, new.aw_id):
        return False
    # "/" is in no id of a bucket and in no name of an own one, so that the two cannot meet
    identity = (user, new.device, f"activitywatch/{new.aw_id}", new.aw_id, pushed_kind(new.type), new.type)
    about = (new.client, new.hostname, new.created_us, new.data, new.rank)
    connection.execute(queries.INSERT_BUCKET, (*identity, *about))
    return True


def change_bucket(connection: sqlite3.Connection, user: int, bucket: Bucket, to: NewBucket) -> None:
    """Change what a pushed bucket says of itself. Needs a writing transaction."""
    mark_stale(connection, user, days_with_events(connection, [bucket]))
    about = (to.type, pushed_kind(to.type), to.client, to.hostname, to.device, to.data)
    connection.execute(queries.CHANGE_BUCKET, (*about, bucket.id))


def bucket_data(connection: sqlite3.Connection, bucket: Bucket) -> str:
    """Return what its client keeps with the bucket, a JSON object."""
    return str(connection.execute(queries.BUCKET_DATA, (bucket.id,)).fetchone()[0])


def extent(connection: sqlite3.Connection, bucket: Bucket) -> Extent:
    """Return from when to when the bucket tells; two looks into an index, however much it holds."""
    newest = connection.execute(queries.NEWEST_EVENT, (bucket.id,)).fetchone()
    if newest is None:
        return Extent(None, None, None)
    first = connection.execute(queries.FIRST_START, (bucket.id,)).fetchone()[0]
    last = connection.execute(queries.LAST_END, (bucket.id,)).fetchone()[0]
    return Extent(first, last, newest[1] + newest[2])


def stored_between(
    connection: sqlite3.Connection, bucket: Bucket, from_us: int | None, to_us: int | None, limit: int
) -> Iterator[Kept]:
    """Iterate the events that touch the range (both ends are in it), newest start first; a negative limit is none."""
    window = (*_window(bucket, from_us, to_us), limit)
    return (Kept(*row) for row in connection.execute(queries.STORED_BETWEEN, window))


def count_between(connection: sqlite3.Connection, bucket: Bucket, from_us: int | None, to_us: int | None) -> int:
    """Count the events that `stored_between` would give."""
    return int(connection.execute(queries.COUNT_BETWEEN, _window(bucket, from_us, to_us)).fetchone()[0])


def _window(bucket: Bucket, from_us: int | None, to_us: int | None) -> tuple[int, int, int, int]:
    low = -FAR_US if from_us is None else from_us
    return bucket.id, max(low - bucket.longest_us, -FAR_US), FAR_US if to_us is None else to_us, low


def stored_event(connection: sqlite3.Connection, bucket: Bucket, event: int) -> Kept | None:
    """Return one event of the bucket."""
    row = connection.execute(queries.STORED_EVENT, (event, bucket.id)).fetchone()
    return Kept(*row) if row else None
