import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from daywright.agent import credentials
from daywright.agent.credentials import Credentials, CredentialsError, Key

MINE = Credentials(
    server="https://day.example",
    audience="day.example:443",
    device_id="0192f3a4-1111-7222-8333-444455556666",
    user_id="7",
    username="mira",
    key=Key("k1", bytes(range(32))),
    issued_at="2026-03-02T09:00:00Z",
    config_signing_key="AAEC",
)
SECOND = 1_000_000


def test_d08_credentials_are_a_file_of_mode_600_with_the_contract_s_fields(tmp_path: Path) -> None:
    credentials.save(tmp_path, MINE)
    path = tmp_path / "credentials.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = json.loads(path.read_text())
    assert said["api_key"] == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    names = {"device_id", "user_id", "key_id", "api_key", "audience", "issued_at", "expires_at", "config_signing_key"}
    assert names <= said.keys()


@pytest.mark.parametrize(
    "mine", [MINE, MINE.with_next(Key("k2", bytes(32))), replace(MINE, ca_file="/etc/ca.pem", expires_at="2027-…")]
)
def test_what_is_saved_is_what_is_loaded(tmp_path: Path, mine: Credentials) -> None:
    credentials.save(tmp_path, mine)
    assert credentials.load(tmp_path) == mine


def test_a57_no_key_is_shown_by_accident() -> None:
    assert "\\x01" not in repr(MINE)
    assert "AAEC" not in repr(MINE.key)


def test_a_home_that_was_never_enrolled_has_none(tmp_path: Path) -> None:
    assert credentials.load(tmp_path) is None
    assert credentials.settings_of(tmp_path) == {}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"{}", json.dumps({"server": "x", "api_key": "AAEC"}).encode(), b"\xff\xfe"],
)
def test_f50_a_damaged_file_says_how_to_repair_it(tmp_path: Path, content: bytes) -> None:
    credentials.save(tmp_path, MINE)
    (tmp_path / "credentials.json").write_bytes(content)
    with pytest.raises(CredentialsError, match="enrol this device again"):
        credentials.load(tmp_path)
    assert credentials.settings_of(tmp_path) == {}


def test_f50_a_truncated_file_is_never_half_believed(tmp_path: Path) -> None:
    credentials.save(tmp_path, MINE)
    path = tmp_path / "credentials.json"
    whole = path.read_bytes()
    for length in range(0, len(whole) - 2, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(CredentialsError):
            credentials.load(tmp_path)


def test_f48_the_same_wish_is_repeated_for_ten_minutes_and_the_device_stays_itself(tmp_path: Path) -> None:
    first = credentials.attempt(tmp_path, MINE.server, 0, "device", "one")
    again = credentials.attempt(tmp_path, MINE.server, 599 * SECOND, "other", "two")
    assert again == first
    late = credentials.attempt(tmp_path, MINE.server, 601 * SECOND, "other", "two")
    assert (late.device_uid, late.request_id) == ("device", "two")
    elsewhere = credentials.attempt(tmp_path, "https://other.example", 602 * SECOND, "other", "three")
    assert (elsewhere.device_uid, elsewhere.request_id) == ("device", "three")
    credentials.settle(tmp_path, elsewhere)
    after = credentials.attempt(tmp_path, "https://other.example", 603 * SECOND, "other", "four")
    assert (after.device_uid, after.request_id) == ("device", "four")


def test_the_next_key_takes_the_place_of_the_one_in_use() -> None:
    key = Key("k2", bytes(32))
    promoted = MINE.with_next(key).promoted("2026-06-01T00:00:00Z")
    assert (promoted.key, promoted.next, promoted.issued_at) == (key, None, "2026-06-01T00:00:00Z")
    assert MINE.promoted("later") == MINE
