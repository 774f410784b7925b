"""Deliveries over gRPC to the real server: let in, refused, bounded as over HTTP, in the same words."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.server.devices.service import signatures
from daywright.server.foundation.calls import address
from daywright.server.foundation.callserver import MOST_BYTES, CallServer, Certificate, CertificateError
from daywright.server.foundation.limiting import Limit
from daywright.wire import calls, signing
from fakes.calls import Said, call, line, taking_calls
from fakes.certificates import certificate_for
from fakes.enrolled_device import EnrolledDevice
from fakes.packing import zstd
from server_api import Api, window

EVENT = window("2026-03-02T08:00:00Z", 5, "Code", "a")
PACK: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gzip": gzip.compress, "zstd": zstd.compress}


def batch(*events: dict[str, object]) -> bytes:
    return json.dumps({"batch_id": str(uuid4()), "events": events}).encode()


def signed(device: EnrolledDevice, message: bytes, channel: signing.Channel = "grpc") -> list[tuple[str, str]]:
    device.channel = channel
    request = device.signed(calls.SIGNED_METHOD, calls.PATH, message, kind=calls.CONTENT_TYPE)
    return [(name.lower(), value) for name, value in request.headers if name != "Content-Type"]


@dataclass
class Caller:
    channel: grpc.Channel
    device: EnrolledDevice
    token: str

    def deliver(self, body: bytes, encoding: str = "") -> Said:
        message = calls.enveloped(body, encoding)
        return call(self.channel, message, signed(self.device, message))

    def with_token(self, message: bytes) -> Said:
        return call(self.channel, message, [("authorization", f"Bearer {self.token}")])


@pytest.fixture
def caller(api: Api, device: EnrolledDevice) -> Iterator[Caller]:
    with taking_calls(api.client) as url, line(url) as channel:
        yield Caller(channel, device, api.token)


@pytest.mark.parametrize("encoding", PACK)
def test_a_device_delivers_signed_and_packed(caller: Caller, api: Api, encoding: str) -> None:
    said = caller.deliver(PACK[encoding](batch(EVENT)), encoding)
    assert said.code == "OK"
    receipt = json.loads(said.body)
    assert (receipt["accepted"], receipt["rejected"]) == (1, [])
    assert receipt["config_etag"].startswith("sha256-")
    assert api.seconds_by("app") == {"Code": 5}


def test_a_token_is_as_good_as_over_http(caller: Caller) -> None:
    assert json.loads(caller.with_token(calls.enveloped(batch(EVENT))).body)["accepted"] == 1
    caller.token = "9c5c1d1e-0000-4000-8000-000000000000"
    assert caller.with_token(calls.enveloped(batch())).told == ("UNAUTHENTICATED", "401", "auth.required")


def test_i2_what_came_over_http_is_known_over_grpc_and_the_other_way(caller: Caller) -> None:
    body, later = batch(EVENT), batch({**EVENT, "start": "2026-03-02T09:00:00Z"})
    caller.device.channel = "http"
    assert caller.device.ask("POST", "/api/v1/ingest", json.loads(body)).json()["accepted"] == 1
    assert json.loads(caller.deliver(body).body)["duplicate"] == 1
    assert json.loads(caller.deliver(later).body)["accepted"] == 1
    caller.device.channel = "http"
    assert caller.device.ask("POST", "/api/v1/ingest", json.loads(later)).json()["duplicate"] == 1


def test_one_bad_event_does_not_fail_the_call(caller: Caller) -> None:
    receipt = json.loads(caller.deliver(batch(EVENT, {**EVENT, "duration": -1})).body)
    assert receipt["rejected"] == [{"index": 1, "code": "duration.invalid", "retryable": False}]


def test_a06_what_was_signed_for_http_is_worthless_here_and_the_other_way(caller: Caller) -> None:
    message = calls.enveloped(batch(EVENT))
    assert call(caller.channel, message, signed(caller.device, message, "http")).told == (
        "UNAUTHENTICATED",
        "401",
        "sig.invalid",
    )
    body = batch(EVENT)
    caller.device.channel = "grpc"
    answer = caller.device.ask("POST", "/api/v1/ingest", json.loads(body))
    assert (answer.status_code, answer.json()["code"]) == (401, "sig.invalid")


def test_a06_a_http_request_that_was_signed_is_no_call(caller: Caller) -> None:
    body = batch(EVENT)
    caller.device.channel = "http"
    request = caller.device.signed("POST", "/api/v1/ingest", body)
    headers = [(name.lower(), value) for name, value in request.headers if name != "Content-Type"]
    assert call(caller.channel, calls.enveloped(body), headers).told == ("UNAUTHENTICATED", "401", "sig.invalid")


@pytest.mark.parametrize("name", signing.HEADERS)
def test_a01_metadata_of_another_shape_are_malformed(caller: Caller, name: str) -> None:
    message = calls.enveloped(batch(EVENT))
    good = signed(caller.device, message)
    others = [(known, value) for known, value in good if known != name.lower()]
    (value,) = (value for known, value in good if known == name.lower())
    for bent in (others, [*good, (name.lower(), value)], [*others, (name.lower(), "")]):
        assert call(caller.channel, message, bent).told == ("INVALID_ARGUMENT", "400", "sig.malformed")
    assert call(caller.channel, message, good).code == "OK"


def test_a02_a_message_that_was_tampered_with_is_refused(caller: Caller) -> None:
    body = batch(EVENT)
    message = calls.enveloped(body)
    for bent in (calls.enveloped(body + b" "), calls.enveloped(body, "identity"), message + b"\x18\x01"):
        said = call(caller.channel, bent, signed(caller.device, message))
        assert said.told == ("UNAUTHENTICATED", "401", "sig.invalid")


def test_a03_a_clock_that_is_off_is_told_the_servers_time(caller: Caller) -> None:
    caller.device.skew_s = -301
    said = caller.deliver(batch(EVENT))
    assert said.told == ("UNAUTHENTICATED", "401", "sig.stale")
    assert said.trailing["x-server-time"] == str(caller.device.clock.wall_us() // 1_000_000)


def test_a04_a_call_works_once(caller: Caller) -> None:
    message = calls.enveloped(batch(EVENT))
    metadata = signed(caller.device, message)
    assert call(caller.channel, message, metadata).code == "OK"
    assert call(caller.channel, message, metadata).told == ("ABORTED", "409", "sig.replay")


def test_a20_a_revoked_device_is_refused_on_the_line_it_has_open(caller: Caller, api: Api) -> None:
    assert caller.deliver(batch(EVENT)).code == "OK"
    (mine,) = [one["id"] for one in api.get("/devices")["devices"] if one["enrolled"]]
    answer = api.client.post(f"/api/v1/devices/{mine}/revoke", headers=api.headers)
    assert answer.status_code < 300, answer.text
    assert caller.deliver(batch()).told == ("PERMISSION_DENIED", "403", "device.revoked")


def test_whoever_comes_too_often_is_told_when_to_come_again(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signatures, "REQUESTS", Limit("few", 1, 3600))
    assert caller.deliver(batch()).code == "OK"
    said = caller.deliver(batch())
    assert said.told == ("RESOURCE_EXHAUSTED", "429", "rate.limited")
    assert int(str(said.trailing["retry-after"])) > 0


def test_without_a_credential_nobody_gets_in(caller: Caller) -> None:
    assert call(caller.channel, calls.enveloped(batch()), []).told == ("UNAUTHENTICATED", "401", "auth.required")


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a12_a_bomb_is_stopped(caller: Caller, encoding: str) -> None:
    bomb = PACK[encoding](b" " * 50_000_000)
    assert caller.deliver(bomb, encoding).told == ("RESOURCE_EXHAUSTED", "413", "body.too_large")


def test_a12_a_message_too_large_hears_it_in_our_words_and_a_huge_one_from_grpc(caller: Caller) -> None:
    large, huge = calls.enveloped(b" " * (signatures.MOST_BYTES + 1)), calls.enveloped(b" " * MOST_BYTES)
    assert call(caller.channel, large, signed(caller.device, large)).told == (
        "RESOURCE_EXHAUSTED",
        "413",
        "body.too_large",
    )
    assert call(caller.channel, huge, signed(caller.device, huge)).told == ("RESOURCE_EXHAUSTED", "", "")
    assert caller.deliver(batch(EVENT)).code == "OK"


def test_a12_what_grpc_itself_has_packed_is_refused(caller: Caller) -> None:
    message = calls.enveloped(batch(EVENT))
    send: grpc.UnaryUnaryMultiCallable[bytes, bytes] = caller.channel.unary_unary(calls.PATH)
    with pytest.raises(grpc.RpcError) as refused:
        send(
            message,
            metadata=tuple(signed(caller.device, message)),
            compression=grpc.Compression.Gzip,
            timeout=30,
            wait_for_ready=True,
        )
    assert refused.value.code() in (grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.INTERNAL)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (b"", ("INVALID_ARGUMENT", "400", "batch.malformed")),
        (b"\xff\xff\xff", ("INVALID_ARGUMENT", "400", "batch.malformed")),
        (calls.enveloped(b"[]"), ("INVALID_ARGUMENT", "400", "batch.malformed")),
        (calls.enveloped(b"no gzip", "gzip"), ("INVALID_ARGUMENT", "400", "body.encoding")),
        (calls.enveloped(b"{}", "br"), ("UNIMPLEMENTED", "415", "body.encoding")),
    ],
)
def test_a_malformed_call_is_refused_in_our_words(caller: Caller, message: bytes, told: tuple[str, str, str]) -> None:
    assert caller.with_token(message).told == told


def test_there_is_one_call_and_no_other(caller: Caller) -> None:
    for path in ("/tracker.v1.Ingest/Read", "/tracker.v2.Ingest/Send", "/api/v1/ingest"):
        assert call(caller.channel, b"", [], path=path).told == ("UNIMPLEMENTED", "", "")


def test_what_breaks_is_told_without_its_cause(caller: Caller, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(api.client.app.state.writer, "submit", broken)  # type: ignore[attr-defined]
    said = caller.deliver(batch(EVENT))
    assert said.told == ("DATA_LOSS", "500", "server.error")
    assert "secret" not in said.detail


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("ipv4:192.0.2.7:5000", ("192.0.2.7", 5000)),
        ("ipv6:[2001:db8::7]:5000", ("2001:db8::7", 5000)),
        ("ipv6:%5B2001:db8::7%5D:5000", ("2001:db8::7", 5000)),
        ("unix:/run/x", None),
        ("", None),
    ],
)
def test_limits_count_by_where_a_call_comes_from(peer: str, expected: tuple[str, int] | None) -> None:
    assert address(peer) == expected


@given(st.text(max_size=40))
def test_a_peer_of_any_form_breaks_nothing(peer: str) -> None:
    address(peer)


def test_a_port_in_use_is_an_error(api: Api) -> None:
    with taking_calls(api.client) as url:
        second = CallServer(api.client.app, "127.0.0.1:8000")
        with pytest.raises(OSError, match="cannot listen"):
            second.bind("127.0.0.1", int(url.rpartition(":")[2]), None)
        second.stop()


def test_a_certificate_that_cannot_be_used_is_explained(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    certificate_for("localhost", tmp_path / "a")
    certificate_for("localhost", tmp_path / "b")
    with pytest.raises(CertificateError, match="do not belong together"):
        Certificate(tmp_path / "a" / "cert.pem", tmp_path / "b" / "key.pem").read()
    with pytest.raises(CertificateError, match="cannot be read"):
        Certificate(tmp_path / "none.pem", tmp_path / "b" / "key.pem").read()
    (tmp_path / "a" / "key.pem").chmod(0o644)
    with pytest.raises(CertificateError, match="chmod 600"):
        Certificate(tmp_path / "a" / "cert.pem", tmp_path / "a" / "key.pem").read()
