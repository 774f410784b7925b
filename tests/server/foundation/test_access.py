from collections.abc import Callable, Iterator

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import BaseRoute

from daywright.server import accounts, devices
from daywright.server.app import Store
from daywright.server.foundation.access import Scope
from server_api import Api

WITHOUT_RULE = {"/api/v1/openapi.json"}  # describes the interface, holds nothing of anybody
OPEN_TO_ALL = {"/signin", "/api/v1/signin", "/api/v1/health", "/{path:path}"}


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
