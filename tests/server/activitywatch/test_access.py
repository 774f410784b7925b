"""Who gets in under `/api/0`: with and without a token, from here and from elsewhere, by whatever name and origin."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from activitywatch_api import HERE, WINDOW, Face, at
from daywright.server import accounts, devices
from daywright.server.activitywatch.service.access import is_extension
from daywright.server.app import Store, build
from daywright.server.foundation.access import Scope
from daywright.server.foundation.settings import Settings
from server_api import Api

Start = Callable[[Any], tuple[Face, Api]]
EVENT = {"timestamp": at(0), "data": {"app": "a"}}
BUCKET = {"client": "c", "type": "currentwindow", "hostname": "h"}
FIREFOX = "moz-extension://0a1b2c3d-0000-4000-8000-000000000001"
CHROME = "chrome-extension://nglaklhklhcoonedhgnpgddginnjdadi"

Asked = list[tuple[str, str, Any]]
WRITES: Asked = [
    ("GET", "/info", None),
    ("POST", f"/buckets/{WINDOW}", BUCKET),
    ("POST", f"/buckets/{WINDOW}/heartbeat?pulsetime=5", EVENT),
    ("POST", f"/buckets/{WINDOW}/events", [EVENT]),
]
ALL_ELSE: Asked = [
    ("POST", f"/buckets/{WINDOW}/events", [{**EVENT, "id": 1}]),
    ("GET", "/buckets/", None),
    ("GET", f"/buckets/{WINDOW}", None),
    ("GET", f"/buckets/{WINDOW}/events", None),
    ("GET", f"/buckets/{WINDOW}/events/count", None),
    ("GET", f"/buckets/{WINDOW}/events/1", None),
    ("GET", f"/buckets/{WINDOW}/export", None),
    ("GET", "/export", None),
    ("GET", "/settings", None),
    ("POST", "/query/", {"timeperiods": [], "query": ["RETURN = 1;"]}),
    ("GET", "/settings/k", None),
    ("POST", "/settings/k", 1),
    ("DELETE", "/settings/k", None),
    ("POST", "/import", {"buckets": {}}),
    ("PUT", f"/buckets/{WINDOW}", {}),
    ("DELETE", f"/buckets/{WINDOW}/events/1", None),
    ("DELETE", f"/buckets/{WINDOW}?force=1", None),
]


def _refused(face: Face, asked: Asked) -> list[str]:
    answers = [(method, path, face.ask(method, path, body).status_code) for method, path, body in asked]
    return [f"{method} {path}" for method, path, status in answers if status in (401, 403)]


def _names(asked: Asked) -> list[str]:
    return [f"{method} {path}" for method, path, _ in asked]


def test_a22_by_default_programs_here_may_report_without_a_token_and_nothing_else(opened: Start) -> None:
    face, _ = opened("write")
    assert _refused(face, WRITES) == []
    assert _refused(face, ALL_ELSE) == _names(ALL_ELSE)


def test_where_all_is_open_programs_here_may_do_everything(opened: Start) -> None:
    face, _ = opened("all")
    assert _refused(face, [*WRITES, *ALL_ELSE]) == []


def test_where_all_is_closed_everything_needs_a_token(opened: Start) -> None:
    face, api = opened("off")
    assert _refused(face, [*WRITES, *ALL_ELSE]) == _names([*WRITES, *ALL_ELSE])
    assert face.ask("GET", "/info").json()["message"]
    assert _refused(Face(api.client, api.token), [*WRITES, *ALL_ELSE]) == []


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        (("192.168.1.7", 50_000), {}),
        (("2001:db8::7", 50_000), {}),
        (HERE, {"X-Forwarded-For": "203.0.113.9"}),
        (HERE, {"Forwarded": "for=203.0.113.9"}),
        (HERE, {"Via": "1.1 proxy"}),
        (HERE, {"Host": "day.example:8000"}),
    ],
)
def test_a23_from_elsewhere_a_token_is_needed_whatever_is_open(
    settings: Settings, store: Store, client: tuple[str, int], headers: dict[str, str]
) -> None:
    wanted = settings.model_copy(update={"activitywatch_open": "all", "allowed_hosts": ("day.example",)})
    with TestClient(build(wanted, store), base_url="http://127.0.0.1:8000", client=client) as http:
        assert _refused(Face(http, **headers), [*WRITES, *ALL_ELSE]) == _names([*WRITES, *ALL_ELSE])


def _token(store: Store, scope: Scope) -> str:
    with store.database.writing() as session:
        now_us = store.clock.wall_us()
        device = devices.ensure_device(session, store.owner, "other", now_us).id if scope > Scope.READ else None
        return accounts.create_token(session, store.owner, scope.name, scope, device, now_us)


def test_a_token_that_reads_reads_and_one_that_writes_reports(opened: Start, store: Store) -> None:
    _, api = opened("off")
    Face(api.client, api.token).make()
    readable = [asked for asked in ALL_ELSE if asked[0] == "GET" or asked[1] == "/query/"]
    reader, writer = (Face(api.client, _token(store, scope)) for scope in (Scope.READ, Scope.WRITE))
    changes = [asked for asked in ALL_ELSE if asked not in readable]
    assert _refused(reader, [WRITES[0], *readable]) == []
    assert _refused(reader, [*WRITES[1:], *changes]) == _names([*WRITES[1:], *changes])
    assert _refused(writer, [*WRITES, *readable]) == []
    assert _refused(writer, changes) == _names(changes)


def test_a_wrong_token_on_this_machine_is_no_reason_to_lose_a_heartbeat(opened: Start) -> None:
    _, api = opened("write")
    assert _refused(Face(api.client, "0192f3a4-0000-4000-8000-000000000001"), WRITES) == []


def test_a_writing_tokens_device_is_the_buckets(opened: Start, store: Store) -> None:
    _, api = opened("off")
    writer = Face(api.client, _token(store, Scope.WRITE))
    writer.make("b", hostname="unknown")
    writer.make("c", hostname="other")
    names = [device["name"] for device in api.get("/devices")["devices"]]
    assert len(names) == 2
    assert names[1] == "other"


# Host and Origin


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "", "127.0.0.1.evil.example:8000", "[::2]:5600"])
def test_a48_another_host_is_400_here(face: Face, host: str) -> None:
    answer = face.client.get("/api/0/info", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"], bool(answer.json()["message"])) == (400, "host.unknown", True)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:5600", "LOCALHOST", "127.0.0.1", "[::1]:8000", "[::1]"])
def test_this_machine_is_known_by_any_port(face: Face, host: str) -> None:
    assert face.client.get("/api/0/info", headers={"Host": host}).status_code == 200


FOREIGN = [
    "http://evil.example", "null", "", "http://127.0.0.1:8001", "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://", "moz-extension://a/b", "https://moz-extension.example", f"{FIREFOX}.evil",
]  # fmt: skip


@pytest.mark.parametrize("origin", FOREIGN)
def test_a49_a_foreign_origin_is_refused_for_every_method_and_gets_no_cors_header(face: Face, origin: str) -> None:
    for method in ("GET", "POST", "OPTIONS", "DELETE", "PUT"):
        answer = face.client.request(method, "/api/0/info", headers={"Origin": origin})
        assert (answer.status_code, answer.json()["code"]) == (403, "origin.foreign")
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("origin", [FIREFOX, CHROME, "http://127.0.0.1:8000", "http://localhost:8000"])
def test_a_preflight_of_who_may_come_in_is_answered(face: Face, origin: str) -> None:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = face.client.options(f"/api/0/buckets/{WINDOW}/heartbeat", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["vary"] == "Origin"
    assert answer.headers["access-control-allow-headers"] == "content-type"
    assert {"GET", "POST", "DELETE"} <= set(answer.headers["access-control-allow-methods"].split(", "))


@pytest.mark.parametrize("origin", [FIREFOX, CHROME])
@pytest.mark.parametrize("level", ["write", "all"])
def test_an_extension_writes_to_its_web_bucket_and_does_nothing_else(opened: Start, origin: str, level: str) -> None:
    _, api = opened(level)
    extension = Face(api.client, Origin=origin)
    mine = "aw-watcher-web-firefox_h"
    web = {**BUCKET, "type": "web.tab.current"}
    page = {
        "timestamp": at(0),
        "data": {"url": "https://a.example", "title": "A", "audible": False, "incognito": False},
    }
    allowed = [
        ("GET", "/info", None),
        ("POST", f"/buckets/{mine}", web),
        ("POST", f"/buckets/{mine}/heartbeat?pulsetime=80", page),
    ]
    assert _refused(extension, allowed) == []
    answer = extension.ask("GET", "/info")
    assert (answer.headers["access-control-allow-origin"], answer.headers["vary"]) == (origin, "Origin")
    others = [*WRITES[1:], ("POST", f"/buckets/{mine}2", BUCKET), *ALL_ELSE]
    assert _refused(extension, others) == _names(others)
    with_token = Face(api.client, api.token, Origin=origin)
    assert _refused(with_token, others) == _names(others)


def test_no_origin_gets_a_star(face: Face) -> None:
    answer = face.ask("GET", "/info")
    assert "access-control-allow-origin" not in answer.headers


def test_only_these_are_extensions_that_may_come_in() -> None:
    assert all(map(is_extension, (FIREFOX, CHROME)))
    assert not any(map(is_extension, FOREIGN))


def test_the_rest_of_the_server_knows_no_extension(face: Face) -> None:
    answer = face.client.get("/api/v1/health", headers={"Origin": FIREFOX})
    assert (answer.status_code, answer.json()["code"]) == (403, "origin.foreign")
    assert "message" not in answer.json()
