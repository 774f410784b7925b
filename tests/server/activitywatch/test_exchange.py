import json
from collections.abc import Callable
from typing import Any

import pytest

from activitywatch_api import WINDOW, Face, at
from server_api import Api

JSON, FORM = "application/json", "multipart/form-data"
EVENTS = f"/buckets/{WINDOW}/events"
Start = Callable[[Any], tuple[Face, Api]]


def _fill(face: Face) -> None:
    face.make()
    face.make("stop/watch".replace("/", "-"), "general.stopwatch", "phone")
    face.beat(0, {"app": "A", "title": 'a "quoted" ä'})
    face.beat(3, {"app": "A", "title": 'a "quoted" ä'})
    face.beat(9, {"app": "B"})
    face.told("POST", "/buckets/stop-watch/events", {"timestamp": at(0), "duration": 1.5, "data": {"label": "x"}})


def _contents(exported: Any) -> Any:
    return {
        name: ({key: bucket[key] for key in ("id", "type", "client", "hostname", "created")}, bucket["events"])
        for name, bucket in exported["buckets"].items()
    }


def test_a_bucket_is_exported_with_its_events_and_a_name_for_the_file(face: Face) -> None:
    _fill(face)
    answer = face.ask("GET", f"/buckets/{WINDOW}/export")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == f"attachment; filename=aw-bucket-export_{WINDOW}.json"
    (bucket,) = answer.json()["buckets"].values()
    assert bucket["id"] == WINDOW
    assert bucket["events"] == [
        {"timestamp": "2026-03-02T08:00:09+00:00", "duration": 0.0, "data": {"app": "B"}},
        {"timestamp": "2026-03-02T08:00:00+00:00", "duration": 3.0, "data": {"app": "A", "title": 'a "quoted" ä'}},
    ]


def test_a_bucket_with_an_odd_id_is_exported_too(face: Face) -> None:
    face.make("ä%0A%22x")
    answer = face.ask("GET", "/buckets/ä%0A%22x/export")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == "attachment; filename=aw-bucket-export_%C3%A4%0A%22x.json"


def test_all_that_was_exported_can_be_imported_elsewhere_and_twice_is_once(face: Face) -> None:
    _fill(face)
    answer = face.ask("GET", "/export")
    assert answer.headers["content-disposition"] == "attachment; filename=aw-buckets-export.json"
    for name in (WINDOW, "stop-watch"):
        face.told("DELETE", f"/buckets/{name}", force=1)
    for _ in range(2):
        assert face.told("POST", "/import", answer.json()) == {"buckets": 2, "events": 3, "skipped": 0}
        assert _contents(face.told("GET", "/export")) == _contents(answer.json())


@pytest.mark.parametrize("names", [["buckets.json"], ["buckets"], ["a", "b"]])
def test_an_import_may_be_a_form_with_files(face: Face, names: list[str]) -> None:
    files = [
        (
            name,
            (f"{name}.json", json.dumps({"buckets": {f"{name}-bucket": _bucket(at(0))}}).encode(), "application/json"),
        )
        for name in names
    ]
    answer = face.client.post("/api/0/import", files=files)
    assert (answer.status_code, answer.json()["events"]) == (200, len(names))
    assert set(face.told("GET", "/buckets/")) == {f"{name}-bucket" for name in names}


def _bucket(*starts: str) -> dict[str, Any]:
    events = [{"id": 1, "timestamp": start, "duration": 1, "data": {"a": 1}} for start in starts]
    return {"id": "x", "type": "t", "client": "c", "hostname": "h", "created": "2020-01-01T00:00:00Z", "events": events}


def test_an_import_merges_and_its_numbers_mean_nothing(face: Face) -> None:
    _fill(face)
    before = face.events()
    wanted = {"buckets": {WINDOW: _bucket(at(0)), "new": _bucket(at(0), "not a time", at(5))}}
    assert face.told("POST", "/import", wanted) == {"buckets": 2, "events": 3, "skipped": 1}
    assert [one for one in face.events() if one["data"] != {"a": 1}] == before
    assert face.told("GET", "/buckets/new")["created"] == "2020-01-01T00:00:00+00:00"
    assert face.told("GET", "/buckets/new/events/count") == 2


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [(b"{", JSON, 400), (b"[]", JSON, 400), (b'{"buckets":{"a/b":{}}}', JSON, 400), (b"{}", "text/plain", 415),
     (b"", "", 415), (b"x", FORM, 415), (b"x", f"{FORM}; boundary=b", 400),
     (b"--b\r\n\r\n[]\r\n--b--", f"{FORM}; boundary=b", 400)],
)  # fmt: skip
def test_what_is_no_export_is_refused(face: Face, content: bytes, kind: str, status: int) -> None:
    answer = face.client.post("/api/0/import", content=content, headers={"Content-Type": kind})
    assert (answer.status_code, bool(answer.json()["message"])) == (status, True)


# Settings


def test_a_setting_is_any_json_and_comes_back_as_it_was(face: Face) -> None:
    classes = [{"id": 0, "name": ["Work", "ä"], "rule": {"type": None}}]
    values = {"startOfDay": "04:00", "classes": classes, "off": False, "none": 0, "empty": "", "list": []}
    for key, value in values.items():
        assert face.told("POST", f"/settings/{key}", value) == value
        assert face.told("GET", f"/settings/{key}") == value
    assert face.told("GET", "/settings") == face.told("GET", "/settings/") == values


def test_null_and_delete_take_a_setting_away(face: Face) -> None:
    for key in ("a", "b"):
        face.told("POST", f"/settings/{key}", 1)
    assert (
        face.client.post("/api/0/settings/a", content=b"null", headers={"Content-Type": "application/json"}).json()
        is None
    )
    face.told("DELETE", "/settings/b")
    assert face.told("GET", "/settings") == {}
    assert face.told("GET", "/settings/a") is None


@pytest.mark.parametrize("path", ["/settings", "/settings/", f"/settings/{'k' * 128}"])
def test_a_setting_needs_a_key_that_is_not_too_long(face: Face, path: str) -> None:
    answer = face.ask("POST", path, 1)
    assert (answer.status_code, bool(answer.json()["message"])) == (400, True)


# Privacy filters


RULES: list[dict[str, Any]] = [
    {"enabled": True, "field": "title", "pattern": "(?i)bank", "action": "drop"},
    {
        "enabled": True,
        "bucket_prefix": "aw-watcher-window",
        "field": "page.url",
        "pattern": "secret",
        "action": "redact",
    },
    {"field": "app", "pattern": "^Diary$", "action": "redact", "replacement": "…"},
    {"enabled": False, "field": "app", "pattern": ".", "action": "drop"},
]


def test_privacy_filters_act_before_anything_is_stored(face: Face) -> None:
    face.make()
    face.make("other", "x")
    face.told("POST", "/settings/privacy_filters", RULES)
    dropped = face.beat(0, {"app": "A", "title": "My Bank"})
    assert dropped["id"] is None
    assert face.beat(1, {"app": "A", "page": {"url": "a/secret", "n": 1}})["data"] == {
        "app": "A", "page": {"url": "REDACTED", "n": 1},
    }  # fmt: skip
    many = [
        {"timestamp": at(9), "data": {"title": "bank"}},
        {"timestamp": at(9), "data": {"app": "Diary", "title": "x"}},
    ]
    (kept,) = face.told("POST", EVENTS, many)
    assert kept["data"] == {"app": "…", "title": "x"}
    event = {"timestamp": at(20), "data": {"page": {"url": "secret"}}}
    assert face.told("POST", "/buckets/other/heartbeat", event, pulsetime=1)["data"] == event["data"]
    assert face.told("GET", f"{EVENTS}/count") == 2
    face.told("DELETE", "/settings/privacy_filters")
    assert face.beat(30, {"title": "bank"})["id"] is not None


def test_an_imported_event_is_filtered_too(face: Face) -> None:
    face.told("POST", "/settings/privacy_filters", RULES)
    bucket = _bucket()
    bucket["events"] = [{"timestamp": at(0), "data": {"title": "bank"}}, {"timestamp": at(0), "data": {"title": "x"}}]
    assert face.told("POST", "/import", {"buckets": {"b": bucket}})["events"] == 1


@pytest.mark.parametrize(
    "rules",
    ["x", [1], [{}], [{**RULES[0], "pattern": "("}], [{**RULES[0], "pattern": "(?=x)"}], [{**RULES[0], "action": "x"}]],
)
def test_filters_that_cannot_be_used_are_not_kept(face: Face, rules: Any) -> None:
    face.told("POST", "/settings/privacy_filters", RULES)
    answer = face.ask("POST", "/settings/privacy_filters", rules)
    assert (answer.status_code, answer.json()["code"]) == (400, "filters.unusable")
    assert face.told("GET", "/settings/privacy_filters") == RULES
