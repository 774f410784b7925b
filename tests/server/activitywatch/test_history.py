"""What becomes of a history that is brought over: events, buckets, devices, settings; once, however often."""

import json
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from daywright.server import activitywatch, devices, events, timeline
from daywright.server.activitywatch import Brought, Tally, open_source, queries
from daywright.server.app import Store
from daywright.server.events import Rank
from daywright.server.foundation.access import Actor, Scope
from daywright.server.foundation.database import driver
from daywright.server.foundation.writer import Writer
from fakes.activitywatch_files import (
    BUCKETS,
    CLASSES,
    WEB,
    WINDOW,
    Moment,
    a_morning,
    aw_server_database,
    aw_server_rust_database,
    export_file,
)
from server_api import Api, window

FILTERS = [
    {"enabled": True, "field": "title", "pattern": "file 3", "action": "drop"},
    {"enabled": True, "field": "title", "pattern": "file 4", "action": "redact", "replacement": "something"},
]


def home_of(store: Store, folder: Path) -> activitywatch.Home:
    actor = Actor(store.owner, Scope.ADMIN, store.device, by_cookie=False)
    return activitywatch.Home(store.database, store.clock, actor, store.device, store.hash_key, folder)


@pytest.fixture
def bring(store: Store, tmp_path: Path) -> Callable[..., Brought]:
    def run(path: Path, progress: Callable[[Tally], None] = lambda _: None) -> Brought:
        with closing(open_source(str(path))) as source:
            return activitywatch.bring(source, home_of(store, tmp_path / "imports"), source.settings, progress)

    return run


def held(store: Store) -> dict[str, set[tuple[int, int, str]]]:
    """All events by bucket."""
    with store.database.reading() as session:
        connection = driver(session)
        return {
            bucket.aw_id: {
                (event.start_us, event.duration_us, event.data)
                for event in events.stored_between(connection, bucket, None, None, -1)
            }
            for bucket in events.buckets_of(connection, store.owner)
        }


def test_importing_twice_is_importing_once(store: Store, bring: Callable[..., Brought], tmp_path: Path) -> None:
    path = export_file(tmp_path / "export.json", a_morning())
    first, after_first = bring(path), held(store)
    second = bring(path)
    count = len(a_morning())
    assert (first.tally.read, first.tally.added, first.tally.known) == (count, count, 0)
    assert (second.tally.read, second.tally.added, second.tally.known) == (count, 0, count)
    assert held(store) == after_first
    assert sum(map(len, after_first.values())) == count


def test_every_kind_of_source_brings_the_same(store: Store, bring: Callable[..., Brought], tmp_path: Path) -> None:
    bring(export_file(tmp_path / "export.json", a_morning()))
    before = held(store)
    assert bring(aw_server_database(tmp_path / "aw.db", a_morning())).tally.added == 0
    assert bring(aw_server_rust_database(tmp_path / "sqlite.db", a_morning())).tally.added == 0
    assert held(store) == before


def test_time_that_was_imported_is_on_the_timeline(api: Api, bring: Callable[..., Brought], tmp_path: Path) -> None:
    bring(export_file(tmp_path / "export.json", a_morning()))
    assert api.seconds_by("app") == {"Code": 780, "Firefox": 419.5}
    assert set(api.seconds_by("domain")) == {"site.example"}, "a page refines the window of its browser"


def test_what_our_own_watchers_saw_is_believed_first(
    api: Api, store: Store, bring: Callable[..., Brought], tmp_path: Path
) -> None:
    api.send(window("2026-03-02T09:00:00Z", 600, "Own", ""))
    with store.database.reading() as session:
        here = devices.hostname_of(driver(session), store.device)
    path = export_file(tmp_path / "export.json", [(WINDOW, 0, 1200, {"app": "Theirs", "title": ""})])
    path.write_text(path.read_text().replace('"laptop"', json.dumps(here)))
    bring(path)
    assert api.seconds_by("app") == {"Own": 600, "Theirs": 600}


def test_hosts_become_devices_and_pages_belong_to_the_host_with_the_windows(
    store: Store, bring: Callable[..., Brought], tmp_path: Path
) -> None:
    bring(export_file(tmp_path / "export.json", a_morning()))
    with store.database.reading() as session:
        names = {device.id: device.name for device in devices.devices_of(session, store.owner)}
        found = {one.aw_id: (names[one.device], one.rank) for one in events.buckets_of(driver(session), store.owner)}
    assert found == dict.fromkeys(BUCKETS, ("laptop", Rank.IMPORT))


def test_an_import_that_was_interrupted_goes_on(
    store: Store, bring: Callable[..., Brought], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daywright.server.activitywatch.service.sources.export.PORTION", 10)
    path = export_file(tmp_path / "export.json", a_morning())

    def stop(tally: Tally) -> None:
        if tally.read >= 20:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        bring(path, stop)
    so_far = sum(map(len, held(store).values()))
    assert 20 <= so_far < len(a_morning())
    seen: list[int] = []
    done = bring(path, lambda tally: seen.append(tally.read))
    assert done.resumed
    assert seen[0] == so_far, "nothing was read again"
    assert (done.tally.read, done.tally.added) == (len(a_morning()), len(a_morning()))
    assert not list((tmp_path / "imports").glob("*.json"))
    assert not bring(path).resumed


def test_another_file_at_the_same_place_begins_anew(
    bring: Callable[..., Brought], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daywright.server.activitywatch.service.sources.export.PORTION", 10)
    path = export_file(tmp_path / "export.json", a_morning())

    def stop(tally: Tally) -> None:
        if tally.read >= 20:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        bring(path, stop)
    other = export_file(path, a_morning(50))
    done = bring(other)
    assert (done.resumed, done.tally.read) == (False, len(a_morning(50)))


def test_settings_are_kept_unless_they_are_set_here(
    store: Store, bring: Callable[..., Brought], tmp_path: Path
) -> None:
    theirs = {"startOfDay": "05:00", "classes": CLASSES, "x" * 200: 1, "theme": None}
    done = bring(aw_server_rust_database(tmp_path / "a.db", [], theirs))
    assert (set(done.settings), done.unusable) == ({"startOfDay", "classes"}, ("x" * 200,))
    again = bring(aw_server_rust_database(tmp_path / "b.db", [], {"startOfDay": "06:00"}))
    assert again.settings == ()
    with store.database.reading() as session:
        kept = queries.settings(driver(session), store.owner)
    assert json.loads(kept["startOfDay"]) == "05:00"


def test_privacy_filters_hold_for_history_too(store: Store, bring: Callable[..., Brought], tmp_path: Path) -> None:
    done = bring(aw_server_rust_database(tmp_path / "a.db", a_morning(), {"privacy_filters": FILTERS}))
    titles = {json.loads(data)["title"] for _, _, data in held(store)[WINDOW]}
    assert not {title for title in titles if "file 3" in title or "file 4" in title}
    assert "something" in titles
    dropped = sum(1 for name, _, _, data in a_morning() if name == WINDOW and "file 3" in str(data["title"]))
    assert done.tally.refused == {"filtered": dropped}
    assert done.tally.known == 0


def test_a_bucket_that_no_address_can_name_is_left_out_and_counted(
    store: Store, bring: Callable[..., Brought], tmp_path: Path
) -> None:
    path = export_file(tmp_path / "export.json", a_morning(3))
    path.write_text(path.read_text().replace(WEB, "a/b"))
    done = bring(path)
    assert done.tally.refused == {"bucket.refused": 1}
    assert set(held(store)) == set(BUCKETS) - {WEB}


def test_events_that_grew_since_the_last_import_become_longer(
    store: Store, bring: Callable[..., Brought], tmp_path: Path
) -> None:
    path = tmp_path / "export.json"
    bring(export_file(path, [(WINDOW, 0, 10, {"app": "Code"})]))
    assert bring(export_file(path, [(WINDOW, 0, 25, {"app": "Code"})])).tally.added == 1
    assert [length for _, length, _ in held(store)[WINDOW]] == [25_000_000]


def test_what_is_read_back_through_the_face_is_what_was_imported(
    api: Api, bring: Callable[..., Brought], tmp_path: Path
) -> None:
    moments = a_morning()
    bring(export_file(tmp_path / "export.json", moments))
    export = api.client.get("/api/0/export", headers=api.headers).json()
    again = tmp_path / "again.json"
    again.write_text(json.dumps(export))
    assert bring(again).tally.added == 0
    assert sum(len(bucket["events"]) for bucket in export["buckets"].values()) == len(moments)


def test_a_history_that_came_late_changes_the_days_that_were_built(
    api: Api, store: Store, bring: Callable[..., Brought], tmp_path: Path
) -> None:
    days: list[Moment] = [
        (WINDOW, day * 86_400 + place * 600, 599.0, {"app": f"app {place % 3}", "title": ""})
        for day in range(-20, 1)
        for place in range(90)
    ]
    before = api.seconds_by("app", "2026-02-10", "2026-03-04")
    assert before == {}
    bring(export_file(tmp_path / "export.json", days[: len(days) // 2]))
    assert sum(api.seconds_by("app", "2026-02-10", "2026-03-04").values()) > 0
    bring(export_file(tmp_path / "export.json", days))
    assert sum(api.seconds_by("app", "2026-02-10", "2026-03-04").values()) == pytest.approx(600 * len(days), rel=0.01)
    readers = timeline.Readers(Writer(store.database.connect))
    checked = list(timeline.verify(store.database, readers.days, store.owner, repair=False))
    assert len(checked) >= 21
    assert not [day for day in checked if day.differs]
