from collections.abc import Callable
from socket import gethostname
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest

from activitywatch_api import WINDOW, Face, at
from daywright.server.app import Store
from daywright.server.foundation.database import driver
from server_api import Api, window

MINE = {"client": "test", "type": "currentwindow", "hostname": "there"}


def test_the_server_introduces_itself(face: Face) -> None:
    about = face.told("GET", "/info")
    assert about["hostname"] == gethostname()
    assert about["testing"] is False
    assert about["version"].startswith("v")
    assert str(UUID(about["device_id"])) == about["device_id"] == face.told("GET", "/info")["device_id"]


@pytest.mark.parametrize("path", ["/buckets", "/buckets/"])
def test_there_are_no_buckets_at_first(face: Face, path: str) -> None:
    assert face.told("GET", path) == {}


def test_a_bucket_is_made_once_and_stays_as_it_was(face: Face) -> None:
    made = face.ask("POST", "/buckets/b", {**MINE, "data": {"k": [1]}})
    again = face.ask("POST", "/buckets/b", {**MINE, "type": "other"})
    assert (made.status_code, made.json()) == (200, {})
    assert (again.status_code, again.content) == (304, b"")
    bucket = face.told("GET", "/buckets/b")
    assert bucket == face.told("GET", "/buckets/")["b"]
    assert {name: bucket[name] for name in ("id", "type", "client", "hostname", "name", "data")} == {
        "id": "b", "type": "currentwindow", "client": "test", "hostname": "there", "name": None, "data": {"k": [1]},
    }  # fmt: skip
    assert bucket["metadata"] == {"start": None, "end": None}
    assert bucket["last_updated"] is None
    assert bucket["created"] == "2026-03-03T12:00:00+00:00"


def test_the_whole_bucket_of_another_server_may_be_posted(face: Face) -> None:
    whole = {**MINE, "id": "x", "name": None, "data": None, "metadata": None, "events": None, "last_updated": None,
             "created": "2025-01-02T03:04:05.123456789Z"}  # fmt: skip
    assert face.ask("POST", "/buckets/y", whole).status_code == 200
    assert face.told("GET", "/buckets/y")["id"] == "y"
    assert face.told("GET", "/buckets/y")["created"] == "2025-01-02T03:04:05.123456+00:00"


@pytest.mark.parametrize("name", ["ä b", "x?y#z", ".. ", "a;b", "'", "😀", "a&b=c"])
def test_any_sign_but_a_slash_may_be_in_an_id(face: Face, name: str) -> None:
    assert face.ask("POST", f"/buckets/{quote(name, safe='')}", MINE).status_code == 200
    assert list(face.told("GET", "/buckets/")) == [name]


@pytest.mark.parametrize(
    "body",
    [{}, {"client": "c", "type": "t"}, {**MINE, "type": 1}, {**MINE, "data": []}, [], 7, {**MINE, "type": "x" * 999}],
)
def test_a_bucket_without_its_members_is_refused(face: Face, body: Any) -> None:
    answer = face.client.post("/api/0/buckets/b", json=body)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_this_machine_may_be_meant_without_a_name(face: Face) -> None:
    face.make("b", hostname="!local")
    bucket = face.told("GET", "/buckets/b")
    assert bucket["hostname"] == gethostname()
    assert bucket["data"] == {"device_id": face.told("GET", "/info")["device_id"]}


def test_a_bucket_says_from_when_to_when_it_tells(face: Face) -> None:
    face.make()
    event = {"timestamp": at(0), "duration": 100, "data": {}}
    face.told("POST", f"/buckets/{WINDOW}/events", [event, {**event, "timestamp": at(10), "duration": 5}])
    for bucket in (face.told("GET", f"/buckets/{WINDOW}"), face.told("GET", "/buckets/")[WINDOW]):
        assert bucket["metadata"] == {"start": "2026-03-02T08:00:00+00:00", "end": "2026-03-02T08:01:40+00:00"}
        assert bucket["last_updated"] == "2026-03-02T08:00:15+00:00"
        assert bucket["first_seen"] == "2026-03-02T08:00:00+00:00"


def test_what_is_given_of_a_bucket_is_changed(face: Face) -> None:
    face.make("b", hostname="there")
    assert face.ask("PUT", "/buckets/b", {"client": "new", "data": {"a": 1}}).status_code == 200
    bucket = face.told("GET", "/buckets/b")
    assert (bucket["client"], bucket["type"], bucket["hostname"], bucket["data"]) == (
        "new", "currentwindow", "there", {"a": 1},
    )  # fmt: skip
    assert face.ask("PUT", "/buckets/none", {"client": "new"}).status_code == 404


def test_a_bucket_goes_with_its_events_when_that_is_meant(face: Face) -> None:
    face.make()
    face.beat(0, {"app": "a"})
    refused = face.ask("DELETE", f"/buckets/{WINDOW}")
    assert refused.status_code == 401
    assert "force" in refused.json()["message"]
    assert face.told("DELETE", f"/buckets/{WINDOW}", force=1) == {}
    assert face.told("GET", "/buckets/") == {}
    assert face.ask("DELETE", f"/buckets/{WINDOW}", force=1).status_code == 404
    face.make()
    assert face.events() == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/buckets/no"), ("DELETE", "/buckets/no"), ("GET", "/buckets/no/events"),
     ("GET", "/buckets/no/events/count"),
     ("GET", "/buckets/no/events/1"), ("DELETE", "/buckets/no/events/1"), ("GET", "/buckets/no/export"),
     ("POST", "/buckets/no/events"), ("POST", "/buckets/no/heartbeat?pulsetime=1")],
)  # fmt: skip
def test_an_unknown_bucket_is_404_with_a_message(face: Face, method: str, path: str) -> None:
    body = {"timestamp": at(0), "data": {}} if method == "POST" else None
    answer = face.ask(method, path, body)
    assert answer.status_code == 404
    assert (answer.json()["code"], bool(answer.json()["message"])) == ("bucket.unknown", True)


def test_an_unknown_address_has_a_message_too(face: Face) -> None:
    for path in ("/nothing", "/buckets/a/b/c"):
        assert face.ask("GET", path).json()["message"] == "There is nothing at this address."


def test_own_buckets_are_seen_and_kept_from_others(opened: Callable[[Any], tuple[Face, Api]], store: Store) -> None:
    _, api = opened("write")
    anyone = Face(api.client)
    api.send(window("2026-03-02T08:00:00Z", 10, "Code", "a"))
    owner = Face(api.client, api.token)
    ((name, bucket),) = owner.told("GET", "/buckets/").items()
    assert name == f"daywright-window_{gethostname()}"
    assert bucket["type"] == "currentwindow"
    event = {"timestamp": at(0), "duration": 1, "data": {"app": "x"}}
    for path in (f"/buckets/{name}/heartbeat?pulsetime=9", f"/buckets/{name}/events"):
        assert anyone.ask("POST", path, event).json()["code"] == "bucket.own"
    assert [one["data"] for one in owner.events(name)] == [{"app": "Code", "title": "a"}]
    with store.database.reading() as session:
        assert driver(session).execute("SELECT rank FROM bucket").fetchall() == [(2,)]
