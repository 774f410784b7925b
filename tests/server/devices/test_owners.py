"""Whatever an address of a device or a secret names, it is its owner's alone."""

import json
from pathlib import Path

import pytest

from daywright.server.app import Store
from daywright.server.devices import entrance, registry
from fakes.enrolled_device import EnrolledDevice
from server_api import Api

DOCUMENT = json.loads((Path(__file__).parents[3] / "web/src/api/openapi.json").read_text(encoding="utf-8"))
OF_DEVICES = [
    (method.upper(), path)
    for path, item in DOCUMENT["paths"].items()
    if "{device}" in path or "{secret}" in path
    for method in item
]
BODIES = {"PATCH": {"name": "mine"}, "PUT": {"version": 1}}


@pytest.fixture
def other(store: Store) -> dict[str, str]:
    """Another person's device and secret, by the names that addresses use."""
    with store.database.writing() as session:
        made = session.connection().exec_driver_sql(
            "INSERT INTO user (name, zone, day_start_minutes, week_start, created_us) VALUES ('b', 'UTC', 240, 1, 0)"
        )
        user = int(made.lastrowid)
        device = registry.ensure_device(session, user, "theirs", 0)
        row, _ = entrance.create(session, user, entrance.Wanted("theirs"), store.clock.wall_us(), actor="console")
        return {"device": device.uid, "secret": row.uid}


@pytest.mark.parametrize(("method", "path"), OF_DEVICES)
def test_a21_another_persons_device_or_secret_is_not_there(
    api: Api, other: dict[str, str], method: str, path: str
) -> None:
    answer = api.client.request(method, path.format(**other), json=BODIES.get(method), headers=api.headers)
    assert (answer.status_code, answer.json()["code"]) in ((404, "device.unknown"), (404, "enroll.secret_unknown"))


@pytest.mark.usefixtures("other")
def test_a21_lists_hold_ones_own_only(api: Api, device: EnrolledDevice) -> None:
    assert "theirs" not in {one["name"] for one in api.get("/devices")["devices"]}
    assert "theirs" not in {one["label"] for one in api.get("/admin/enroll-secrets")["secrets"]}
    assert device.answer["device_id"] in {one["id"] for one in api.get("/devices")["devices"]}


def test_there_are_routes_to_try() -> None:
    assert len(OF_DEVICES) > 6
