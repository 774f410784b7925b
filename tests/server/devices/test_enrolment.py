import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import time_machine

from daywright.kit.clock import from_us, rfc3339
from daywright.server.app import Store
from daywright.server.foundation import audit
from daywright.wire.enrolment import EnrolAnswer, config_etag, is_enrol_secret
from fakes.clock import HandClock
from fakes.enrolled_device import EnrolledDevice, enrol_wish
from server_api import EXAMPLES, Api, window

Make = Any
ADMIN = "/api/v1/admin/enroll-secrets"


def knock(api: Api, secret: str, **more: object) -> Any:
    return api.client.post("/api/v1/enroll", json=enrol_wish(secret, **more))


def devices(api: Api) -> dict[str, Any]:
    return {device["name"]: device for device in api.get("/devices")["devices"]}


def test_a_machine_with_a_secret_becomes_a_device_and_delivers(api: Api, device: EnrolledDevice) -> None:
    receipt = device.deliver(window("2026-03-02T08:00:00Z", 60, "Code", "a"))
    assert (receipt.status_code, receipt.json()["accepted"]) == (200, 1)
    seen = devices(api)["studio"]
    assert (seen["id"], seen["state"], seen["username"]) == (device.answer["device_id"], "active", "mira")
    assert api.seconds_by("device") == {"studio": 60}


def test_the_answer_is_the_one_the_agent_reads(device: EnrolledDevice) -> None:
    answer = msgspec.convert({**device.answer, "config": msgspec.Raw(b"{}")}, EnrolAnswer)
    assert (answer.status, answer.audience, answer.expires_at) == ("active", "127.0.0.1:8000", None)


def test_the_settings_come_along_as_the_bytes_their_tag_is_of(api: Api, new_secret: Make) -> None:
    answer = msgspec.json.decode(knock(api, new_secret()).content, type=EnrolAnswer)
    assert config_etag(bytes(answer.config)) == answer.config_etag


def test_a_secret_is_shown_once_and_kept_as_its_hash(api: Api, store: Store, new_secret: Make) -> None:
    secret = new_secret()
    assert is_enrol_secret(secret)
    assert not is_enrol_secret(secret[:-8] + "A" * 8)
    assert secret not in api.client.get(ADMIN, headers=api.headers).text
    store.database.engine.dispose()
    kept = b"".join(path.read_bytes() for path in store.database.path.parent.iterdir() if path.is_file())
    assert secret.encode() not in kept
    assert secret[14:].encode() not in kept


def test_a_secret_says_how_it_stands(api: Api, new_secret: Make, clock: HandClock) -> None:
    new_secret(label="used")
    knock(api, new_secret(label="one use"))
    new_secret(label="short", expires_at=rfc3339(clock.wall_us() + 5_000_000))
    revoked = new_secret(label="revoked")
    assert api.client.delete(f"{ADMIN}/{revoked[5:13]}", headers=api.headers).status_code == 204
    clock.pass_seconds(6)
    told = {one["label"]: (one["state"], one["uses"]) for one in api.get("/admin/enroll-secrets")["secrets"]}
    assert told == {"used": ("good", 0), "one use": ("used", 1), "short": ("expired", 0), "revoked": ("revoked", 0)}


@pytest.mark.parametrize(
    ("member", "value"),
    [("label", ""), ("label", "a\nb"), ("label", "a" * 101), ("max_uses", 0), ("max_uses", 10_001), ("user", 2),
     ("expires_at", "2020-01-01T00:00:00Z"), ("expires_at", "2030-01-01T00:00:00Z"),
     ("expires_at", "2026-03-04T00:00:00")],
)  # fmt: skip
def test_a25_a_secret_is_what_the_form_says_or_nothing(api: Api, member: str, value: object) -> None:
    answer = api.client.post(ADMIN, json={"label": "a", member: value}, headers=api.headers)
    assert answer.status_code == 400
    assert api.get("/admin/enroll-secrets")["secrets"] == []


def test_a18_whatever_is_wrong_with_a_secret_the_answer_is_the_same(
    api: Api, store: Store, new_secret: Make, clock: HandClock
) -> None:
    used, expired, revoked = new_secret(), new_secret(expires_at=rfc3339(clock.wall_us() + 1_000_000)), new_secret()
    assert knock(api, used).status_code == 201
    api.client.delete(f"{ADMIN}/{revoked[5:13]}", headers=api.headers)
    clock.pass_seconds(2)
    told = [knock(api, secret) for secret in (used, expired, revoked, used[:-1] + "A", "nonsense", "", "é")]
    assert {answer.status_code for answer in told} == {401}
    problems = [{**answer.json(), "request_id": ""} for answer in told]
    assert all(problem == problems[0] for problem in problems)
    assert problems[0]["code"] == "enroll.invalid"
    assert len(devices(api)) == 2
    with store.database.reading() as session:
        noted = [entry.action for entry in session.query(audit.AuditEntry)]
    assert noted.count("enrolment refused") == 7


def test_a18_of_many_who_come_at_once_exactly_as_many_get_in_as_may(api: Api, new_secret: Make) -> None:
    secret, told, gate = new_secret(max_uses=1), [], threading.Barrier(8)

    def come() -> None:
        gate.wait(30)
        told.append(knock(api, secret).status_code)

    threads = [threading.Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told) == [201] + [401] * 7
    assert len(devices(api)) == 2


def test_a18_too_many_tries_from_one_address_are_told_to_wait(api: Api) -> None:
    with time_machine.travel("2026-03-03T12:00:01Z", tick=False) as time:
        answers = [knock(api, "guess") for _ in range(11)]
        assert [answer.status_code for answer in answers] == [401] * 10 + [429]
        assert answers[-1].json()["code"] == "rate.limited"
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
        assert answers[-1].headers["RateLimit-Remaining"] == "0"
        time.shift(timedelta(minutes=2))
        assert knock(api, "guess").status_code == 401


def test_a18_a_secret_that_is_tried_too_often_rests(api: Api, new_secret: Make, monkeypatch: Any) -> None:
    from daywright.server.devices.routes import entrance
    from daywright.server.foundation.limiting import Limit

    monkeypatch.setattr(entrance, "TRIES_OF_SECRET", Limit("few", 2, 3600))
    secret = new_secret(max_uses=5)
    assert [knock(api, secret).status_code for _ in range(3)] == [201, 201, 429]


def test_f48_the_same_wish_again_is_the_same_device_with_another_key_and_one_use(api: Api, new_secret: Make) -> None:
    secret, wish = new_secret(max_uses=2), {"device_uid": str(uuid4()), "request_id": str(uuid4())}
    first, second = knock(api, secret, **wish).json(), knock(api, secret, **wish).json()
    assert first["device_id"] == second["device_id"]
    assert first["device_key"] != second["device_key"]
    assert api.get("/admin/enroll-secrets")["secrets"][0]["uses"] == 1
    assert len(devices(api)) == 2


def test_f48_the_same_wish_works_again_although_the_secret_is_used_up(
    api: Api, store: Store, new_secret: Make, clock: HandClock
) -> None:
    secret, wish = new_secret(), {"device_uid": str(uuid4()), "request_id": str(uuid4())}
    lost = EnrolledDevice(api.client, store.clock, knock(api, secret, **wish).json())
    clock.pass_seconds(590)
    arrived = EnrolledDevice(api.client, store.clock, knock(api, secret, **wish).json())
    assert arrived.deliver().status_code == 200
    assert lost.deliver().status_code == 401
    clock.pass_seconds(601)
    assert knock(api, secret, **wish).status_code == 401


def test_f48_another_wish_does_not_ride_on_a_used_secret(api: Api, new_secret: Make) -> None:
    secret, machine = new_secret(), str(uuid4())
    assert knock(api, secret, device_uid=machine).status_code == 201
    assert knock(api, secret, device_uid=machine).status_code == 401
    assert knock(api, secret).status_code == 401


def test_f48_a_revoked_secret_answers_no_wish_again(api: Api, new_secret: Make) -> None:
    secret, wish = new_secret(), {"device_uid": str(uuid4()), "request_id": str(uuid4())}
    knock(api, secret, **wish)
    api.client.delete(f"{ADMIN}/{secret[5:13]}", headers=api.headers)
    assert knock(api, secret, **wish).status_code == 401


def test_f48_the_same_machine_later_is_the_same_device_and_its_old_key_is_void(
    api: Api, enrol: Make, clock: HandClock
) -> None:
    machine = str(uuid4())
    before = enrol(device_uid=machine)
    clock.pass_seconds(86_400)
    after = enrol(device_uid=machine)
    assert before.answer["device_id"] == after.answer["device_id"]
    assert (before.deliver().status_code, after.deliver().status_code) == (401, 200)
    assert set(devices(api)) >= {"studio"}
    assert "studio (2)" not in devices(api)


def test_two_machines_of_one_name_are_told_apart(api: Api, enrol: Make) -> None:
    enrol()
    enrol()
    assert {"studio", "studio (2)"} <= devices(api).keys()


def test_a_device_that_waits_for_approval_delivers_nothing_until_then(api: Api, enrol: Make, new_secret: Make) -> None:
    device = enrol(new_secret(require_approval=True))
    assert device.answer["status"] == "pending_approval"
    waiting = device.deliver(window("2026-03-02T08:00:00Z", 60, "Code", "a"))
    assert (waiting.status_code, waiting.json()["code"]) == (403, "enroll.pending")
    assert api.seconds_by("app") == {}
    path = f"/api/v1/devices/{device.answer['device_id']}/approve"
    assert api.client.post(path, headers=api.headers).status_code == 204
    assert device.deliver().status_code == 200


def test_a_device_that_is_not_let_in_stays_out(api: Api, enrol: Make, new_secret: Make) -> None:
    device = enrol(new_secret(require_approval=True))
    path = f"/api/v1/devices/{device.answer['device_id']}"
    assert api.client.post(f"{path}/revoke", headers=api.headers).status_code == 204
    assert device.deliver().json()["code"] == "device.revoked"
    late = api.client.post(f"{path}/approve", headers=api.headers)
    assert (late.status_code, late.json()["code"]) == (409, "device.shut_out")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"enrollment_secret":1}', (EXAMPLES / "device-report.json").read_bytes()]
)
def test_a37_what_is_no_wish_is_malformed(api: Api, body: bytes) -> None:
    answer = api.client.post("/api/v1/enroll", content=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")


def test_a37_a_wish_is_small(api: Api, new_secret: Make) -> None:
    assert knock(api, new_secret(), hostname="a" * 20_000).status_code == 413


def test_a57_no_problem_and_no_list_tells_a_secret_or_the_machines_own_name(
    api: Api, store: Store, new_secret: Make
) -> None:
    secret, machine = new_secret(), str(uuid4())
    answer = knock(api, secret, device_uid=machine).json()
    told = api.client.get("/api/v1/devices", headers=api.headers).text + knock(api, secret, device_uid=machine).text
    with store.database.reading() as session:
        told += "".join(f"{e.actor}{e.subject}{e.detail}" for e in session.query(audit.AuditEntry))
    assert not [word for word in (secret, machine, answer["device_key"]) if word in told]


def test_a71_what_was_done_is_written_down_and_a_changed_line_shows(
    api: Api, store: Store, device: EnrolledDevice
) -> None:
    api.client.post(f"/api/v1/devices/{device.answer['device_id']}/revoke", headers=api.headers)
    with store.database.writing() as session:
        entries = session.query(audit.AuditEntry).all()
        assert [entry.action for entry in entries] == ["secret created", "device enrolled", "device revoked"]
        assert audit.first_break(session) is None
        entries[1].detail = "{}"
        session.flush()
        assert audit.first_break(session) == entries[1].id


def test_the_answer_says_what_time_it_is(device: EnrolledDevice, store: Store) -> None:
    told = msgspec.convert(device.answer["server_time"], type=type(from_us(0)))
    assert told == from_us(store.clock.wall_us())
