from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daywright.server.app import Store
from daywright.server.devices import entrance
from daywright.server.devices.routes import entrance as entrance_routes
from daywright.server.foundation.limiting import Limit
from fakes.clock import HandClock
from fakes.enrolled_device import EnrolledDevice
from server_api import Api

KEYS = "/api/v1/devices/self/keys"
DAY_S = 86_400


def states(store: Store) -> list[str]:
    with store.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT state FROM device_key ORDER BY id")
        return [str(state) for (state,) in rows]


def next_key(device: EnrolledDevice) -> tuple[str, str]:
    made = device.ask("POST", KEYS)
    assert made.status_code == 201, made.text
    return made.json()["key_id"], made.json()["device_key"]


def works(device: EnrolledDevice, kept: tuple[str, bytes]) -> bool:
    device.key_id, device.key = kept
    return device.ask("GET", "/api/v1/devices/self/config").status_code == 200


def test_the_next_key_takes_over_when_it_is_first_used(device: EnrolledDevice, store: Store) -> None:
    made = next_key(device)
    assert states(store) == ["active", "next"]
    assert device.deliver().status_code == 200
    assert states(store) == ["active", "next"]
    device.use(*made)
    assert device.deliver().status_code == 200
    assert states(store) == ["grace", "active"]


def test_the_old_key_is_good_for_a_day_more(device: EnrolledDevice, clock: HandClock) -> None:
    device.use(*next_key(device))
    device.deliver()
    old, new = device.kept
    clock.pass_seconds(DAY_S - 1)
    assert works(device, old)
    clock.pass_seconds(1)
    assert not works(device, old)
    assert works(device, new)


def test_a_lost_answer_is_asked_for_again_and_the_lost_key_is_void(device: EnrolledDevice, store: Store) -> None:
    lost, arrived = next_key(device), next_key(device)
    assert states(store) == ["active", "next"]
    device.use(*lost)
    assert device.deliver().status_code == 401
    device.use(*arrived)
    assert device.deliver().status_code == 200


def test_a_key_that_was_replaced_makes_no_new_one(device: EnrolledDevice) -> None:
    device.use(*next_key(device))
    device.deliver()
    device.key_id, device.key = device.kept[0]
    refused = device.ask("POST", KEYS)
    assert (refused.status_code, refused.json()["code"]) == (403, "key.not_active")


def test_the_owner_asks_for_another_key_and_sees_when_it_is_there(api: Api, device: EnrolledDevice) -> None:
    path = f"/api/v1/devices/{device.answer['device_id']}/rotate"
    assert api.client.post(path, headers=api.headers).status_code == 204
    asked = device.ask("GET", "/api/v1/devices/self/config").json()
    assert (asked["rotate_key"], asked["version"]) == (device.key_id, 2)

    def waits() -> bool:
        (seen,) = (one for one in api.get("/devices")["devices"] if one["name"] == "studio")
        return bool(seen["rotation_asked"])

    assert waits()
    device.use(*next_key(device))
    device.deliver()
    assert not waits()


def test_a_device_with_a_token_has_no_key_to_replace(api: Api) -> None:
    (mine,) = api.get("/devices")["devices"]
    refused = api.client.post(f"/api/v1/devices/{mine['id']}/rotate", headers=api.headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "device.not_enrolled")


STEPS = st.lists(st.sampled_from(["ask", "ask, answer lost", "use newest", "use oldest", "hour", "day"]), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_f49_whatever_is_lost_on_the_way_two_keys_are_good_at_most_and_one_always_works(
    enrol: Any, store: Store, clock: HandClock, monkeypatch: pytest.MonkeyPatch, steps: list[str]
) -> None:
    monkeypatch.setattr(entrance_routes, "TRIES", Limit("many", 10_000, 60))
    # A device keeps the key in use, and beside it the next one as soon as that has arrived.
    device = enrol(_secret(store))
    held = [device.kept[0]]
    for step in steps:
        match step:
            case "ask" | "ask, answer lost":
                assert works(device, held[-1])
                held = held[-1:]
                made = next_key(device)
                if step == "ask":
                    device.use(*made)
                    held.append(device.kept[-1])
            case "use newest":
                assert works(device, held[-1])
            case "use oldest":
                works(device, held[0])
            case _:
                clock.pass_seconds(DAY_S if step == "day" else 3600)
        assert _good(store, device) <= 2
    assert works(device, held[-1])


def _good(store: Store, device: EnrolledDevice) -> int:
    asked = """SELECT count(*) FROM device_key JOIN device ON device.id = device_key.device
        WHERE device.uid = ? AND (until_us IS NULL OR until_us > ?)"""
    with store.database.reading() as session:
        answer = session.connection().exec_driver_sql(asked, (device.answer["device_id"], store.clock.wall_us()))
        return int(answer.scalar_one())


def _secret(store: Store) -> str:
    with store.database.writing() as session:
        wanted = entrance.Wanted("one more")
        return entrance.create(session, store.owner, wanted, store.clock.wall_us(), actor="console")[1]
