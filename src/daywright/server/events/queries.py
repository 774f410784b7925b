"""Every question events asks the database. Hot paths use the driver, hence SQL text; each is bounded."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain

from daywright.core.flatten import Flag

EventRow = tuple[int, int, int, int, str | None]  # bucket, start, context, duration, counts

FIND_BUCKET = "SELECT id, kind, longest_us FROM bucket WHERE user = ? AND device = ? AND name = ?"
INSERT_BUCKET = """
    INSERT INTO bucket (user, device, name, aw_id, kind, type, client, hostname, created_us, data, longest_us, rank)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) RETURNING id"""
AW_ID_TAKEN = "SELECT 1 FROM bucket WHERE user = ? AND aw_id = ?"
RAISE_LONGEST = "UPDATE bucket SET longest_us = ? WHERE id = ? AND longest_us < ?"

FIND_CONTEXT = "SELECT id FROM context WHERE user = ? AND hash = ?"
INSERT_CONTEXT = """
    INSERT INTO context (user, hash, kind, data, app, title, domain, project, language, branch, entity)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""

UPSERT_EVENTS = """
    INSERT INTO event (bucket, start, context, duration, counts) VALUES {places}
    ON CONFLICT (bucket, start, context) DO UPDATE SET duration = excluded.duration, counts = excluded.counts
    WHERE excluded.duration > event.duration"""
# Rows of one statement: a third less work for each, and the lock of the interpreter is given away once, not each time.
AT_ONCE = (100, 10, 1)
UPSERTS = {rows: UPSERT_EVENTS.format(places=", ".join(["(?, ?, ?, ?, ?)"] * rows)) for rows in AT_ONCE}

MARK_DIRTY = """
    INSERT INTO dirty_day (user, utc_day, version) VALUES (?, ?, ?)
    ON CONFLICT (user, utc_day) DO UPDATE SET version = excluded.version"""
CLEAN_DAY = "DELETE FROM dirty_day WHERE user = ? AND utc_day = ? AND version = ?"
DIRTY_DAYS = "SELECT utc_day, version FROM dirty_day WHERE user = ? AND utc_day BETWEEN ? AND ?"

ZONES = """
    SELECT from_us, tzid FROM (SELECT from_us, tzid FROM zone WHERE user = ? ORDER BY from_us DESC LIMIT 10000)
    ORDER BY from_us"""
LAST_ZONE = "SELECT from_us, tzid FROM zone WHERE user = ? ORDER BY from_us DESC LIMIT 1"
DROP_ZONES = "DELETE FROM zone WHERE user = ?"
INSERT_ZONE = "INSERT INTO zone (user, from_us, tzid) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"

BUCKETS = """
    SELECT id, device, name, aw_id, kind, type, client, hostname, created_us, longest_us, rank
    FROM bucket WHERE user = ? ORDER BY id LIMIT 10000"""
LAST_END = """
    SELECT max(start + duration) FROM
    (SELECT start, duration FROM event WHERE bucket = ? ORDER BY start DESC LIMIT 20)"""
# What the counts of an event add to the flags of its context; few events have counts, and few of those say any of it.
_FLAGS = f"""
    CASE WHEN counts IS NULL OR NOT (instr(counts, '"audible"') OR instr(counts, '"fullscreen"')) THEN 0
    ELSE coalesce(json_extract(counts, '$.audible') <> 0, 0) * {Flag.AUDIBLE:d}
       + coalesce(json_extract(counts, '$.fullscreen') <> 0, 0) * {Flag.FULLSCREEN:d} END"""
IN_WINDOW = f"""
    SELECT start, duration, context, {_FLAGS} FROM event WHERE bucket = ? AND start >= ? AND start < ?
    AND start + duration >= ? ORDER BY start"""  # noqa: S608  (made of constants)
# Columns as text: two thirds of the time that rows take, and the interpreter's lock is free meanwhile.
STARTED_BETWEEN = """
    SELECT group_concat(start - :from_us), group_concat(duration), group_concat(context), group_concat(id)
    FROM event WHERE bucket = :bucket AND start >= :from_us AND start < :to_us"""
REACHING = STARTED_BETWEEN + " AND start + duration >= :to_us"
DATA_BETWEEN = "SELECT group_concat(id), group_concat(data) FROM context WHERE id BETWEEN ? AND ? AND user = ?"
DATA_OF = """
    SELECT group_concat(id), group_concat(data) FROM context
    WHERE id IN (SELECT value FROM json_each(?)) AND user = ?"""
LAST_BEFORE = f"""
    SELECT start, duration, context, {_FLAGS} FROM event
    WHERE bucket = :bucket AND start = (SELECT max(start) FROM event WHERE bucket = :bucket AND start < :instant)"""  # noqa: S608  (made of constants)
NEXT_START = "SELECT min(start) FROM event WHERE bucket = ? AND start > ?"
NEWEST_END = """
    SELECT max(event.start + event.duration) FROM bucket JOIN event ON event.bucket = bucket.id
    AND event.start >= (SELECT max(start) FROM event WHERE bucket = bucket.id) - bucket.longest_us
    WHERE bucket.user = ?"""
RECENT = """
    SELECT event.id, event.bucket, event.start, event.duration, context.kind, context.data,
           context.app, context.title, context.domain, context.project, context.entity
    FROM event JOIN context ON context.id = event.context
    WHERE event.bucket = ? ORDER BY event.start DESC LIMIT ?"""
DAYS_WITH_EVENTS = """
    WITH RECURSIVE step (day_start) AS (
        SELECT (SELECT min(start) FROM event WHERE bucket = :bucket)
        UNION ALL
        SELECT (SELECT min(start) FROM event
                WHERE bucket = :bucket AND start >= (day_start / 86400000000 + 1) * 86400000000)
        FROM step WHERE day_start IS NOT NULL
    ) SELECT day_start / 86400000000 FROM step WHERE day_start IS NOT NULL LIMIT 100000"""

# Buckets and events as ActivityWatch clients address them: by the bucket's own id, and by the number of an event.
FIND_BY_AW_ID = """
    SELECT id, device, name, aw_id, kind, type, client, hostname, created_us, longest_us, rank
    FROM bucket WHERE user = ? AND aw_id = ?"""
COUNT_BUCKETS = "SELECT count(*) FROM bucket WHERE user = ?"
BUCKET_DATA = "SELECT data FROM bucket WHERE id = ?"
CHANGE_BUCKET = """
    UPDATE bucket SET type = ?, kind = ?, client = ?, hostname = ?, device = ?, data = ? WHERE id = ?"""
DELETE_BUCKET = "DELETE FROM bucket WHERE id = ?"
DELETE_EVENTS_OF = "DELETE FROM event WHERE bucket = ?"
EVENT_AT = "SELECT start, duration, context FROM event WHERE id = ? AND bucket = ?"
NEWEST_EVENT = """
    SELECT id, start, duration, context FROM event WHERE bucket = ? ORDER BY start DESC, id DESC LIMIT 1"""
PUT_EVENT = """
    INSERT INTO event (bucket, start, context, duration) VALUES (?, ?, ?, ?)
    ON CONFLICT (bucket, start, context) DO UPDATE SET duration = max(duration, excluded.duration)
    RETURNING id, duration"""
LENGTHEN_EVENT = "UPDATE event SET duration = ? WHERE id = ?"
REPLACE_EVENT = "UPDATE event SET start = ?, context = ?, duration = ? WHERE id = ?"
SAME_EVENTS = "SELECT id, duration FROM event WHERE bucket = ? AND start = ? AND context = ? AND id <> ?"
DELETE_EVENT = "DELETE FROM event WHERE id = ?"
CONTEXT_DATA = "SELECT data FROM context WHERE id = ?"
STORED_EVENT = """
    SELECT event.id, event.start, event.duration, context.data FROM event JOIN context ON context.id = event.context
    WHERE event.id = ? AND event.bucket = ?"""
STORED_BETWEEN = """
    SELECT event.id, event.start, event.duration, context.data FROM event JOIN context ON context.id = event.context
    WHERE event.bucket = ? AND event.start >= ? AND event.start <= ? AND event.start + event.duration >= ?
    ORDER BY event.start DESC, event.id DESC LIMIT ?"""
COUNT_BETWEEN = """
    SELECT count(*) FROM event WHERE bucket = ? AND start >= ? AND start <= ? AND start + duration >= ?"""
FIRST_START = "SELECT min(start) FROM event WHERE bucket = ?"

CONTEXTS_AFTER = """
    SELECT id, hash, kind, data, app, title, domain, project, language, branch, entity
    FROM context WHERE user = ? AND id > ? ORDER BY id LIMIT ?"""
COUNT_CONTEXTS = "SELECT count(*) FROM context WHERE user = ? AND id <= ?"
COUNT_EVENTS = """
    SELECT count(*) FROM (SELECT 1 FROM event JOIN bucket ON bucket.id = event.bucket WHERE bucket.user = ? LIMIT ?)"""


def upsert_events(connection: sqlite3.Connection, rows: Sequence[EventRow]) -> int:
    """Store (bucket, start, context, duration, counts) rows; how many were new or became longer."""
    before, done = connection.total_changes, 0
    for size in AT_ONCE:
        while len(rows) - done >= size:
            connection.execute(UPSERTS[size], tuple(chain.from_iterable(rows[done : done + size])))
            done += size
    return connection.total_changes - before


def mark_dirty(connection: sqlite3.Connection, user: int, days: Iterable[int], version: int) -> None:
    """Say that the cached form of these UTC days is out of date."""
    connection.executemany(MARK_DIRTY, [(user, day, version) for day in sorted(days)])
