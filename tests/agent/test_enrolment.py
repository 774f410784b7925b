import json
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from daywright.agent import credentials, enrolment, remote
from daywright.agent.credentials import Credentials, Key
from daywright.agent.enrolment import Enrolled, Refused, Wish, enrol, unenrol, what_is_sent
from daywright.agent.transports import Answer, NotEnrolled, Outcome, Unreachable
from daywright.agent.transports.badge import DeviceBadge
from daywright.agent.transports.http import HttpTransport
from daywright.kit.clock import SystemClock
from daywright.wire.signing import to_text
from fakes.clock import HandClock
from fakes.device_server import SECRET, DeviceServer, device_server
from fakes.ingest_server import Reply, problem
from fakes.records import record

INGEST = b'{"batch_id":"0192f3a4-0000-7000-8000-000000000001","events":[%s]}' % record(1).body


@pytest.fixture
def server() -> Iterator[DeviceServer]:
    with device_server() as found:
        yield found


def become(home: Path, server: DeviceServer, secret: str = SECRET) -> enrolment.Result:
    numbers = count()
    uid = f"{time.monotonic_ns():012d}"[-12:]
    return enrol(
        home,
        Wish(server.url, "mira", secret),
        SystemClock(),
        lambda: f"5b6f7e2c-8d1a-4f3b-{next(numbers):04d}-{uid}",
    )


def enrolled(home: Path, server: DeviceServer) -> Credentials:
    result = become(home, server)
    assert isinstance(result, Enrolled)
    return result.credentials


def post(home: Path, server: DeviceServer, body: bytes = INGEST) -> Outcome:
    """One delivery by an agent that just started."""
    transport = line(home, server)
    outcome = transport.post(body)
    transport.close()
    return outcome


def line(home: Path, server: DeviceServer) -> HttpTransport:
    return HttpTransport(server.url, DeviceBadge(home, SystemClock()), "agent/1", pack=True)


def status(outcome: object) -> int:
    assert isinstance(outcome, Answer), outcome
    return outcome.status


def test_d33_enrolment_gives_a_device_its_id_and_key(server: DeviceServer, tmp_path: Path) -> None:
    mine = enrolled(tmp_path, server)
    assert credentials.load(tmp_path) == mine
    assert mine.device_id in server.devices
    assert mine.key.secret == server.devices[mine.device_id].keys[mine.key.key_id]


def test_d34_before_the_answer_only_the_wish_is_sent(server: DeviceServer, tmp_path: Path) -> None:
    enrolled(tmp_path, server)
    assert [call.target for call in server.calls] == ["/api/v1/enroll"]
    assert json.loads(server.calls[0].body).keys() == {
        *("enrollment_secret", "device_uid", "request_id", "username", "hostname", "platform", "agent_version")
    }


def test_what_will_be_sent_is_said_before(tmp_path: Path) -> None:
    del tmp_path
    said = what_is_sent("https://day.example", titles=False)
    assert "https://day.example" in said
    assert "titles are switched off" in said


BIG = INGEST.replace(b'"title":"1"', b'"title":"%s"' % (b"1" * 4000))


def test_every_request_of_an_enrolled_device_is_signed_and_packed(server: DeviceServer, tmp_path: Path) -> None:
    enrolled(tmp_path, server)
    transport = line(tmp_path, server)
    assert status(transport.post(INGEST)) == 200
    assert status(transport.post(BIG)) == 200
    assert "content-encoding" not in server.calls[-2].headers, "small bodies are not worth it"
    assert server.calls[-1].headers["content-encoding"] == "zstd"
    assert len(server.calls[-1].body) < len(BIG) / 4
    assert "authorization" not in server.calls[-1].headers
    nonces = [call.headers["x-nonce"] for call in server.calls[1:]]
    assert len(set(nonces)) == len(nonces)
    transport.close()


def test_where_zstd_is_not_at_hand_gzip_is_used(
    server: DeviceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daywright.kit.zstd.AVAILABLE", False)
    enrolled(tmp_path, server)
    transport = line(tmp_path, server)
    assert status(transport.post(BIG)) == 200
    assert server.calls[-1].headers["content-encoding"] == "gzip"
    transport.close()


def test_a_server_that_does_not_know_zstd_gets_gzip_from_then_on(server: DeviceServer, tmp_path: Path) -> None:
    enrolled(tmp_path, server)
    server.meets = lambda request: (
        problem(415, "body.encoding") if request.headers.get("content-encoding") == "zstd" else None
    )
    transport = line(tmp_path, server)
    assert [status(transport.post(BIG)) for _ in range(2)] == [200, 200]
    assert [call.headers["content-encoding"] for call in server.calls[1:]] == ["zstd", "gzip", "gzip"]
    assert len({call.headers["x-signature"] for call in server.calls[1:]}) == 3, "each attempt is signed as it is sent"
    transport.close()


def test_a_server_that_knows_no_packing_is_told_as_one_that_does_not_fit(server: DeviceServer, tmp_path: Path) -> None:
    enrolled(tmp_path, server)
    server.meets = lambda _: problem(415, "body.encoding")
    transport = line(tmp_path, server)
    assert status(transport.post(BIG)) == 415
    assert [call.headers["content-encoding"] for call in server.calls[1:]] == ["zstd", "gzip"]
    transport.close()


def test_a18_a_secret_that_is_not_accepted_is_told_without_saying_why(server: DeviceServer, tmp_path: Path) -> None:
    result = become(tmp_path, server, "enr1_wrong")
    assert isinstance(result, Refused)
    assert "wrong, expired, used up or revoked" in result.sentence
    assert not (tmp_path / "credentials.json").exists()


def test_f48_an_answer_that_was_lost_costs_one_use_and_makes_one_device(server: DeviceServer, tmp_path: Path) -> None:
    server.secrets[SECRET] = 1
    server.drop_answer = True
    assert isinstance(become(tmp_path, server), Unreachable)
    server.drop_answer = False
    mine = enrolled(tmp_path, server)
    assert list(server.devices) == [mine.device_id]
    assert server.secrets[SECRET] == 0
    assert status(post(tmp_path, server)) == 200


def test_f48_enrolling_again_is_the_same_device_with_another_key(server: DeviceServer, tmp_path: Path) -> None:
    first, second = enrolled(tmp_path, server), enrolled(tmp_path, server)
    assert first.device_id == second.device_id
    assert first.key != second.key
    assert status(post(tmp_path, server)) == 200


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>hotel</html>"),
        Reply(201, b"{}"),
        Reply(201, b"<html>"),
        Reply(302, b"", (("Location", "http://127.0.0.1:1/"),)),
        Reply(403, b"no"),
    ],
)
def test_f26_what_is_no_server_of_ours_enrols_nobody(server: DeviceServer, tmp_path: Path, reply: Reply) -> None:
    server.meets = lambda _: reply
    result = become(tmp_path, server)
    assert isinstance(result, Refused)
    assert not (tmp_path / "credentials.json").exists()


def test_a_server_that_is_asked_too_often_says_when(server: DeviceServer, tmp_path: Path) -> None:
    server.meets = lambda _: problem(429, "rate.limited", Retry_After="7")
    result = become(tmp_path, server)
    assert isinstance(result, Refused)
    assert "wait 7 seconds" in result.sentence


@pytest.mark.parametrize("ahead_s", [86_400, -86_400, 301])
def test_f39_a_wrong_clock_costs_one_more_request_and_no_more(
    server: DeviceServer, tmp_path: Path, ahead_s: int
) -> None:
    enrolled(tmp_path, server)
    server.clock_ahead_s = ahead_s
    transport = line(tmp_path, server)
    before = len(server.calls)
    assert status(transport.post(INGEST)) == 200
    assert len(server.calls) - before == 2
    assert status(transport.post(INGEST)) == 200
    assert len(server.calls) - before == 3, "the difference is remembered"
    transport.close()


def test_f39_a_server_that_calls_every_time_stale_is_asked_twice(server: DeviceServer, tmp_path: Path) -> None:
    enrolled(tmp_path, server)
    server.meets = lambda _: problem(401, "sig.stale", X_Server_Time="12345")
    before = len(server.calls)
    assert status(post(tmp_path, server)) == 401
    assert len(server.calls) - before == 2


@pytest.mark.parametrize("said", ["", "soon", "-5", "9" * 20, "1.5"])
def test_a_server_time_that_is_none_is_not_believed(said: str, tmp_path: Path) -> None:
    credentials.save(tmp_path, Credentials("https://x", "x:443", "d", "", "", Key("k1", bytes(32))))
    badge = DeviceBadge(tmp_path, HandClock())
    from daywright.agent.transports.badge import Outgoing

    badge.headers(Outgoing("POST", "/x", "", "", b""))
    stale = b'{"code":"sig.stale"}'
    answer = Answer(401, {"content-type": "application/problem+json", "x-server-time": said}, stale)
    assert badge.heard(answer) is False


def test_f50_a_file_others_could_read_stops_sending_and_says_the_remedy(server: DeviceServer, tmp_path: Path) -> None:
    enrolled(tmp_path, server)
    (tmp_path / "credentials.json").chmod(0o644)
    before = len(server.calls)
    transport = line(tmp_path, server)
    outcome = transport.post(INGEST)
    assert isinstance(outcome, NotEnrolled)
    assert "chmod 600" in outcome.reason
    assert len(server.calls) == before
    (tmp_path / "credentials.json").chmod(0o600)
    assert status(transport.post(INGEST)) == 200
    transport.close()


def test_d39_a_device_that_leaves_is_revoked(server: DeviceServer, tmp_path: Path) -> None:
    mine = enrolled(tmp_path, server)
    assert unenrol(tmp_path, SystemClock()) is None
    assert server.devices[mine.device_id].revoked
    assert credentials.forget(tmp_path)
    assert isinstance(post(tmp_path, server), NotEnrolled)
    assert unenrol(tmp_path, SystemClock()) is None, "there is nothing left to revoke"


def test_a_server_that_revoked_the_device_before_is_no_obstacle(server: DeviceServer, tmp_path: Path) -> None:
    mine = enrolled(tmp_path, server)
    server.devices[mine.device_id].revoked = True
    assert unenrol(tmp_path, SystemClock()) is None


def test_a_server_that_cannot_be_told_is_named(tmp_path: Path) -> None:
    with device_server() as server:
        enrolled(tmp_path, server)
    assert isinstance(unenrol(tmp_path, SystemClock()), Unreachable)


def test_f48_a_machine_told_of_another_with_its_key_becomes_a_device_of_its_own(
    server: DeviceServer, tmp_path: Path
) -> None:
    first = enrolled(tmp_path, server)
    keep_settings(tmp_path, first, 7, enrol_again=enrolment.CLONE_SUSPECTED)
    assert enrolment.told_to_enrol(tmp_path) == enrolment.CLONE_SUSPECTED
    second = enrolled(tmp_path, server)
    assert second.device_id != first.device_id
    assert enrolment.told_to_enrol(tmp_path) == "", "what the other device was told does not hold for this one"


def test_settings_of_an_earlier_enrolment_do_not_stand_in_the_way_of_new_ones(
    server: DeviceServer, tmp_path: Path
) -> None:
    first = enrolled(tmp_path, server)
    keep_settings(tmp_path, first, 7)
    held = remote.load(tmp_path / "agent")
    body = json.dumps({"device_id": "another", "version": 1}).encode()
    came = remote.Signed(body, remote.etag_of(body), to_text(server.signer.sign(body).signature))
    taken = remote.accept(held, came, device_id="another", signing_key=first.config_signing_key)
    assert (taken.body, taken.good) == (body, b"")


def keep_settings(home: Path, mine: Credentials, version: int, **said: object) -> None:
    """What the server last asked of that device, as the agent keeps it."""
    body = json.dumps({"device_id": mine.device_id, "version": version, **said}).encode()
    remote.save(home / "agent", remote.Held(good=body))
