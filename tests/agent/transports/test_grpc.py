"""The agent's calls, against ports of which the test decides every answer."""

import hashlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import grpc
import pytest

from daywright.agent.enrolment import Enrolled, Wish, enrol
from daywright.agent.transports import Action, Answer, NotEnrolled, Outcome, Unreachable, judge
from daywright.agent.transports import grpc as transport_module
from daywright.agent.transports.badge import DeviceBadge, TokenBadge
from daywright.agent.transports.grpc import GrpcTransport
from daywright.kit.clock import SystemClock
from daywright.server.foundation.callserver import Certificate
from daywright.wire import calls, signing
from fakes.calls import call_server, listening, secured
from fakes.certificates import certificate_for, expired_certificate_for
from fakes.device_server import SECRET, DeviceServer, device_server
from fakes.ingest_server import TOKEN, UNPACK, IngestServer, problem
from fakes.records import record
from fakes.transport import MemoryTransport

BATCH_ID = bytes.fromhex("0192f3a4000070008000000000000001")
BODY = b'{"batch_id":"0192f3a4-0000-7000-8000-000000000001","events":[%s]}' % record(1).body
BIG = BODY.replace(b'"title":"1"', b'"title":"%s"' % (b"1" * 4000))
Send = Callable[[bytes, grpc.ServicerContext], bytes]
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def transports(tmp_path: Path) -> Iterator[Callable[..., GrpcTransport]]:
    token_file = tmp_path / "token"
    token_file.write_text(TOKEN)
    made: list[GrpcTransport] = []

    def make(url: str, authorities: Path | None = None, *, pack: bool = False) -> GrpcTransport:
        made.append(GrpcTransport(url, MemoryTransport(), TokenBadge(token_file), "agent/1", authorities, pack=pack))
        return made[-1]

    yield make
    for one in made:
        one.close()


def status(outcome: Outcome) -> int:
    assert isinstance(outcome, Answer), outcome
    return outcome.status


def verdict_on(outcome: Outcome) -> tuple[Action, str]:
    verdict = judge(outcome, batch_id=BATCH_ID, events=1, now_us=0)
    return verdict.action, verdict.status


def refusing(code: grpc.StatusCode, detail: str = "", **trailing: str) -> Send:
    def send(_: bytes, context: grpc.ServicerContext) -> bytes:
        context.set_trailing_metadata(tuple((name.replace("_", "-"), value) for name, value in trailing.items()))
        context.abort(code, detail)

    return send


def test_it_brings_the_body_with_the_token_and_reads_the_receipt(transports: Callable[..., GrpcTransport]) -> None:
    server = IngestServer()
    with call_server(server) as url:
        outcome = transports(url).post(BODY)
    assert verdict_on(outcome) == (Action.SETTLE, "ok")
    assert server.requests == [BODY]


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, "batch.malformed", (Action.BISECT, "event_refused")),
        (401, "auth.invalid", (Action.RETRY, "login_needed")),
        (403, "device.revoked", (Action.STOP, "device_revoked")),
        (403, "auth.scope", (Action.RETRY, "login_needed")),
        (404, "route.unknown", (Action.RETRY, "server_incompatible")),
        (409, "sig.replay", (Action.RETRY, "bad_answer")),
        (413, "body.too_large", (Action.HALVE, "batch_too_large")),
        (421, "host.unknown", (Action.RETRY, "server_incompatible")),
        (429, "rate.limited", (Action.RETRY, "server_busy")),
        (500, "server.error", (Action.RETRY, "server_error")),
        (503, "server.busy", (Action.RETRY, "server_busy")),
    ],
)
def test_f23_f24_a_refusal_is_judged_as_it_is_over_http(
    status: int, code: str, expected: tuple[Action, str], transports: Callable[..., GrpcTransport]
) -> None:
    server = IngestServer(trouble=lambda _: problem(status, code, Retry_After="7"))
    with call_server(server) as url:
        outcome = transports(url).post(BODY)
    assert verdict_on(outcome) == expected
    if expected[1] == "server_busy":
        assert judge(outcome, batch_id=BATCH_ID, events=1, now_us=0).wait_us == 7_000_000


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        *((code, (Action.RETRY, "offline")) for code in ("UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "ABORTED")),
        *((code, (Action.RETRY, "offline")) for code in ("INTERNAL", "UNKNOWN")),
        ("RESOURCE_EXHAUSTED", (Action.RETRY, "server_busy")),
        ("DATA_LOSS", (Action.RETRY, "server_error")),
        *((code, (Action.RETRY, "bad_answer")) for code in ("INVALID_ARGUMENT", "UNAUTHENTICATED", "NOT_FOUND")),
        *((code, (Action.RETRY, "bad_answer")) for code in ("PERMISSION_DENIED", "UNIMPLEMENTED", "OUT_OF_RANGE")),
        *((code, (Action.RETRY, "bad_answer")) for code in ("FAILED_PRECONDITION", "ALREADY_EXISTS")),
    ],
)
def test_f61_a_status_that_is_not_in_our_words_changes_nothing_but_the_next_try(
    code: str, expected: tuple[Action, str], transports: Callable[..., GrpcTransport]
) -> None:
    with listening(refusing(grpc.StatusCode[code], "Received message larger than max")) as url:
        outcome = transports(url).post(BODY)
    assert verdict_on(outcome) == expected


@pytest.mark.parametrize("said", ["200", "0", "abc", "²00", "99999999999999999999", ""])
def test_a_number_that_is_no_refusal_is_not_believed(said: str, transports: Callable[..., GrpcTransport]) -> None:
    def send(_: bytes, context: grpc.ServicerContext) -> bytes:
        context.set_trailing_metadata(((calls.STATUS_KEY, said if said.isascii() else "x"),))
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, "no")

    with listening(send) as url:
        assert verdict_on(transports(url).post(BODY)) == (Action.RETRY, "bad_answer")


@pytest.mark.parametrize("answer", [b"", b"\xff", b"<html>", calls.enveloped(b"{}"), calls.enveloped(b"<html>")])
def test_f26_something_else_that_says_ok_delivers_nothing(
    answer: bytes, transports: Callable[..., GrpcTransport]
) -> None:
    with listening(lambda *_: answer) as url:
        assert verdict_on(transports(url).post(BODY)) == (Action.RETRY, "bad_answer")


def test_an_endless_answer_is_not_read_to_its_end(transports: Callable[..., GrpcTransport]) -> None:
    with listening(lambda *_: b" " * 3_000_000) as url:
        assert verdict_on(transports(url).post(BODY))[0] is Action.RETRY


def test_nobody_listening_is_no_answer_and_a_server_that_comes_back_is_found_at_once(
    transports: Callable[..., GrpcTransport],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    transport = transports(f"http://127.0.0.1:{port}")
    for _ in range(5):
        assert isinstance(transport.post(BODY), Unreachable)
    with call_server(IngestServer(), port=port):
        assert status(transport.post(BODY)) == 200
    assert isinstance(transport.post(BODY), Unreachable)
    with call_server(IngestServer(), port=port):
        assert status(transport.post(BODY)) == 200


@pytest.mark.parametrize("who", ["the server", "the agent"])
def test_f29_a_call_that_either_side_ends_in_the_middle_is_no_answer(
    who: str, transports: Callable[..., GrpcTransport]
) -> None:
    arrived, release, got = threading.Event(), threading.Event(), list[Outcome]()

    def send(*_: object) -> bytes:
        arrived.set()
        release.wait(60)
        return b""

    with ExitStack() as server:
        transport = transports(server.enter_context(listening(send)))
        asking = threading.Thread(target=lambda: got.append(transport.post(BODY)))
        asking.start()
        assert arrived.wait(60)
        ending = threading.Thread(target=server.pop_all().close if who == "the server" else transport.close)
        ending.start()
        asking.join(60)
        release.set()
        ending.join(60)
    assert isinstance(got[0], Unreachable)


def test_f31_a_server_that_never_answers_is_left(
    transports: Callable[..., GrpcTransport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "total_s", lambda _: 0.2)
    release = threading.Event()

    def send(*_: object) -> bytes:
        release.wait(30)
        return b""

    with listening(send) as url:
        got = transports(url).post(BODY)
        release.set()
    assert got == Unreachable("no answer in time")


def test_f31_a_port_that_opens_and_says_nothing_is_left_long_before_the_whole_may_take(
    transports: Callable[..., GrpcTransport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "_CONNECT_MS", 200)
    with socket.create_server(("127.0.0.1", 0)) as door:
        outcome = transports(f"http://127.0.0.1:{door.getsockname()[1]}").post(BODY)
    assert isinstance(outcome, Unreachable)
    assert outcome != Unreachable("no answer in time"), "that would be the deadline of the whole"


@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", b"\0" * 64])
def test_f26_what_does_not_speak_grpc_is_no_answer(
    greeting: bytes, transports: Callable[..., GrpcTransport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "total_s", lambda _: 5.0)
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    line, _ = door.accept()
                except OSError:
                    return
                with line:
                    line.sendall(greeting)

        thread = threading.Thread(target=serve)
        thread.start()
        outcome = transports(f"http://127.0.0.1:{door.getsockname()[1]}").post(BODY)
        door.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert isinstance(outcome, Unreachable)


@pytest.mark.parametrize("content", [None, b"", b"\xff"], ids=["no file", "empty", "no text"])
def test_d34_without_a_token_nothing_leaves_the_machine(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "none").write_bytes(content)
    server = IngestServer()
    with call_server(server) as url:
        badge = TokenBadge(tmp_path / "none")
        transport = GrpcTransport(url, MemoryTransport(), badge, "agent/1", pack=False)
        assert isinstance(transport.post(BODY), NotEnrolled)
        transport.close()
    assert server.requests == []


def test_what_is_no_delivery_goes_beside(transports: Callable[..., GrpcTransport]) -> None:
    transport = transports(NOWHERE)
    transport.ask("GET", "/api/v1/devices/self/config", b"", {"If-None-Match": "x"})
    beside = transport._beside
    assert isinstance(beside, MemoryTransport)
    assert beside.asked == [("GET", "/api/v1/devices/self/config", b"", {"If-None-Match": "x"})]
    transport.close()
    assert beside.closed


# Signed and packed


class Calls:
    """Everything one enrolled device called."""

    def __init__(self, home: Path, server: DeviceServer) -> None:
        self.server = server
        found = enrol(
            home, Wish(server.url, "mira", SECRET), SystemClock(), lambda: "5b6f7e2c-8d1a-4f3b-9c0d-00000000000a"
        )
        assert isinstance(found, Enrolled)
        self.mine = found.credentials
        self.badge = DeviceBadge(home, SystemClock())
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.answers: list[Callable[[grpc.ServicerContext], None]] = []

    def send(self, message: bytes, context: grpc.ServicerContext) -> bytes:
        metadata = {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}
        body, encoding = calls.opened(message)
        self.seen.append((encoding, metadata))
        claim = signing.claimed(metadata.items())
        assert claim is not None
        request = signing.SignedRequest(
            method="GRPC",
            audience=self.mine.audience,
            path="/tracker.v1.Ingest/Send",
            query="",
            content_type="application/grpc+proto",
            content_encoding="",
            device_id=claim.device_id,
            key_id=claim.key_id,
            timestamp=claim.timestamp,
            nonce=claim.nonce,
            body_sha256=hashlib.sha256(message).hexdigest(),
        )
        assert signing.is_signed_by(self.mine.key.secret, "grpc", request, claim)
        if self.answers:
            self.answers.pop(0)(context)
        unpacked = UNPACK.get(encoding, bytes)(body)
        return calls.enveloped(json.dumps(self.server.keep(json.loads(unpacked))).encode())


@pytest.fixture
def enrolled(tmp_path: Path) -> Iterator[Calls]:
    with device_server() as server:
        yield Calls(tmp_path, server)


def post(enrolled: Calls, body: bytes) -> Outcome:
    with listening(enrolled.send) as url:
        transport = GrpcTransport(url, MemoryTransport(), enrolled.badge, "agent/1", pack=True)
        outcome = transport.post(body)
        transport.close()
    return outcome


def told(status: int, code: str, **more: str) -> Callable[[grpc.ServicerContext], None]:
    def answer(context: grpc.ServicerContext) -> None:
        pairs = ((calls.STATUS_KEY, str(status)), (calls.CODE_KEY, code))
        context.set_trailing_metadata((*pairs, *((name.replace("_", "-"), value) for name, value in more.items())))
        context.abort(grpc.StatusCode[calls.code_of(status)], "no")

    return answer


def test_an_enrolled_device_signs_each_call_for_this_channel_and_packs_it(enrolled: Calls) -> None:
    assert verdict_on(post(enrolled, BIG)) == (Action.SETTLE, "ok")
    ((encoding, metadata),) = enrolled.seen
    assert encoding == "zstd"
    assert "authorization" not in metadata


def test_a_server_that_does_not_know_zstd_gets_gzip(enrolled: Calls) -> None:
    enrolled.answers = [told(415, "body.encoding")]
    assert status(post(enrolled, BIG)) == 200
    assert [encoding for encoding, _ in enrolled.seen] == ["zstd", "gzip"]


def test_f39_a_clock_that_is_off_is_set_by_the_server_and_the_call_signed_anew(enrolled: Calls) -> None:
    ahead = str(SystemClock().wall_us() // 1_000_000 + 5000)
    enrolled.answers = [told(401, "sig.stale", x_server_time=ahead)]
    assert status(post(enrolled, BODY)) == 200
    first, second = (int(metadata["x-timestamp"]) for _, metadata in enrolled.seen)
    assert second - first >= 4990
    assert len({metadata["x-nonce"] for _, metadata in enrolled.seen}) == 2


# TLS


@pytest.fixture
def trusted(tmp_path: Path) -> Path:
    """A folder with a certificate for localhost."""
    folder = tmp_path / "trusted"
    folder.mkdir()
    certificate_for("localhost", folder)
    return folder


def test_a_private_authority_is_trusted_when_named(trusted: Path, transports: Callable[..., GrpcTransport]) -> None:
    with call_server(IngestServer(), secured(trusted), "localhost") as url:
        assert status(transports(url, trusted / "cert.pem").post(BODY)) == 200


def test_f33_a_certificate_nobody_vouches_for_gets_nothing(
    trusted: Path, transports: Callable[..., GrpcTransport]
) -> None:
    server = IngestServer()
    with call_server(server, secured(trusted), "localhost") as url:
        assert isinstance(transports(url).post(BODY), Unreachable)
    assert server.requests == []


def test_f33_a_certificate_for_another_name_gets_nothing(
    tmp_path: Path, transports: Callable[..., GrpcTransport]
) -> None:
    server = IngestServer()
    certificate_for("elsewhere.example", tmp_path)
    with call_server(server, secured(tmp_path), "localhost") as url:
        assert isinstance(transports(url, tmp_path / "cert.pem").post(BODY), Unreachable)
    assert server.requests == []


def test_f33_a_certificate_that_expired_gets_nothing(tmp_path: Path, transports: Callable[..., GrpcTransport]) -> None:
    server = IngestServer()
    _, certificate = expired_certificate_for("localhost", tmp_path)
    credentials = grpc.ssl_server_credentials([((tmp_path / "old-key.pem").read_bytes(), certificate.read_bytes())])
    with call_server(server, credentials, "localhost") as url:
        assert isinstance(transports(url, certificate).post(BODY), Unreachable)
    assert server.requests == []


def test_a69_a_server_without_tls_gets_nothing_that_was_meant_for_one_with_it(
    transports: Callable[..., GrpcTransport],
) -> None:
    server = IngestServer()
    with call_server(server) as url:
        assert isinstance(transports(url.replace("http://127.0.0.1", "https://localhost")).post(BODY), Unreachable)
    assert server.requests == []


def test_f34_a_certificate_that_was_replaced_is_taken_when_it_is_trusted(
    trusted: Path, tmp_path: Path, transports: Callable[..., GrpcTransport]
) -> None:
    certificate = Certificate(trusted / "cert.pem", trusted / "key.pem")
    credentials = grpc.dynamic_ssl_server_credentials(
        certificate.read(),
        certificate.again,  # type: ignore[arg-type]  # None, "as before", is left out of its types
    )
    before, fresh = tmp_path / "before.pem", tmp_path / "fresh"
    before.write_bytes((trusted / "cert.pem").read_bytes())
    fresh.mkdir()
    certificate_for("localhost", fresh)
    with call_server(IngestServer(), credentials, "localhost") as url:
        assert status(transports(url, before).post(BODY)) == 200
        (fresh / "cert.pem").replace(trusted / "cert.pem")
        assert status(transports(url, before).post(BODY)) == 200, "half of a change is none"
        (fresh / "key.pem").replace(trusted / "key.pem")
        assert status(transports(url, trusted / "cert.pem").post(BODY)) == 200
        assert isinstance(transports(url, before).post(BODY), Unreachable)


@pytest.mark.parametrize("variables", [{}, {"SSL_CERT_FILE": "/nonexistent"}], ids=["kept here", "kept nowhere"])
def test_what_the_system_trusts_is_read_and_the_named_authority_besides(
    variables: dict[str, str], trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    named = (trusted / "cert.pem").read_bytes()
    found = transport_module._trusted(trusted / "cert.pem")
    assert found is not None
    assert found.endswith(named)
    if variables:
        assert transport_module._trusted(None) is None


def test_authorities_that_cannot_be_read_are_no_reason_to_break(transports: Callable[..., GrpcTransport]) -> None:
    assert isinstance(transports("https://localhost:9", Path("/nonexistent.pem")).post(BODY), Unreachable)


def test_without_grpc_it_says_what_to_install(
    transports: Callable[..., GrpcTransport], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "grpc", None)
    outcome = transports(NOWHERE).post(BODY)
    assert isinstance(outcome, Unreachable)
    assert "daywright[grpc]" in outcome.reason


def test_grpc_is_loaded_by_the_first_delivery_and_not_before() -> None:
    script = (
        "import sys, daywright.agent.transports.grpc as g, daywright.agent.transports.fallback\n"
        "from daywright.agent.transports.badge import NoBadge\n"
        "g.GrpcTransport('http://127.0.0.1:9', None, NoBadge(), 'a', pack=False)\n"
        "assert 'grpc' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
