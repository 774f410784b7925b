"""Opening the log: permissions, pragmas, the check at start, and what becomes of a file that cannot be used.

A broken file is kept aside and its readable rows are saved into a new one. A file of a newer Daywright is left alone:
this agent then works in a side file, which the newer one takes in when it comes back.
"""

import errno
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from daywright.agent.wal import rows
from daywright.agent.wal.records import BODY_SCHEMA, PLAIN, Record, StorageError
from daywright.agent.wal.schema import DEAD, VERSION, migrate, version
from daywright.kit.clock import US_PER_SECOND

NAME = "wal.db"
_BUSY_MS = 5000
_KEEP_CORRUPT = 2
_SETTINGS = (
    "journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_BUSY_MS}", "foreign_keys=ON", "secure_delete=ON",
    "journal_size_limit=16777216",
    # Small pages of memory: the log is written in order and read in order.
    "cache_size=-256",
)  # fmt: skip
_COLUMNS = "event_id, kind, prio, wall_us, mono_us, boot_id, clock_synced, body, schema"
_RECOVERABLE = (
    f"SELECT {_COLUMNS}, crc FROM event WHERE state <> {DEAD} AND key_gen = {PLAIN} AND seq > ? ORDER BY seq LIMIT 500"  # noqa: S608  no input
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A log ready for use, and what a person should know about how it was opened."""

    db: sqlite3.Connection
    path: Path
    note: str = ""


def open_log(folder: Path, now_us: int, *, finish: bool) -> Opened:
    """Open the log of `folder`, or what must stand in for it; with `finish`, what was going on ends at its last touch.

    Raises StorageError.
    """
    path = folder / NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        try:
            return _open_usable(path, now_us, finish=finish)
        except sqlite3.Error as error:
            if translate(error).code != "corrupt":
                raise
        aside = _set_aside(path, now_us)
        db = _connect(path)
        migrate(db)
        saved = _absorb(db, aside, now_us, finish=finish)
    except sqlite3.Error as error:
        raise translate(error) from error
    except OSError as error:
        code = "disk_full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "io_error"
        raise StorageError(code, f"{folder}: {error.strerror}") from error
    return Opened(db, path, f"the log was damaged; {saved} events were saved from {aside.name}")


def translate(error: sqlite3.Error) -> StorageError:
    """SQLite's many words for trouble as our few."""
    name = getattr(error, "sqlite_errorname", "")
    for beginning, code in (
        ("SQLITE_FULL", "disk_full"), ("SQLITE_IOERR", "io_error"), ("SQLITE_BUSY", "busy"), ("SQLITE_LOCKED", "busy"),
        ("SQLITE_CORRUPT", "corrupt"), ("SQLITE_NOTADB", "corrupt"), ("SQLITE_READONLY", "read_only"),
        ("SQLITE_CANTOPEN", "io_error"), ("SQLITE_NOMEM", "io_error"), ("SQLITE_PERM", "read_only"),
    ):  # fmt: skip
        if name.startswith(beginning):
            return StorageError(code, f"{name}: {error}")
    # A damaged page shows in many ways ("malformed schema", a broken constraint): none of them can be worked with.
    return StorageError("corrupt", f"{name or 'SQLite'}: {error}")


def _open_usable(path: Path, now_us: int, *, finish: bool) -> Opened:
    db = _connect(path)
    try:
        if version(db) > VERSION:
            db.close()
            return _open_beside(path, now_us, finish=finish)
        _check(db)
        migrate(db)
        if finish:
            _finish(db, db)
        absorbed = [side.name for side in sorted(path.parent.glob("side-*.db")) if _take_in(db, side, now_us)]
    except BaseException:
        db.close()
        raise
    return Opened(db, path, f"took in {', '.join(absorbed)}" if absorbed else "")


def _open_beside(path: Path, now_us: int, *, finish: bool) -> Opened:
    sides = sorted(path.parent.glob("side-*.db"))
    side = sides[-1] if sides else path.with_name(f"side-{_stamp(now_us)}.db")
    db = _connect(side)
    migrate(db)
    if finish:
        _finish(db, db)
    return Opened(db, side, "wal_newer_than_agent: the log was written by a newer Daywright; working beside it")


def _connect(path: Path) -> sqlite3.Connection:
    # Created by us and not by SQLite, so that it is never readable by others, not even for a moment.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    path.chmod(0o600)
    db = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000, cached_statements=32
    )
    try:
        if version(db) == 0:
            db.execute("PRAGMA auto_vacuum=INCREMENTAL")
        for setting in _SETTINGS:
            db.execute(f"PRAGMA {setting}")
    except BaseException:
        db.close()
        raise
    return db


def _check(db: sqlite3.Connection) -> None:
    said = [row[0] for row in db.execute("PRAGMA quick_check(1)").fetchall()]
    if said != ["ok"]:
        raise sqlite3.DatabaseError(str(said))


def _set_aside(path: Path, now_us: int) -> Path:
    """Move the file and its companions to `wal.db.corrupt-<time>`; keep the newest two of those."""
    aside = path.with_name(f"{path.name}.corrupt-{_stamp(now_us)}")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    kept = sorted(p for p in path.parent.glob(f"{path.name}.corrupt-*") if not p.name.endswith(("-wal", "-shm")))
    for old in kept[:-_KEEP_CORRUPT]:
        _remove(old)
    return aside


def _take_in(db: sqlite3.Connection, side: Path, now_us: int) -> bool:
    try:
        with closing(_connect(side)) as other:
            if version(other) > VERSION:
                return False
    except sqlite3.DatabaseError:
        side.rename(side.with_name(f"{side.name}.corrupt"))
        return False
    _absorb(db, side, now_us, finish=True)
    _remove(side)
    return True


def _absorb(db: sqlite3.Connection, source: Path, now_us: int, *, finish: bool) -> int:
    """Copy every readable, sound, undelivered row of another file. Returns how many."""
    saved = 0
    with closing(sqlite3.connect(source, isolation_level=None)) as other:
        for group in _readable(other, now_us):
            db.execute("BEGIN IMMEDIATE")
            saved += rows.put(db, group)[0]
            db.execute("COMMIT")
        if finish:
            saved += _finish(db, other)
    return saved


def _finish(db: sqlite3.Connection, source: sqlite3.Connection) -> int:
    """Turn what was going on in `source` into finished events of `db`. Returns how many."""
    try:
        found = rows.open_events(source)
    except sqlite3.Error:
        if source is db:
            raise
        return 0  # a damaged file had nothing readable there
    db.execute("BEGIN IMMEDIATE")
    saved = rows.put(db, found)[0]
    db.execute("DELETE FROM open_session")
    db.execute("COMMIT")
    return saved


def _readable(other: sqlite3.Connection, now_us: int) -> list[list[Record]]:
    groups: list[list[Record]] = []
    last = 0
    while True:
        try:
            found = other.execute(_RECOVERABLE.replace("SELECT ", "SELECT seq, ", 1), (last,)).fetchall()
        except sqlite3.Error:
            return groups  # what lies beyond the damage cannot be read
        if not found:
            return groups
        last = found[-1][0]
        groups.append([record for row in found if (record := _sound(row[1:], now_us)) is not None])


def _sound(row: tuple[object, ...], now_us: int) -> Record | None:
    """The record if every field has its type and the checksum holds."""
    match row:
        case (
            bytes(event_id), str(kind), int(prio), int(wall_us), int(mono_us), bytes(boot_id), int(synced), bytes(body),
            int(schema), int(crc),
        ) if schema == BODY_SCHEMA and wall_us <= now_us + US_PER_SECOND * 86_400:  # fmt: skip
            record = Record(event_id, kind, prio, wall_us, mono_us, boot_id, bool(synced), body, schema)
            return record if record.crc == crc else None
        case _:
            return None


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _stamp(now_us: int) -> str:
    return datetime.fromtimestamp(now_us / US_PER_SECOND, UTC).strftime("%Y%m%dT%H%M%SZ")
