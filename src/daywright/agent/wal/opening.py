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

from daywright.agent.wal.records import StorageError
from daywright.agent.wal.salvage import TROUBLE, absorb, finish_open
from daywright.agent.wal.schema import VERSION, is_whole, migrate, version
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


@dataclass(frozen=True, slots=True)
class Opened:
    """A log ready for use, and what a person should know about how it was opened."""

    db: sqlite3.Connection
    path: Path
    note: str = ""


def open_log(folder: Path, now_us: int, *, finish: bool, damaged: bool = False) -> Opened:
    """Open the log of `folder`, or what must stand in for it.

    With `finish`, what went on ends at its last touch; with `damaged`, the file is known to be broken although it may
    look whole (the quick check does not compare indexes with tables). Raises StorageError.
    """
    path = folder / NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        try:
            if not damaged:
                return _open_usable(path, now_us, finish=finish)
        except TROUBLE as error:
            if not _past_repair(error, folder):
                raise
        aside = _set_aside(path, now_us)
        db = _connect(path)
        migrate(db)
        saved = absorb(db, aside, now_us, finish=finish)
    except TROUBLE as error:
        raise translate(error) from error
    except OSError as error:
        code = "disk_full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "io_error"
        raise StorageError(code, f"{folder}: {error.strerror}") from error
    return Opened(db, path, f"the log was damaged; {saved} events were saved from {aside.name}")


def translate(error: Exception) -> StorageError:
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


def _past_repair(error: Exception, folder: Path) -> bool:
    """True when it is the file that is broken, not the disk around it."""
    code = translate(error).code
    if code != "read_only":
        return code == "corrupt"
    # A damaged header can make SQLite take a file for read-only where others can be written.
    trial = folder / "trial"
    try:
        os.close(os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
        trial.unlink()
    except OSError:
        return False
    return True


def _open_usable(path: Path, now_us: int, *, finish: bool) -> Opened:
    db = _connect(path)
    try:
        if version(db) > VERSION:
            db.close()
            return _open_beside(path, now_us, finish=finish)
        migrate(db)
        _check(db)
        if finish:
            finish_open(db, db)
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
        finish_open(db, db)
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
    if said != ["ok"] or not is_whole(db):
        raise sqlite3.DatabaseError("the file is not what it was")


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
    except TROUBLE:
        side.rename(side.with_name(f"{side.name}.corrupt"))
        return False
    absorb(db, side, now_us, finish=True)
    _remove(side)
    return True


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _stamp(now_us: int) -> str:
    return datetime.fromtimestamp(now_us / US_PER_SECOND, UTC).strftime("%Y%m%dT%H%M%SZ")
