"""Saving rows from one log file into another: from a damaged file, or from one that was written beside a newer one.

Rows are read from both ends towards the damage. Only what has its types and its checksum is taken. Sealed bodies travel
as they are: no key is needed here.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from daywright.agent.wal import rows
from daywright.agent.wal.records import BODY_SCHEMA, Record
from daywright.agent.wal.schema import DEAD
from daywright.kit.clock import US_PER_DAY

# The second when SQLite quotes a damaged name or hands out damaged text.
TROUBLE = (sqlite3.Error, UnicodeDecodeError)
_GROUP = 500
_ID_BYTES = 16
_FROM_FIRST, _FROM_LAST = (
    f"""
SELECT seq, event_id, kind, prio, wall_us, mono_us, boot_id, clock_synced, body, schema, crc, key_gen
FROM event WHERE state <> {DEAD} ORDER BY seq {direction}
"""  # noqa: S608  constants only
    for direction in ("ASC", "DESC")
)


def absorb(db: sqlite3.Connection, source: Path, now_us: int, *, finish: bool) -> int:
    """Copy every readable, sound, undelivered row of another file, with `finish` what went on there too.

    Returns how many were saved.
    """
    with closing(sqlite3.connect(source, isolation_level=None)) as other:
        seen: set[int] = set()
        saved = _copy(db, _readable(other, _FROM_FIRST, seen, now_us))
        saved += _copy(db, _readable(other, _FROM_LAST, seen, now_us))
        return saved + (finish_open(db, other) if finish else 0)


def finish_open(db: sqlite3.Connection, source: sqlite3.Connection) -> int:
    """Turn what went on in `source` into finished events of `db`. Returns how many."""
    try:
        found = [record for record in rows.open_events(source) if len(record.event_id) == _ID_BYTES]
    except TROUBLE:
        if source is db:
            raise
        return 0  # nothing readable there
    db.execute("BEGIN IMMEDIATE")
    saved = rows.put(db, found)[0]
    db.execute("DELETE FROM open_session")
    db.execute("COMMIT")
    return saved


def _copy(db: sqlite3.Connection, records: Iterator[Record]) -> int:
    saved = 0
    while group := list(islice(records, _GROUP)):
        db.execute("BEGIN IMMEDIATE")
        saved += rows.put(db, group)[0]
        db.execute("COMMIT")
    return saved


def _readable(other: sqlite3.Connection, sql: str, seen: set[int], now_us: int) -> Iterator[Record]:
    """Sound rows until the damage, or until where the reading from the other end came."""
    try:
        for seq, *row in other.execute(sql):
            if seq in seen:
                return
            seen.add(seq)
            record = _sound(tuple(row), now_us)
            if record is not None:
                yield record
    except TROUBLE:
        return  # what lies beyond cannot be read from this side


def _sound(row: tuple[object, ...], now_us: int) -> Record | None:
    """The record if every field has its type and the checksum holds."""
    match row:
        case (
            bytes(event_id), str(kind), int(prio), int(wall_us), int(mono_us), bytes(boot_id), int(synced), bytes(body),
            int(schema), int(crc), int(key_gen),
        ) if schema == BODY_SCHEMA and len(event_id) == _ID_BYTES and wall_us <= now_us + US_PER_DAY:  # fmt: skip
            record = Record(event_id, kind, prio, wall_us, mono_us, boot_id, bool(synced), body, schema, key_gen)
            return record if record.crc == crc else None
        case _:
            return None
