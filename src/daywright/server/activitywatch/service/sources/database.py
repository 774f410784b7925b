"""The SQLite file of either ActivityWatch server, read without writing and in short looks: its server may be running.

Both number their events upwards, so a portion is a stretch of numbers, whatever buckets they belong to.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from daywright.server.activitywatch.service.sources.port import PORTION, Cursor, Portion, Row, SourceError
from daywright.wire.activitywatch import (
    Bucket,
    Unreadable,
    believable,
    bucket,
    instant_us,
    length_us,
    object_text,
    parsed_object,
)

HEADER: Final = b"SQLite format 3\0"
_READ_VERSION: Final = 19  # a byte of the header: how the file has to be read
_THROUGH_A_LOG: Final = b"\2"
PATIENCE_S: Final = 10.0
REMEMBERED: Final = 50_000
SETTING: Final = "settings."
LONGEST_NS: Final = 100 * 366 * 86_400 * 1_000_000_000

Line = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How one server keeps its data. `events` gives number, bucket, data, and two columns for when and how long."""

    what: str
    tables: frozenset[str]
    buckets: str
    events: str
    count: str
    names: tuple[str, str]  # the columns that hold a bucket's number and its id
    span: Callable[[object, object], tuple[int, int]]


def _iso_span(start: object, seconds: object) -> tuple[int, int]:
    return instant_us(start), length_us(seconds)


def _ns_span(start: object, end: object) -> tuple[int, int]:
    if not isinstance(start, int) or not isinstance(end, int):
        raise Unreadable("time.invalid")
    if not 0 <= end - start <= LONGEST_NS:
        raise Unreadable("duration.invalid")
    start_us = believable(start // 1000)
    return start_us, end // 1000 - start_us


LAYOUTS: Final = (
    _Layout(
        "the database of aw-server",
        frozenset({"bucketmodel", "eventmodel"}),
        "SELECT * FROM bucketmodel ORDER BY key LIMIT 100000",
        "SELECT id, bucket_id, datastr, timestamp, duration FROM eventmodel WHERE id > ? ORDER BY id LIMIT ?",
        "SELECT count(*), coalesce(max(id), 0) FROM eventmodel",
        ("key", "id"),
        _iso_span,
    ),
    _Layout(
        "the database of aw-server-rust",
        frozenset({"buckets", "events"}),
        "SELECT * FROM buckets ORDER BY id LIMIT 100000",
        "SELECT id, bucketrow, data, starttime, endtime FROM events WHERE id > ? ORDER BY id LIMIT ?",
        "SELECT count(*), coalesce(max(id), 0) FROM events",
        ("id", "name"),
        _ns_span,
    ),
)


class DatabaseFile:
    """An opened database."""

    def __init__(self, path: Path) -> None:
        """Raises SourceError."""
        self._path = path
        self._canonical: dict[object, str] = {}
        try:
            self._db = _connect(path)
            try:
                self._layout = self._recognised()
                self._numbers: dict[object, str] = {}
                self._buckets = self._read_buckets()
                self._total, self._last = self._db.execute(self._layout.count).fetchone()
                self._settings = self._read_settings()
            except BaseException:
                self._db.close()
                raise
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise SourceError(f"{path} is a damaged database: {error}", damaged=True) from None

    @property
    def what(self) -> str:
        """See `Source.what`."""
        return self._layout.what

    @property
    def mark(self) -> str:
        """See `Source.mark`. The file grows while its server runs, its oldest bucket stays what it was."""
        oldest = [(one.id, one.created_us) for one in self._buckets[:1]]
        return f"{self._layout.what} {self._path.resolve()} {oldest}"

    @property
    def buckets(self) -> Sequence[Bucket]:
        """See `Source.buckets`."""
        return self._buckets

    @property
    def settings(self) -> Mapping[str, object]:
        """See `Source.settings`."""
        return self._settings

    @property
    def total(self) -> int:
        """See `Source.total`."""
        return int(self._total)

    def portions(self, cursor: Cursor | None) -> Iterator[Portion]:
        """See `Source.portions`. A cursor is the number of the last event that was read."""
        after = int(cursor[0]) if cursor else -1
        while lines := self._lines(after):
            after = int(str(lines[-1][0]))
            portion = Portion(cursor=[after])
            for _, number, data, start, end in lines:
                try:
                    portion.rows.append(self._row(number, data, start, end))
                except Unreadable as why:
                    portion.refused[str(why)] += 1
            yield portion
            if after >= self._last:  # what came since belongs to the next import
                return

    def close(self) -> None:
        """See `Source.close`."""
        self._db.close()

    def _lines(self, after: int) -> list[Line]:
        try:
            return self._db.execute(self._layout.events, (after, PORTION)).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise SourceError(f"{self._path} is a damaged database: {error}", damaged=True) from None

    def _row(self, number: object, data: object, start: object, end: object) -> Row:
        known = self._numbers.get(number)
        if known is None:
            raise Unreadable("bucket.unknown")
        start_us, duration_us = self._layout.span(start, end)
        text = self._canonical.get(data)
        if text is None:
            if len(self._canonical) >= REMEMBERED:
                self._canonical.clear()
            text = self._canonical[data] = object_text(parsed_object(data))
        return known, start_us, duration_us, text

    def _recognised(self) -> _Layout:
        found = {row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        layout = next((one for one in LAYOUTS if one.tables <= found), None)
        if layout is None:
            raise SourceError(f"{self._path} is a database, but none of ActivityWatch's")
        return layout

    def _read_buckets(self) -> list[Bucket]:
        found = self._db.execute(self._layout.buckets)
        columns = [column[0] for column in found.description]
        number, identity = self._layout.names
        buckets = []
        for line in found.fetchall():
            told = dict(zip(columns, line, strict=True))
            named = told[identity]
            told["data"] = told.get("datastr", told.get("data"))
            with suppress(Unreadable):
                buckets.append(bucket(named if isinstance(named, str) else "", told))
                self._numbers[told[number]] = named
        return buckets

    def _read_settings(self) -> dict[str, object]:
        """aw-server-rust keeps them in its database, aw-server in a file beside its configuration."""
        settings: dict[str, object] = {}
        with suppress(sqlite3.OperationalError):
            for key, value in self._db.execute("SELECT key, value FROM key_value LIMIT 10000"):
                if isinstance(key, str) and key.startswith(SETTING):
                    with suppress(Unreadable):
                        settings[key.removeprefix(SETTING)] = parsed_object(f'{{"value":{value}}}')["value"]
        return settings


def _connect(path: Path) -> sqlite3.Connection:
    """Open for reading, leaving nothing behind.

    A database with a log that was closed cleanly is read as it stands: through a log, companions would stay beside it.
    So is a file in a place where nothing can be written.
    """
    with path.open("rb") as file:
        logged = file.read(_READ_VERSION + 1)[_READ_VERSION:] == _THROUGH_A_LOG
    if logged and not path.with_name(f"{path.name}-wal").exists():
        return _opened(path, "mode=ro&immutable=1")
    try:
        return _opened(path, "mode=ro")
    except sqlite3.OperationalError as error:
        if not str(error.sqlite_errorname).startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            raise
        return _opened(path, "mode=ro&immutable=1")


def _opened(path: Path, how: str) -> sqlite3.Connection:
    db = sqlite3.connect(f"file:{quote(str(path.resolve()))}?{how}", uri=True, timeout=PATIENCE_S)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db
