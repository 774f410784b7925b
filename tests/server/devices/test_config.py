from typing import Any

import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from starlette.testclient import TestClient

from daywright.server.app import build, open_store
from daywright.server.foundation.settings import Settings
from daywright.wire.enrolment import DeviceConfig, config_etag
from daywright.wire.signing import from_text
from fakes.clock import HandClock
from fakes.enrolled_device import EnrolledDevice
from server_api import EXAMPLES, Api, second_device

CONFIG = "/api/v1/devices/self/config"
DAY_S = 86_400


def change(api: Api, device: EnrolledDevice, version: int, **wanted: object) -> Any:
    path = f"/api/v1/devices/{device.answer['device_id']}/config"
    return api.client.put(path, json={"version": version, **wanted}, headers=api.headers)


def asked(device: EnrolledDevice) -> DeviceConfig:
    answer = device.ask("GET", CONFIG)
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=DeviceConfig)


def _signed_by(device: EnrolledDevice, body: bytes, signature: str) -> bool:
    pinned = Ed25519PublicKey.from_public_bytes(from_text(device.answer["config_signing_key"]))
    try:
        pinned.verify(from_text(signature), body)
    except InvalidSignature:
        return False
    return True


def test_a_new_device_is_asked_nothing(device: EnrolledDevice) -> None:
    assert asked(device) == DeviceConfig(device_id=device.answer["device_id"], version=1)


def test_settings_are_signed_with_the_key_that_was_pinned(device: EnrolledDevice) -> None:
    answer = device.ask("GET", CONFIG)
    assert _signed_by(device, answer.content, answer.headers["X-Config-Signature"])
    assert not _signed_by(device, answer.content + b" ", answer.headers["X-Config-Signature"])
    assert answer.headers["ETag"] == f'"{config_etag(answer.content)}"' == f'"{device.answer["config_etag"]}"'


def test_the_key_that_signs_settings_outlives_a_restart(
    settings: Settings, device: EnrolledDevice, clock: HandClock
) -> None:
    with TestClient(build(settings, open_store(settings, clock)), base_url="http://127.0.0.1:8000") as client:
        device.client = client
        answer = device.ask("GET", CONFIG)
        assert _signed_by(device, answer.content, answer.headers["X-Config-Signature"])


def test_who_has_the_settings_already_gets_no_body(device: EnrolledDevice) -> None:
    etag = device.ask("GET", CONFIG).headers["ETag"]
    same = device.ask("GET", CONFIG, **{"If-None-Match": etag})
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
    assert device.ask("GET", CONFIG, **{"If-None-Match": '"sha256-other"'}).status_code == 200


def test_a_change_is_a_new_version_that_receipts_tell_of(api: Api, device: EnrolledDevice) -> None:
    before = device.deliver().json()["config_etag"]
    assert before == device.answer["config_etag"]
    told = change(api, device, 1, record_titles=False, exclude_apps=["b", "a", "a"], heartbeat_seconds=60)
    assert (told.status_code, told.json()["version"], told.json()["exclude_apps"]) == (200, 2, ["a", "b"])
    now = asked(device)
    assert (now.version, now.record_titles, now.heartbeat_seconds, now.batch_events) == (2, False, 60.0, None)
    after = device.deliver().json()["config_etag"]
    assert after != before
    assert device.ask("GET", CONFIG, **{"If-None-Match": f'"{after}"'}).status_code == 304


def test_the_same_wishes_again_are_no_new_version(api: Api, device: EnrolledDevice) -> None:
    change(api, device, 1, batch_events=100)
    assert change(api, device, 2, batch_events=100).json()["version"] == 2


def test_a_change_of_what_was_changed_elsewhere_is_refused(api: Api, device: EnrolledDevice) -> None:
    change(api, device, 1, batch_events=100)
    late = change(api, device, 1, batch_events=200)
    assert (late.status_code, late.json()["code"]) == (409, "config.stale")
    assert asked(device).batch_events == 100


@pytest.mark.parametrize(
    ("member", "value"),
    [("heartbeat_seconds", 4), ("heartbeat_seconds", 3601), ("batch_events", 0), ("batch_events", 1001),
     ("away_after_seconds", 5), ("screenshot_seconds", 29), ("screenshot_seconds", -1), ("exclude_apps", [""]),
     ("exclude_apps", ["a\nb"]), ("exclude_apps", ["a"] * 501), ("rotate_key", "k1"), ("signing_keys", ["a"])],
)  # fmt: skip
def test_a54_wishes_are_bounded(api: Api, device: EnrolledDevice, member: str, value: object) -> None:
    assert change(api, device, 1, **{member: value}).status_code == 400
    assert asked(device).version == 1


def test_a_receipt_of_a_token_tells_of_no_settings(api: Api) -> None:
    assert "config_etag" not in api.send()


def test_a_device_with_a_token_has_settings_as_well(api: Api) -> None:
    answer = api.client.get(CONFIG, headers=api.headers)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)


def test_a54_settings_name_the_device_they_are_for(api: Api, enrol: Any) -> None:
    mine, other = enrol(), enrol()
    change(api, other, 1, record_titles=False)
    assert (asked(mine).device_id, asked(mine).record_titles) == (mine.answer["device_id"], None)


def test_an_old_key_is_asked_for(device: EnrolledDevice, clock: HandClock) -> None:
    clock.pass_seconds(90 * DAY_S)
    assert asked(device).rotate_key is None
    clock.pass_seconds(1)
    assert (asked(device).rotate_key, asked(device).version) == (device.key_id, 2)


def test_what_a_device_tells_of_itself_is_there_to_see(api: Api, device: EnrolledDevice) -> None:
    report = (EXAMPLES / "device-report.json").read_bytes()
    sent = device.send(device.signed("POST", "/api/v1/devices/self/status", report))
    assert sent.status_code == 204
    (seen,) = (one for one in api.get("/devices")["devices"] if one["name"] == "studio")
    told = {name: seen["report"][name] for name in ("pending", "dead", "oldest", "condition", "sends")}
    assert told == {
        "pending": 12,
        "dead": 1,
        "oldest": "2026-03-02T09:00:00.000000Z",
        "condition": "ok",
        "sends": ["window", "afk", "power"],
    }
    assert seen["report"]["at"] == "2026-03-03T12:00:00.000000Z"


def test_a_program_with_a_token_tells_how_its_device_is(api: Api, store: Any) -> None:
    other = second_device(api, store)
    for waits in (3, 0):
        sent = api.client.post("/api/v1/devices/self/status", json={"pending": waits}, headers=other.headers)
        assert sent.status_code == 204
    reports = {one["name"]: one["report"] for one in api.get("/devices")["devices"]}
    assert reports["other desktop"]["pending"] == 0
    assert [name for name, report in reports.items() if report] == ["other desktop"]


@pytest.mark.parametrize("body", [b"", b"{}", b'{"pending":-1}', b'{"pending":1e400}', b'{"pending":1,"oldest":"x"}'])
def test_a37_what_is_no_report_is_malformed(api: Api, body: bytes) -> None:
    answer = api.client.post("/api/v1/devices/self/status", content=body, headers=api.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")


def test_a37_a_report_is_small(api: Api) -> None:
    answer = api.client.post("/api/v1/devices/self/status", content=b" " * 40_000, headers=api.headers)
    assert answer.status_code == 413
