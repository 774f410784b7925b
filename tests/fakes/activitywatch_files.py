"""Files as ActivityWatch's servers leave them: aw-server's database made by its library, the other one's by hand."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aw_core.models import Event
from aw_datastore.storages import PeeweeStorage

WINDOW, AFK, WEB = "aw-watcher-window_laptop", "aw-watcher-afk_laptop", "aw-watcher-web-firefox"
BUCKETS: Mapping[str, tuple[str, str]] = {
    WINDOW: ("currentwindow", "laptop"),
    AFK: ("afkstatus", "laptop"),
    WEB: ("web.tab.current", "unknown"),
}
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
CLASSES = [
    {
        "id": 1,
        "name": ["Work", "Code"],
        "rule": {"type": "regex", "regex": "Code|vim", "ignore_case": True},
        "data": {"color": "#00f", "score": 8},
    },
]
Moment = tuple[str, float, float, dict[str, object]]


def a_morning(windows: int = 40) -> list[Moment]:
    """Some windows, presence, a few pages: bucket, seconds after nine, duration, data."""
    moments: list[Moment] = [
        (WINDOW, place * 30, 29.5, {"app": "Code" if place % 3 else "Firefox", "title": f"file {place % 7} – é"})
        for place in range(windows)
    ]
    moments += [(AFK, 0, windows * 30, {"status": "not-afk"})]
    moments += [
        (
            WEB,
            place * 30,
            29.5,
            {"url": f"https://site.example/{place}", "title": "page", "audible": False, "incognito": False},
        )
        for place in range(0, windows, 3)
    ]
    return moments


def aw_server_database(path: Path, moments: Iterable[Moment]) -> Path:
    """As aw-server would have made it."""
    storage = PeeweeStorage(testing=True, filepath=str(path))
    for name, (kind, host) in BUCKETS.items():
        storage.create_bucket(name, kind, "aw-client", host, CREATED.isoformat(), None, {})
    by_bucket: dict[str, list[Event]] = {name: [] for name in BUCKETS}
    for name, after, seconds, data in moments:
        start = MORNING + timedelta(seconds=after)
        by_bucket[name].append(Event(timestamp=start, duration=timedelta(seconds=seconds), data=data))
    for name, found in by_bucket.items():
        storage.insert_many(name, found)
    storage.db.close()
    return path


def aw_server_rust_database(
    path: Path, moments: Iterable[Moment], settings: Mapping[str, object] | None = None
) -> Path:
    """As aw-server-rust makes it: nanoseconds, settings among its keys."""
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(
            """
            CREATE TABLE buckets (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE NOT NULL, type TEXT NOT NULL,
              client TEXT NOT NULL, hostname TEXT NOT NULL, created TEXT NOT NULL, data_deprecated TEXT DEFAULT '{}',
              data TEXT NOT NULL DEFAULT '{}');
            CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, bucketrow INTEGER NOT NULL,
              starttime INTEGER NOT NULL, endtime INTEGER NOT NULL, data TEXT NOT NULL,
              FOREIGN KEY (bucketrow) REFERENCES buckets(id));
            CREATE TABLE key_value (key TEXT PRIMARY KEY, value TEXT, last_modified NUMBER NOT NULL);
            PRAGMA user_version = 6;
            """
        )
        numbers = {}
        for number, (name, (kind, host)) in enumerate(BUCKETS.items(), 1):
            numbers[name] = number
            db.execute(
                "INSERT INTO buckets (id, name, type, client, hostname, created) VALUES (?, ?, ?, 'aw-client', ?, ?)",
                (number, name, kind, host, CREATED.isoformat()),
            )
        for name, after, seconds, data in moments:
            start = round((MORNING.timestamp() + after) * 1000) * 1_000_000
            row = (numbers[name], start, start + round(seconds * 1e9), json.dumps(data))
            db.execute("INSERT INTO events (bucketrow, starttime, endtime, data) VALUES (?, ?, ?, ?)", row)
        for key, value in (settings or {}).items():
            db.execute("INSERT INTO key_value VALUES (?, ?, 0)", (f"settings.{key}", json.dumps(value)))
        db.execute("INSERT INTO key_value VALUES ('something else', '1', 0)")
    return path


def export_file(path: Path, moments: Iterable[Moment]) -> Path:
    """As `GET /api/0/export` gives it."""
    buckets: dict[str, dict[str, object]] = {
        name: {"id": name, "type": kind, "client": "aw-client", "hostname": host, "created": CREATED.isoformat()}
        for name, (kind, host) in BUCKETS.items()
    }
    events: dict[str, list[object]] = {name: [] for name in BUCKETS}
    for name, after, seconds, data in moments:
        start = (MORNING + timedelta(seconds=after)).isoformat()
        events[name].append({"timestamp": start, "duration": seconds, "data": data})
    for name, found in events.items():
        buckets[name]["events"] = found
    path.write_text(json.dumps({"buckets": buckets}))
    return path
