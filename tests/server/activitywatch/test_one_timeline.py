"""What is pushed is part of the one timeline: labelled, by device, and no second of it twice."""

from collections.abc import Callable
from socket import gethostname
from typing import Any

import pytest

from activitywatch_api import Face, at
from server_api import Api, afk, window

Start = Callable[[Any], tuple[Face, Api]]
CODE, FILM = {"app": "Code", "title": "a.py"}, {"app": "firefox", "title": "Cats - YouTube — Mozilla Firefox"}


@pytest.fixture
def both(opened: Start) -> tuple[Face, Api]:
    return opened("all")


def push(face: Face, bucket: str, type_: str, *rows: tuple[float, float, dict[str, Any]], host: str = "!local") -> Any:
    face.make(bucket, type_, host)
    body = [{"timestamp": at(second), "duration": duration, "data": data} for second, duration, data in rows]
    return face.told("POST", f"/buckets/{bucket}/events", body)


def test_pushed_windows_are_counted_and_labelled(both: tuple[Face, Api]) -> None:
    face, api = both
    push(face, "aw-watcher-window_h", "currentwindow", (0, 600, CODE), (600, 300, FILM))
    assert api.seconds_by("app") == {"Code": 600.0, "firefox": 300.0}
    assert api.seconds_by("category") == {"Development › Coding": 600.0, "Entertainment › Video": 300.0}
    assert api.get("/buckets")["buckets"][0]["kind"] == "window"


def test_heartbeats_are_counted_as_they_come(both: tuple[Face, Api]) -> None:
    face, api = both
    face.make()
    for second in range(0, 61, 2):
        face.beat(second, CODE)
        if second == 30:
            assert api.seconds_by("app") == {"Code": 30.0}
    assert api.seconds_by("app") == {"Code": 60.0}


def test_own_and_pushed_windows_of_one_time_count_once_and_own_ones_win(both: tuple[Face, Api]) -> None:
    face, api = both
    api.send(window("2026-03-02T08:00:00Z", 600, "Code", "own"))
    push(face, "aw-watcher-window_h", "currentwindow", (0, 900, {"app": "Code", "title": "pushed"}))
    assert api.seconds_by("title") == {"own": 600.0, "pushed": 300.0}
    assert sum(api.seconds_by("app").values()) == 900.0


def test_an_import_yields_to_what_was_pushed(both: tuple[Face, Api]) -> None:
    face, api = both
    push(face, "pushed", "currentwindow", (0, 600, {"app": "P"}))
    event = {"timestamp": at(0), "duration": 900, "data": {"app": "I"}}
    bucket = {"type": "currentwindow", "client": "c", "hostname": gethostname(), "events": [event]}
    face.told("POST", "/import", {"buckets": {"imported": bucket}})
    assert api.seconds_by("app") == {"P": 600.0, "I": 300.0}


def test_own_presence_wins_over_pushed_presence(both: tuple[Face, Api]) -> None:
    face, api = both
    push(face, "aw-watcher-window_h", "currentwindow", (0, 600, CODE))
    push(face, "aw-watcher-afk_h", "afkstatus", (0, 300, {"status": "not-afk"}), (300, 300, {"status": "afk"}))
    assert api.seconds_by("app") == {"Code": 300.0}
    api.send(afk("2026-03-02T08:00:00Z", 600, "not-afk"))
    assert api.seconds_by("app") == {"Code": 600.0}


def test_pushed_pages_refine_the_window_of_their_browser(both: tuple[Face, Api]) -> None:
    face, api = both
    push(face, "aw-watcher-window_h", "currentwindow", (0, 300, FILM), (300, 300, CODE))
    page = {
        "url": "https://www.youtube.com/watch?v=1",
        "title": "Cats",
        "audible": False,
        "incognito": False,
        "tabCount": 3,
    }
    push(face, "aw-watcher-web-firefox_h", "web.tab.current", (0, 600, page))
    assert api.seconds_by("domain") == {"youtube.com": 300.0}
    assert sum(api.seconds_by("app").values()) == 600.0


def test_pushed_files_refine_their_editor(both: tuple[Face, Api]) -> None:
    face, api = both
    push(face, "aw-watcher-window_h", "currentwindow", (0, 300, CODE))
    push(
        face,
        "aw-watcher-vscode_h",
        "app.editor.activity",
        (0, 300, {"file": "/w/a.py", "project": "/w", "language": "python"}),
    )
    assert api.seconds_by("language") == {"python": 300.0}
    assert api.seconds_by("project") == {"w": 300.0}


def test_the_hosts_of_buckets_are_devices(both: tuple[Face, Api]) -> None:
    face, api = both
    push(face, "aw-watcher-window_laptop", "currentwindow", (0, 60, CODE), host="laptop")
    push(face, "aw-watcher-afk_laptop", "afkstatus", (0, 60, {"status": "not-afk"}), host="laptop")
    push(face, "aw-watcher-window_here", "currentwindow", (100, 60, CODE), host=gethostname())
    push(face, "aw-watcher-web-chrome", "web.tab.current", (100, 60, {"url": "https://a.example"}), host="unknown")
    devices = api.get("/devices")["devices"]
    assert [(device["hostname"], device["this_machine"]) for device in devices] == [
        (gethostname(), True),
        ("laptop", False),
    ]
    assert devices[1]["last_seen"] is not None
    assert api.seconds_by("device") == {gethostname(): 60.0, "laptop": 60.0}


def test_a_phones_time_yields_to_an_active_desktop(both: tuple[Face, Api]) -> None:
    face, api = both
    chat = {"app": "Chat", "package": "org.chat", "classname": "Main"}
    face.told(
        "POST",
        "/buckets/aw-watcher-android-test",
        {"client": "aw-watcher-android", "type": "currentwindow", "hostname": "Pixel"},
    )
    push(face, "aw-watcher-android-test", "currentwindow", (0, 600, chat), host="Pixel")
    api.send(window("2026-03-02T08:00:00Z", 300, "Code", "a"), afk("2026-03-02T08:00:00Z", 300, "not-afk"))
    assert api.seconds_by("app")["Code"] == 300.0
    assert 200 < api.seconds_by("app")["Chat"] <= 300


@pytest.mark.parametrize("type_", ["general.stopwatch", "window", "power", "manual", "afk", "editor", "", "x" * 100])
def test_unknown_types_are_kept_and_counted_nowhere(both: tuple[Face, Api], type_: str) -> None:
    face, api = both
    data = {"app": "A", "status": "afk", "state": "locked", "label": "l", "category": ["Work"]}
    push(face, "b", type_, (0, 600, data))
    push(face, "aw-watcher-window_h", "currentwindow", (0, 60, CODE))
    assert api.seconds_by("app") == {"Code": 60.0}
    assert [one["data"] for one in face.events("b")] == [data]
    assert face.told("GET", "/buckets/b")["type"] == type_


def test_what_is_edited_or_deleted_is_counted_anew(both: tuple[Face, Api]) -> None:
    face, api = both
    first, second = push(face, "b", "currentwindow", (0, 600, CODE), (86_400, 300, FILM))
    assert api.seconds_by("app") == {"Code": 600.0, "firefox": 300.0}
    face.told("POST", "/buckets/b/events", {"id": first["id"], "timestamp": at(60), "duration": 60, "data": FILM})
    assert api.seconds_by("app") == {"firefox": 360.0}
    face.told("DELETE", f"/buckets/b/events/{second['id']}")
    assert api.seconds_by("app") == {"firefox": 60.0}
    face.told("DELETE", "/buckets/b", force=1)
    assert api.seconds_by("app") == {}


def test_an_event_that_lasts_for_ever_is_kept_and_harms_nothing(both: tuple[Face, Api]) -> None:
    face, api = both
    event = {"timestamp": "0001-01-01T00:00:00Z", "duration": 1e11, "data": CODE}
    face.make("b")
    face.told("POST", "/buckets/b/events", [event, {**event, "timestamp": "2026-03-02T07:00:00Z"}])
    push(face, "c", "currentwindow", (0, 60, FILM))
    assert api.seconds_by("app")["firefox"] == 60.0
    assert len(face.events("b")) == 2
    assert face.told("DELETE", "/buckets/b", force=1) == {}
    assert api.seconds_by("app") == {"firefox": 60.0}


def test_open_pages_hear_of_what_is_pushed(both: tuple[Face, Api]) -> None:
    face, api = both
    face.make()
    headers = {**api.headers, "Host": "127.0.0.1:8000"}
    with face.client.websocket_connect("/api/v1/live", headers=headers) as socket:
        assert "hello" in socket.receive_json()
        face.beat(0, CODE)
        assert socket.receive_json()["changed"]["from"].startswith("2026-03-02T08:00:00")
