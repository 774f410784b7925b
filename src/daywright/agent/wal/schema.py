"""The tables of the log (contract 2.2) and the way from one version to the next."""

import sqlite3
from contextlib import closing

from daywright.kit.faultpoints import fault_point

VERSION = 1

_TABLES = (
    """
CREATE TABLE event(
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id    BLOB NOT NULL UNIQUE CHECK(length(event_id)=16),
  kind        TEXT NOT NULL,
  prio        INTEGER NOT NULL,
  schema      INTEGER NOT NULL,
  wall_us     INTEGER NOT NULL, mono_us INTEGER NOT NULL, boot_id BLOB NOT NULL, clock_synced INTEGER NOT NULL,
  body        BLOB NOT NULL,
  key_gen     INTEGER NOT NULL,
  crc         INTEGER NOT NULL,
  size        INTEGER NOT NULL,
  state       INTEGER NOT NULL DEFAULT 0 CHECK(state IN(0,1,2)),
  batch_id    BLOB REFERENCES batch(batch_id),
  dead_code   TEXT, dead_us INTEGER
) STRICT
""",
    "CREATE INDEX event_pick ON event(state, prio, seq)",
    "CREATE INDEX event_batch ON event(batch_id) WHERE batch_id IS NOT NULL",
    """
CREATE TABLE batch(
  batch_id BLOB PRIMARY KEY CHECK(length(batch_id)=16), created_us INTEGER NOT NULL, n INTEGER NOT NULL,
  digest BLOB NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, next_us INTEGER NOT NULL DEFAULT 0, last_code TEXT,
  server_errors INTEGER NOT NULL DEFAULT 0, parent BLOB
) STRICT
""",
    """
CREATE TABLE open_session(stream TEXT PRIMARY KEY, event_id BLOB NOT NULL, body BLOB NOT NULL, key_gen INTEGER NOT NULL,
  mono_us INTEGER NOT NULL, boot_id BLOB NOT NULL, touched_us INTEGER NOT NULL) STRICT
""",
    "CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB) STRICT",
)
COUNTERS = ("accepted", "acked", "dead", "evicted", "erased", "refused", "dup")
PENDING, IN_BATCH, DEAD = 0, 1, 2


def version(db: sqlite3.Connection) -> int:
    """The version this file was last written by."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection) -> None:
    """Bring an older file to VERSION in one transaction: old or new, never half."""
    if version(db) == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    _create(db)
    db.executemany("INSERT INTO counter(name, value) VALUES (?, 0)", [(name,) for name in COUNTERS])
    db.execute(f"PRAGMA user_version={VERSION}")
    db.execute("COMMIT")


def is_whole(db: sqlite3.Connection) -> bool:
    """True when the tables are the ones we made: a damaged definition passes SQLite's own checks."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        _create(fresh)
        return _definitions(db) == _definitions(fresh)


def _create(db: sqlite3.Connection) -> None:
    for statement in _TABLES:
        db.execute(statement)
        fault_point("migrate.mid")


def _definitions(db: sqlite3.Connection) -> set[tuple[str, str, str]]:
    return set(db.execute("SELECT type, name, tbl_name || coalesce(sql, '') FROM sqlite_schema").fetchall())
