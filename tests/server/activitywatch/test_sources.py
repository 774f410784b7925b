"""Whatever holds ActivityWatch's history is told by its content, and gives the same events."""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from daywright.kit.clock import US_PER_SECOND, to_us
from daywright.kit.jsonhttp import JsonServer
from daywright.server.activitywatch import Source, SourceError, open_source
from daywright.server.activitywatch.service.sources import port, running
from daywright.server.activitywatch.service.sources.port import Row
from fakes.activitywatch import ActivityWatch, MemoryStore, serving
from fakes.activitywatch_files import (
    BUCKETS,
    MORNING,
    WINDOW,
    Moment,
    a_morning,
    aw_server_database,
    aw_server_rust_database,
    export_file,
)
from fakes.ingest_server import Reply

MADE: dict[str, Callable[[Path, list[Moment]], Path]] = {
    "an export file": export_file,
    "the database of aw-server": aw_server_database,
    "the database of aw-server-rust": aw_server_rust_database,
}


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("export", "database", "running"):
        monkeypatch.setattr(f"daywright.server.activitywatch.service.sources.{name}.PORTION", 7)


def everything(source: Source) -> list[Row]:
    return sorted(row for portion in source.portions(None) for row in portion.rows)


def wanted(moments: list[Moment]) -> list[Row]:
    return sorted(
        (
            name,
            to_us(MORNING + timedelta(seconds=after)),
            round(seconds * US_PER_SECOND),
            json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        )
        for name, after, seconds, data in moments
    )


@pytest.mark.parametrize("kind", MADE)
def test_a_file_is_told_by_its_content_and_gives_every_event(kind: str, tmp_path: Path) -> None:
    moments = a_morning()
    with closing(open_source(str(MADE[kind](tmp_path / "some.thing", moments)))) as source:
        assert (source.what, source.total) == (kind, len(moments))
        assert {one.id: (one.type, one.hostname) for one in source.buckets} == BUCKETS
        assert everything(source) == wanted(moments)


@pytest.mark.parametrize("kind", MADE)
def test_reading_goes_on_from_any_portion(kind: str, tmp_path: Path) -> None:
    path = MADE[kind](tmp_path / "file", a_morning())
    with closing(open_source(str(path))) as source:
        portions = list(source.portions(None))
        for stop in range(len(portions)):
            kept = [row for portion in portions[: stop + 1] for row in portion.rows]
            rest = [row for portion in source.portions(portions[stop].cursor) for row in portion.rows]
            assert sorted(kept + rest) == everything(source)


def test_reading_a_database_does_not_change_it(tmp_path: Path) -> None:
    path = aw_server_database(tmp_path / "aw.db", a_morning())
    before = path.read_bytes()
    with closing(open_source(str(path))) as source:
        everything(source)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["aw.db"]


def test_a_database_that_its_server_still_writes_to_can_be_read(tmp_path: Path) -> None:
    moments = a_morning()
    path = aw_server_rust_database(tmp_path / "sqlite.db", moments)
    with closing(sqlite3.connect(path, isolation_level=None)) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("BEGIN IMMEDIATE")
        server.execute("UPDATE events SET endtime = endtime + 1 WHERE id = 1")
        with closing(open_source(str(path))) as source:
            assert everything(source) == wanted(moments)
        server.execute("ROLLBACK")


def test_rows_that_cannot_be_taken_are_counted_by_reason(tmp_path: Path) -> None:
    path = aw_server_rust_database(tmp_path / "sqlite.db", a_morning(3))
    with closing(sqlite3.connect(path)) as db, db:
        good = db.execute("SELECT bucketrow, starttime, endtime, data FROM events WHERE id = 1").fetchone()
        for row in (
            (99, *good[1:]),
            (good[0], "soon", *good[2:]),
            (good[0], good[2], good[1], good[3]),
            (*good[:3], "no json"),
            (*good[:3], "[]"),
            (good[0], 5, 6, good[3]),
        ):
            db.execute("INSERT INTO events (bucketrow, starttime, endtime, data) VALUES (?, ?, ?, ?)", row)
    with closing(open_source(str(path))) as source:
        refused = sum((portion.refused for portion in source.portions(None)), Counter[str]())
    assert refused == {
        "bucket.unknown": 1,
        "time.invalid": 1,
        "duration.invalid": 1,
        "data.invalid": 2,
        "time.unbelievable": 1,
    }


def test_events_of_an_export_that_cannot_be_taken_are_counted_by_reason(tmp_path: Path) -> None:
    path = export_file(tmp_path / "export.json", [])
    export = json.loads(path.read_text())
    good = {"timestamp": "2026-03-02T09:00:00Z", "duration": 1, "data": {"app": "Code"}}
    export["buckets"][WINDOW]["events"] = [
        good,
        17,
        {**good, "timestamp": "?"},
        {**good, "duration": -1},
        {**good, "data": []},
        {"timestamp": good["timestamp"]},
    ]
    path.write_text(json.dumps(export))
    with closing(open_source(str(path))) as source:
        (portion, *_) = source.portions(None)
    assert len(portion.rows) == 2
    assert portion.refused == {"event.invalid": 1, "time.invalid": 1, "duration.invalid": 1, "data.invalid": 1}


def test_a_bucket_may_be_described_after_its_events(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    event = '{"timestamp": "2026-03-02T09:00:00Z", "data": {"app": "Code"}}'
    path.write_text(f'{{"buckets": {{"b": {{"events": [{event}], "type": "currentwindow", "hostname": "h"}}}}}}')
    with closing(open_source(str(path))) as source:
        assert (source.buckets[0].type, source.total) == ("currentwindow", 1)


def test_settings_come_with_the_database_that_holds_them(tmp_path: Path) -> None:
    kept = {"startOfDay": "05:00", "classes": [{"name": ["Work"]}]}
    with closing(open_source(str(aw_server_rust_database(tmp_path / "a.db", [], kept)))) as source:
        assert source.settings == kept


@pytest.mark.parametrize(
    ("content", "told", "damaged"),
    [
        (b"", "nothing of ActivityWatch's", False),
        (b"PK\x03\x04 a zip file", "nothing of ActivityWatch's", False),
        (b"[1, 2, 3]", "nothing of ActivityWatch's", False),
        (b'{"categories": []}', "it has no buckets", False),
        (b'{"buckets": {"b": {"events": [{"timestamp": "2026-03-02T09:00:00Z"}', "nothing of", False),
        (b'{"buckets": {"a": {"events": [{}]}, "b": {"events": [{}', "is damaged", True),
        (b"SQLite format 3\0" + b"x" * 200, "damaged database", True),
    ],
)
def test_a_file_that_is_none_of_these_is_refused_in_one_sentence(
    content: bytes, told: str, *, damaged: bool, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=told) as refused:
        open_source(str(path))
    assert refused.value.damaged == damaged
    assert "\n" not in str(refused.value)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as db, db:
        db.execute("CREATE TABLE cookies (name TEXT)")
    with pytest.raises(SourceError, match="none of ActivityWatch's"):
        open_source(str(tmp_path / "other.db"))


def test_a_database_that_breaks_off_says_so(tmp_path: Path) -> None:
    path = aw_server_rust_database(tmp_path / "sqlite.db", a_morning(2000))
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)
    with pytest.raises(SourceError, match="damaged") as refused, closing(open_source(str(path))) as source:
        everything(source)
    assert refused.value.damaged


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        open_source(str(tmp_path / "nowhere"))
    with pytest.raises(SourceError, match="directory"):
        open_source(str(tmp_path))


@pytest.fixture
def server() -> Iterator[ActivityWatch]:
    store = MemoryStore()
    for name, (kind, host) in BUCKETS.items():
        store.make(name, kind, host)
    with serving(ActivityWatch(store)) as fake:
        yield fake


def fill(fake: ActivityWatch, moments: list[Moment]) -> None:
    assert isinstance(fake.store, MemoryStore)
    for name, after, seconds, data in moments:
        fake.store.add(name, MORNING + timedelta(seconds=after), seconds, **data)


def test_a_running_server_gives_every_event_with_its_own_start_and_length(server: ActivityWatch) -> None:
    overlapping: list[Moment] = [(WINDOW, place * 20 + 0.5, 3000, {"app": "Film"}) for place in range(9)]
    moments = [*a_morning(), *overlapping]
    fill(server, moments)
    with closing(open_source(server.url)) as source:
        assert (source.what, source.total) == ("a running ActivityWatch", len(moments))
        longest: dict[tuple[str, int, str], int] = {}
        for name, start, length, data in everything(source):  # a page begins where the one before ended
            longest[name, start, data] = max(length, longest.get((name, start, data), -1))
    assert sorted((name, start, length, data) for (name, start, data), length in longest.items()) == wanted(moments)


def test_many_events_at_one_instant_do_not_stop_the_reading(server: ActivityWatch) -> None:
    fill(server, [(WINDOW, 60, 1, {"app": f"app {place}"}) for place in range(100)])
    fill(server, a_morning(3))
    with closing(open_source(server.url)) as source:
        assert {row[3] for row in everything(source)} == {row[3] for row in wanted(a_morning(3))} | {
            f'{{"app":"app {place}"}}' for place in range(100)
        }


def test_a_running_server_is_gone_on_with(server: ActivityWatch) -> None:
    moments = a_morning()
    fill(server, moments)
    with closing(open_source(server.url)) as source:
        portions = list(source.portions(None))
        for stop in range(len(portions)):
            kept = {row for portion in portions[: stop + 1] for row in portion.rows}
            rest = {row for portion in source.portions(portions[stop].cursor) for row in portion.rows}
            assert set(wanted(moments)) <= kept | rest


def test_events_with_much_in_them_are_read_a_few_at_a_time(
    server: ActivityWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "JsonServer", partial(JsonServer, most_bytes=4000))
    moments: list[Moment] = [(WINDOW, place * 10, 5, {"app": f"{place}" * 900}) for place in range(9)]
    fill(server, moments)
    with closing(open_source(server.url)) as source:
        assert set(wanted(moments)) == set(everything(source))


@pytest.mark.parametrize(
    ("reply", "flag"),
    [
        (Reply(200, b"<html>a captive portal</html>"), ""),
        (Reply(200, b'{"status": "ok"}'), ""),
        (Reply(401, b"{}"), "closed"),
        (Reply(500, b""), ""),
    ],
)
def test_something_else_at_the_address_is_told(server: ActivityWatch, reply: Reply, flag: str) -> None:
    server.trouble = lambda _: reply
    with pytest.raises(SourceError, match="does not answer as ActivityWatch") as refused:
        open_source(server.url)
    assert refused.value.closed == (flag == "closed")


def test_nobody_at_the_address_is_told() -> None:
    with pytest.raises(SourceError, match="cannot be reached") as refused:
        open_source("http://127.0.0.1:9")
    assert refused.value.unreachable


def test_a_portion_is_no_longer_than_a_transaction_may_be() -> None:
    assert port.PORTION <= 10_000
    assert running.MOST_AT_ONCE >= 100 * port.PORTION
