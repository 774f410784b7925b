import re
from collections.abc import Callable, Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import BaseRoute
from starlette.testclient import WebSocketDenialResponse

from daywright.server import accounts, devices
from daywright.server.app import Store
from daywright.server.foundation.access import Scope
from daywright.server.foundation.errors import Refusal
from server_api import Api

WITHOUT_RULE = {"/api/v1/openapi.json"}  # describes the interface, holds nothing of anybody
OPEN_TO_ALL = {"/signin", "/api/v1/signin", "/api/v1/enroll", "/api/v1/health", "/{path:path}"}
OF_DEVICES = {"/api/v1/ingest", "/api/v1/devices/self/config", "/api/v1/devices/self/status"}


def _calls(dependant: Dependant) -> Iterator[Callable[..., object]]:
    for inner in dependant.dependencies:
        if inner.call is not None:
            yield inner.call
        yield from _calls(inner)


def _routes(routes: list[BaseRoute]) -> Iterator[BaseRoute]:
    for route in routes:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from _routes(included.routes)
        else:
            yield route


def _rules(api: Api) -> dict[str, set[str]]:
    rules: dict[str, set[str]] = {}
    for route in _routes(api.client.app.routes):  # type: ignore[attr-defined]
        path = str(getattr(route, "path", ""))
        known = route.dependant if isinstance(route, APIRoute | APIWebSocketRoute) else None
        calls = _calls(known) if known else iter(())
        rules.setdefault(path, set()).update(rule for call in calls if (rule := getattr(call, "access", None)))
    return rules


def test_a01_a_second_authorization_header_is_never_chosen_from(api: Api) -> None:
    for first, second in ((api.headers["Authorization"], "Bearer no"), ("Bearer no", api.headers["Authorization"])):
        headers = [("Authorization", first), ("Authorization", second)]
        assert api.client.get("/api/v1/me", headers=headers).status_code == 401


def test_i15_every_route_has_an_access_rule(api: Api) -> None:
    rules = _rules(api)
    assert len(rules) > 12
    assert {path for path, rule in rules.items() if not rule} == WITHOUT_RULE


def test_a53_only_the_published_list_answers_without_a_credential(api: Api) -> None:
    rules = _rules(api)
    assert {path for path, rule in rules.items() if "anyone" in rule} == OPEN_TO_ALL


@pytest.mark.parametrize(
    "path",
    ["/me", "/devices", "/buckets", "/events/recent", "/rules", "/now", "/days/2026-03-02",
     "/summary?start=2026-03-01&end=2026-03-02", "/timeline?start=2026-03-01&end=2026-03-02",
     "/activity?start=2026-03-01&end=2026-03-02", "/heatmap?start=2026-03-01&end=2026-03-02", "/calendar?year=2026",
     "/trends?start=2026-03-01&end=2026-03-02"],
)  # fmt: skip
@pytest.mark.parametrize(
    "credential", [None, "Bearer wrong", "Bearer", "Basic abc", "Bearer 0192f3a4-0000-4000-8000-000000000001"]
)
def test_nothing_of_a_person_is_told_without_a_good_token(api: Api, path: str, credential: str | None) -> None:
    headers = {"Authorization": credential} if credential else {}
    answer = api.client.get(f"/api/v1{path}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.required")


def _token(store: Store, scope: Scope) -> dict[str, str]:
    with store.database.writing() as session:
        now_us = store.clock.wall_us()
        device = devices.ensure_device(session, store.owner, "other", now_us).id if scope > Scope.READ else None
        secret = accounts.create_token(session, store.owner, scope.name, scope, device, now_us)
    return {"Authorization": f"Bearer {secret}"}


def test_a_reading_token_reads_and_does_no_more(api: Api, store: Store) -> None:
    headers = _token(store, Scope.READ)
    assert api.client.get("/api/v1/me", headers=headers).status_code == 200
    refused = api.client.put("/api/v1/rules", json={"revision": 1, "categories": [], "rules": []}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "auth.scope")


def test_a_writing_token_may_not_change_the_rules(api: Api, store: Store) -> None:
    headers = _token(store, Scope.WRITE)
    refused = api.client.put("/api/v1/rules", json={"revision": 1, "categories": [], "rules": []}, headers=headers)
    assert refused.status_code == 403


def test_a_revoked_token_is_refused_within_seconds(api: Api, store: Store, clock: object) -> None:
    headers = _token(store, Scope.READ)
    assert api.client.get("/api/v1/me", headers=headers).status_code == 200
    with store.database.writing() as session:
        accounts.revoke_token(session, store.owner, "READ", store.clock.wall_us())
    clock.pass_seconds(5)  # type: ignore[attr-defined]
    assert api.client.get("/api/v1/me", headers=headers).status_code == 401


def _cookie(api: Api) -> dict[str, str]:
    """Sign a browser in; its cookie as a header, so that the client does not send it along with everything."""
    answer = api.client.post("/api/v1/signin", json={"token": api.token})
    cookie = answer.headers["set-cookie"].partition(";")[0]
    api.client.cookies.clear()
    return {"Cookie": cookie}


def _credentials(api: Api, store: Store) -> dict[str, dict[str, str]]:
    cookie = _cookie(api)
    return {
        "nobody": {},
        "a stranger": {"Authorization": "Bearer 0192f3a4-0000-4000-8000-000000000001"},
        "two tokens": {"Authorization": f"Bearer {api.token}, Bearer {api.token}"},
        "reader": _token(store, Scope.READ),
        "writer": _token(store, Scope.WRITE),
        "owner": api.headers,
        "browser": {**cookie, "X-Daywright-Client": "web"},
        "another site": cookie,
    }


def _refused(rule: str, who: str, method: str, path: str) -> tuple[int, str] | None:
    """What a route with that rule has to answer; None when the credential is enough."""
    if rule == "anyone":
        return None
    rule = {"aw_info": "read", "aw_read": "read", "aw_write": "write", "aw_admin": "admin"}.get(rule, rule)
    if who in ("nobody", "a stranger", "two tokens"):
        return 401, "auth.required"
    if rule == "device":
        return 403, "auth.signature"
    return _short_of(rule, who, method, path)


def _short_of(rule: str, who: str, method: str, path: str) -> tuple[int, str] | None:
    if {"reader": 1, "writer": 2}.get(who, 3) < {"read": 1, "write": 2, "admin": 3}[rule]:
        return 403, "auth.scope"
    if who == "another site" and method not in ("GET", "WEBSOCKET"):
        return 403, "auth.cross_site"
    if who in ("browser", "another site") and path in OF_DEVICES:
        return 403, "auth.device"
    return None


def _operations(api: Api) -> Iterator[tuple[str, str, str]]:
    """Every method and path with its rule."""
    for route in _routes(api.client.app.routes):  # type: ignore[attr-defined]
        if isinstance(route, APIRoute | APIWebSocketRoute) and route.path not in WITHOUT_RULE:
            (rule,) = {access for call in _calls(route.dependant) if (access := getattr(call, "access", None))}
            for method in sorted(route.methods or ()) if isinstance(route, APIRoute) else ("WEBSOCKET",):
                yield method, route.path, rule


def _answer(api: Api, method: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    where = re.sub(r"\{[^}]*\}", "2026-03-02", path)
    if method == "WEBSOCKET":
        upgrade = {
            "Connection": "upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "a",
        }
        try:
            with api.client.websocket_connect(where, headers={**headers, "Host": "127.0.0.1:8000"} | upgrade):
                return 101, ""
        except Refusal as refusal:
            return refusal.status, refusal.code
        except WebSocketDenialResponse as denial:
            return denial.status_code, str(denial.json()["code"])
    body = {"token": api.token} if path == "/api/v1/signin" else {"revision": 1, "categories": [], "rules": []}
    params = {"start": "2026-03-01", "end": "2026-03-02"}
    answer = api.client.request(
        method, where, json=None if method == "GET" else body, params=params, headers=headers, follow_redirects=False
    )
    api.client.cookies.clear()
    problem = (
        answer.headers["content-type"] == "application/problem+json" if "content-type" in answer.headers else False
    )
    return answer.status_code, str(answer.json()["code"]) if problem else ""


@pytest.mark.parametrize(
    "who", ["nobody", "a stranger", "two tokens", "reader", "writer", "owner", "another site", "browser"]
)
def test_a21_a27_a28_every_route_asks_everyone_for_what_its_rule_says(api: Api, store: Store, who: str) -> None:
    credential = _credentials(api, store)[who]
    seen = 0
    for method, path, rule in sorted(_operations(api), key=lambda operation: operation[1] == "/api/v1/signout"):
        answer = _answer(api, method, path, credential)
        expected = _refused(rule, who, method, path)
        well = answer[0] not in (401, 403) or answer[1] == "bucket.force"
        assert answer == expected if expected else well, f"{who}: {method} {path} → {answer}"
        seen += 1
    assert seen > 15
