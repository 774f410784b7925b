"""A server may ask for less. What is not signed, not newer, out of bounds or too much is not taken."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from daywright.agent import config, remote
from daywright.agent.config import Settings
from daywright.agent.remote import ConfigRefusedError, Held, Signed, accept, begun, confirm, narrowed, overreach, read
from daywright.wire.signing import to_text

DEVICE = "0192f3a4-1111-7222-8333-444455556666"
SIGNER = SigningKey(bytes(32))
PINNED = to_text(bytes(SIGNER.verify_key))


def body(version: int = 1, **said: object) -> bytes:
    return json.dumps({"device_id": DEVICE, "version": version, **said}).encode()


def signed(content: bytes, signer: SigningKey = SIGNER) -> Signed:
    return Signed(content, remote.etag_of(content), to_text(signer.sign(content).signature))


def taken(held: Held, content: bytes) -> Held:
    return accept(held, signed(content), device_id=DEVICE, signing_key=PINNED)


def allowed(tmp_path: Path, *flags: str) -> Settings:
    return config.load(["--home", str(tmp_path), "--server", "http://127.0.0.1:1", *flags], {})


def test_signed_settings_become_the_candidate_and_then_the_good_ones() -> None:
    held = taken(Held(), body(record_titles=False))
    assert (held.body, held.good) == (body(record_titles=False), b"")
    assert confirm(held).good == held.body
    assert held.etag == remote.etag_of(held.body)


@pytest.mark.parametrize(
    ("came", "reason"),
    [
        (signed(body(2), SigningKey(bytes([1] * 32))), "signature"),
        (Signed(body(2), remote.etag_of(body(2)), ""), "signature"),
        (Signed(body(2), remote.etag_of(body(2)), "no base64!"), "signature"),
        (Signed(body(2), remote.etag_of(body(3)), signed(body(2)).signature), "tag"),
        (Signed(body(3), remote.etag_of(body(3)), signed(body(2)).signature), "signature"),
        (signed(body(1)), "not above 1"),
        (signed(b"{"), "no JSON"),
        (signed(b"[]"), "not for this device"),
        (signed(body(2, device_id="another")), "not for this device"),
        (signed(body(0)), "no version"),
        (signed(body(version=True)), "no version"),
        (signed(body(2, heartbeat_seconds=1)), "heartbeat_seconds is out of bounds"),
        (signed(body(2, heartbeat_seconds="soon")), "heartbeat_seconds is out of bounds"),
        (signed(body(2, away_after_seconds=1e9)), "away_after_seconds is out of bounds"),
        (signed(body(2, batch_events=0)), "batch_events is out of bounds"),
        (signed(body(2, screenshot_seconds=1)), "screenshot_seconds is out of bounds"),
        (signed(body(2, exclude_apps="all")), "list"),
        (signed(body(2, exclude_apps=["x"] * 501)), "list"),
        (signed(body(2, record_titles="no")), "record_titles"),
    ],
)
def test_f51_a54_anything_else_is_refused_with_the_reason(came: Signed, reason: str) -> None:
    held = confirm(taken(Held(), body(1, record_titles=False)))
    with pytest.raises(ConfigRefusedError, match=reason):
        accept(held, came, device_id=DEVICE, signing_key=PINNED)


@given(st.binary(max_size=200))
def test_f51_no_bytes_at_all_make_it_fail_otherwise(content: bytes) -> None:
    with pytest.raises(ConfigRefusedError):
        read(content, DEVICE)


def test_a_new_signing_key_is_believed_when_an_old_one_announced_it() -> None:
    successor = SigningKey(bytes([2] * 32))
    held = taken(Held(), body(1, signing_keys=[to_text(bytes(successor.verify_key))]))
    later = accept(held, signed(body(2), successor), device_id=DEVICE, signing_key=PINNED)
    assert later.body == body(2)


def test_the_key_of_the_enrolment_is_believed_no_longer_once_others_were_announced() -> None:
    successor = SigningKey(bytes([2] * 32))
    both = [PINNED, to_text(bytes(successor.verify_key))]
    held = taken(Held(), body(1, signing_keys=both))
    held = taken(held, body(2))
    held = accept(held, signed(body(3, signing_keys=both[1:]), successor), device_id=DEVICE, signing_key=PINNED)
    with pytest.raises(ConfigRefusedError, match="signature"):
        taken(held, body(4))
    assert accept(held, signed(body(4), successor), device_id=DEVICE, signing_key=PINNED).body == body(4)


def test_a_new_enrolment_counts_more_than_what_was_announced_before_it() -> None:
    held = taken(Held(), body(1, signing_keys=[PINNED]))
    another = SigningKey(bytes([3] * 32))
    told = to_text(bytes(another.verify_key))
    assert accept(held, signed(body(2), another), device_id=DEVICE, signing_key=told).body == body(2)


def test_f51_two_ends_with_a_candidate_bring_the_last_good_one_back() -> None:
    good = confirm(taken(Held(), body(1, heartbeat_seconds=30)))
    held = begun(taken(good, body(2, heartbeat_seconds=40)))
    assert held.body == body(2, heartbeat_seconds=40)
    held = begun(held)
    assert held.body == body(1, heartbeat_seconds=30)
    assert "ended 2 times" in held.refused
    assert held.etag == remote.etag_of(body(2, heartbeat_seconds=40)), "it is not fetched again"
    assert begun(held) == held


def test_a_server_gets_whichever_asks_for_less(tmp_path: Path) -> None:
    mine = allowed(tmp_path, "--exclude-apps", "Signal", "--heartbeat", "10")
    wanted = read(
        body(heartbeat_seconds=30, away_after_seconds=60, exclude_apps=["Bank", "Signal"], record_titles=False), DEVICE
    )
    less = narrowed(mine, wanted)
    assert (less.heartbeat, less.away_after) == (timedelta(seconds=30), timedelta(seconds=60))
    assert less.exclude_apps == ("Signal", "Bank")
    assert less.record_titles is False
    assert narrowed(mine, None) == mine


def test_a54_a_server_cannot_switch_on_what_was_switched_off(tmp_path: Path) -> None:
    mine = allowed(tmp_path, "--record-titles", "no", "--exclude-apps", "Signal", "--heartbeat", "60")
    greedy = read(
        body(record_titles=True, exclude_apps=[], heartbeat_seconds=5, away_after_seconds=3600, screenshot_seconds=60),
        DEVICE,
    )
    assert narrowed(mine, greedy) == mine
    assert overreach(mine, greedy) == "not allowed here: record_titles, screenshot_seconds"
    assert overreach(mine, read(body(record_titles=False), DEVICE)) == ""


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "heartbeat_seconds": st.floats(5, 3600),
            "away_after_seconds": st.floats(30, 3600),
            "exclude_apps": st.lists(st.text(min_size=1), max_size=5),
            "record_titles": st.booleans(),
        },
    )
)
def test_a54_the_law_nothing_a_server_says_widens_what_is_recorded(said: dict[str, object]) -> None:
    mine = config.load(["--home", "/nowhere", "--server", "http://127.0.0.1:1"], {})
    less = narrowed(mine, read(body(1, **said), DEVICE))
    assert set(mine.exclude_apps) <= set(less.exclude_apps)
    assert less.record_titles <= mine.record_titles
    assert less.heartbeat >= mine.heartbeat
    assert (less.server, less.token_file, less.authorities) == (mine.server, mine.token_file, mine.authorities)


def test_what_is_kept_is_what_is_loaded(tmp_path: Path) -> None:
    assert remote.load(tmp_path) == Held()
    held = remote.refuse(taken(confirm(taken(Held(), body(1))), body(2, signing_keys=["a"])), "tag", "why")
    remote.save(tmp_path, held)
    assert remote.load(tmp_path) == held
    (tmp_path / remote.NAME).write_bytes(b"{")
    assert remote.load(tmp_path) == Held()
