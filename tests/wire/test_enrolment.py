import json

import msgspec
import pytest

from daywright.wire.enrolment import DeviceConfig, DeviceReport, EnrolAnswer, EnrolRequest, config_etag
from server_api import EXAMPLES

CONFIG = (EXAMPLES / "device-config.json").read_bytes().rstrip()


def test_the_golden_request_is_read_whatever_else_it_holds() -> None:
    request = msgspec.json.decode((EXAMPLES / "enrol.json").read_bytes(), type=EnrolRequest)
    assert (request.hostname, request.username) == ("studio", "mira")


def test_the_golden_settings_are_read_and_written_alike() -> None:
    config = msgspec.json.decode(CONFIG, type=DeviceConfig)
    assert (config.version, config.exclude_apps, config.record_titles) == (3, ["KeePassXC"], False)
    assert msgspec.json.encode(config) == CONFIG


def test_the_golden_report_is_read() -> None:
    report = msgspec.json.decode((EXAMPLES / "device-report.json").read_bytes(), type=DeviceReport)
    assert (report.pending, report.dead, report.sends) == (12, 1, ["window", "afk", "power"])


def test_the_tag_of_settings_is_the_hash_of_their_bytes() -> None:
    assert config_etag(b"") == "sha256-e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_settings_keep_their_bytes_on_the_way_through_the_answer() -> None:
    answer = {
        "device_id": "0192f3a4-1111-7222-8333-444455556666", "user_id": "1", "key_id": "k1", "device_key": "A",
        "audience": "127.0.0.1:8000", "config": "SETTINGS", "config_etag": config_etag(CONFIG),
        "config_signing_key": "A", "server_time": "2026-03-02T09:00:00.000000Z", "expires_at": None, "status": "active",
    }  # fmt: skip
    sent = json.dumps(answer).encode().replace(b'"SETTINGS"', CONFIG)
    assert config_etag(bytes(msgspec.json.decode(sent, type=EnrolAnswer).config)) == config_etag(CONFIG)


@pytest.mark.parametrize(
    ("member", "value"),
    [("heartbeat_seconds", 1), ("heartbeat_seconds", 3601), ("batch_events", 0), ("batch_events", 1001), ("version", 0),
     ("away_after_seconds", 29), ("screenshot_seconds", -1), ("exclude_apps", [""]), ("exclude_apps", ["a"] * 501)],
)  # fmt: skip
def test_f51_settings_out_of_bounds_are_no_settings(member: str, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps({**json.loads(CONFIG), member: value}), type=DeviceConfig)
