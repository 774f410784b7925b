import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from daywright.agent.transports import Answer, NotEnrolled, Unreachable, http
from daywright.agent.transports.badge import TokenBadge
from daywright.agent.transports.http import HttpTransport
from fakes.certificates import certificate_for, expired_certificate_for
from fakes.ingest_server import TOKEN, IngestServer, Reply, ingest_server

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
BODY = b'{"batch_id":"x","events":[]}'


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\n")
    return path


@pytest.fixture
def server() -> Iterator[IngestServer]:
    with ingest_server() as found:
        yield found


@contextmanager
def listener(serve: Callable[[socket.socket], None], times: int = 1) -> Iterator[str]:
    """A server of which the test writes every byte."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def work() -> None:
            for _ in range(times):
                try:
                    line, _ = door.accept()
                except OSError:
                    return
                with line, contextlib.suppress(OSError):  # the client may hang up
                    serve(line)

        thread = threading.Thread(target=work)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)  # wakes who waits to accept
        thread.join(10)
        assert not thread.is_alive()


def read_request(line: socket.socket) -> bytes:
    got = b""
    while not got.endswith(BODY):
        piece = line.recv(65536)
        if not piece:
            break
        got += piece
    return got


def test_it_posts_the_body_with_the_token_in_the_header_and_nowhere_else(token_file: Path) -> None:
    requests: list[bytes] = []

    def serve(line: socket.socket) -> None:
        requests.append(read_request(line))
        line.sendall(ANSWER)

    with listener(serve) as url:
        transport = HttpTransport(f"{url}/under", TokenBadge(token_file), "agent/1")
        assert transport.post(BODY) == Answer(200, {"content-type": "application/json", "content-length": "2"}, b"{}")
        transport.close()
    head, _, body = requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /under/api/v1/ingest HTTP/1.1\r\n")
    assert body == BODY
    assert f"Authorization: Bearer {TOKEN}".encode() in head
    assert requests[0].count(TOKEN.encode()) == 1


def test_a_new_token_counts_at_once(server: IngestServer, token_file: Path) -> None:
    token_file.write_text("wrong")
    transport = HttpTransport(server.url, TokenBadge(token_file), "agent/1")
    before = transport.credential()
    refused = transport.post(BODY)
    assert isinstance(refused, Answer)
    assert refused.status == 401
    token_file.write_text(TOKEN)
    assert transport.credential() != before
    accepted = transport.post(BODY)
    assert isinstance(accepted, Answer)
    assert accepted.status == 200
    transport.close()


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff"], ids=["no file", "empty", "blank", "no text"])
def test_d34_without_a_token_nothing_leaves_the_machine(
    content: bytes | None, server: IngestServer, tmp_path: Path
) -> None:
    token_file = tmp_path / "none"
    if content is not None:
        token_file.write_bytes(content)
    transport = HttpTransport(server.url, TokenBadge(token_file), "agent/1")
    outcome = transport.post(BODY)
    assert isinstance(outcome, NotEnrolled)
    assert str(token_file) in outcome.reason
    assert server.requests == []
    transport.close()


def test_one_connection_serves_many_requests(token_file: Path) -> None:
    connections = []

    def serve(line: socket.socket) -> None:
        connections.append(line)
        for _ in range(3):
            read_request(line)
            line.sendall(ANSWER)

    with listener(serve, times=5) as url:
        transport = HttpTransport(url, TokenBadge(token_file), "agent/1")
        for _ in range(3):
            assert isinstance(transport.post(BODY), Answer)
        transport.close()
        assert len(connections) == 1


def test_a_connection_the_server_closed_meanwhile_is_replaced_without_a_failure(token_file: Path) -> None:
    closed = threading.Event()

    def serve(line: socket.socket) -> None:
        read_request(line)
        line.sendall(ANSWER)
        line.shutdown(socket.SHUT_RDWR)
        closed.set()

    with listener(serve, times=2) as url:
        transport = HttpTransport(url, TokenBadge(token_file), "agent/1")
        assert isinstance(transport.post(BODY), Answer)
        assert closed.wait(10)
        assert isinstance(transport.post(BODY), Answer)
        transport.close()


@pytest.mark.parametrize("cut", range(len(ANSWER)))
def test_f27_an_answer_cut_anywhere_is_no_answer(cut: int, token_file: Path) -> None:
    def serve(line: socket.socket) -> None:
        read_request(line)
        line.sendall(ANSWER[:cut])

    with listener(serve) as url:
        transport = HttpTransport(url, TokenBadge(token_file), "agent/1")
        got = transport.post(BODY)
        transport.close()
    assert not isinstance(got, Answer) or got.body != b"{}"


@pytest.mark.parametrize("length", [0, 1, 40, 200])
def test_f27_a_reset_during_the_request_is_no_answer(length: int, token_file: Path) -> None:
    def serve(line: socket.socket) -> None:
        if length:
            line.recv(length)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    with listener(serve) as url:
        transport = HttpTransport(url, TokenBadge(token_file), "agent/1")
        assert isinstance(transport.post(BODY), Unreachable)


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        b"\n\n",
    ],
    ids=["another protocol", "TLS", "a length that is none", "nothing sensible"],
)
def test_f26_what_is_not_http_is_no_answer_that_delivers(answer: bytes, token_file: Path) -> None:
    def serve(line: socket.socket) -> None:
        read_request(line)
        line.sendall(answer)

    with listener(serve) as url:
        transport = HttpTransport(url, TokenBadge(token_file), "agent/1")
        got = transport.post(BODY)
    assert not isinstance(got, Answer) or got.body in {b"", b"{}"}


def test_nobody_listening_is_said_in_words(token_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    assert HttpTransport(f"http://127.0.0.1:{port}", TokenBadge(token_file), "a").post(BODY) == Unreachable(
        "nothing listens there"
    )


def test_f31_a_server_that_never_answers_is_left(token_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "IDLE_S", 0.05)
    release = threading.Event()

    def serve(line: socket.socket) -> None:
        del line
        release.wait(10)

    with listener(serve) as url:
        got = HttpTransport(url, TokenBadge(token_file), "agent/1").post(BODY)
        release.set()
    assert got == Unreachable("no answer in time")


def test_f31_a_server_that_dribbles_is_left_when_the_whole_takes_too_long(
    token_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "TOTAL_S", 0.2)
    done = threading.Event()

    def serve(line: socket.socket) -> None:
        read_request(line)
        for byte in ANSWER:
            line.sendall(bytes([byte]))
            if done.wait(0.02):
                return

    with listener(serve) as url:
        got = HttpTransport(url, TokenBadge(token_file), "agent/1").post(BODY)
        done.set()
    assert got == Unreachable("no answer in time")


def test_an_endless_answer_is_not_read_to_its_end(token_file: Path) -> None:
    def serve(line: socket.socket) -> None:
        read_request(line)
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
        while True:
            line.sendall(b"x" * 65536)

    with listener(serve) as url:
        got = HttpTransport(url, TokenBadge(token_file), "agent/1").post(BODY)
    assert isinstance(got, Answer)
    assert len(got.body) == 1024 * 1024


def test_hanging_up_from_another_thread_ends_a_request_under_way(token_file: Path) -> None:
    arrived, release, got = threading.Event(), threading.Event(), list[object]()

    def serve(line: socket.socket) -> None:
        read_request(line)
        arrived.set()
        release.wait(10)

    with listener(serve) as url:
        transport = HttpTransport(url, TokenBadge(token_file), "agent/1")
        asking = threading.Thread(target=lambda: got.append(transport.post(BODY)))
        asking.start()
        assert arrived.wait(10)
        transport.close()
        asking.join(5)
        release.set()
    assert not asking.is_alive()
    assert isinstance(got[0], Unreachable)


def test_f25_a_redirect_is_reported_and_not_followed(server: IngestServer, token_file: Path) -> None:
    with ingest_server() as elsewhere:
        server.trouble = lambda _: Reply(307, b"", (("Location", f"{elsewhere.url}/api/v1/ingest"),))
        transport = HttpTransport(server.url, TokenBadge(token_file), "agent/1")
        got = transport.post(BODY)
        transport.close()
        assert isinstance(got, Answer)
        assert got.status == 307
        assert elsewhere.requests == []


@contextmanager
def secure(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """An https server with a certificate of its own for `name`."""
    context, certificate = certificate_for(name, folder)

    def serve(line: socket.socket) -> None:
        with context.wrap_socket(line, server_side=True) as safe:
            read_request(safe)
            safe.sendall(ANSWER)

    with listener(serve) as url:
        yield url.replace("http://127.0.0.1", "https://localhost"), certificate


def test_a_private_authority_is_trusted_when_named(tmp_path: Path, token_file: Path) -> None:
    with secure(tmp_path, "localhost") as (url, certificate):
        transport = HttpTransport(url, TokenBadge(token_file), "agent/1", certificate)
        got = transport.post(BODY)
        transport.close()
    assert isinstance(got, Answer)
    assert got.status == 200


@pytest.mark.parametrize("variables", [{}, {"SSL_CERT_FILE": "/nonexistent"}], ids=["by name", "from a file"])
def test_the_systems_authorities_are_asked_in_both_ways_they_are_kept(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    context = http._trusting(None)
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_f33_a_certificate_nobody_vouches_for_gets_nothing(tmp_path: Path, token_file: Path) -> None:
    with secure(tmp_path, "localhost") as (url, _):
        got = HttpTransport(url, TokenBadge(token_file), "agent/1").post(BODY)
    assert got == Unreachable("no secure connection (self-signed certificate)")


def test_f33_a_certificate_for_another_name_gets_nothing(tmp_path: Path, token_file: Path) -> None:
    with secure(tmp_path, "elsewhere.example") as (url, certificate):
        got = HttpTransport(url, TokenBadge(token_file), "agent/1", certificate).post(BODY)
    assert isinstance(got, Unreachable)
    assert "Hostname mismatch" in got.reason


def test_f33_a_certificate_that_expired_gets_nothing(tmp_path: Path, token_file: Path) -> None:
    context, certificate = expired_certificate_for("localhost", tmp_path)

    def serve(line: socket.socket) -> None:
        with context.wrap_socket(line, server_side=True) as safe:
            read_request(safe)

    with listener(serve) as url:
        secure_url = url.replace("http://127.0.0.1", "https://localhost")
        got = HttpTransport(secure_url, TokenBadge(token_file), "agent/1", certificate).post(BODY)
    assert got == Unreachable("no secure connection (certificate has expired)")


def test_f34_a_certificate_that_was_replaced_is_taken_when_it_is_trusted(tmp_path: Path, token_file: Path) -> None:
    contexts = []
    trusted = tmp_path / "trusted.pem"
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        context, certificate = certificate_for("localhost", tmp_path / name)
        contexts.append(context)
        with trusted.open("a") as file:
            file.write(certificate.read_text())
    replaced = iter(contexts)

    def serve(line: socket.socket) -> None:
        with next(replaced).wrap_socket(line, server_side=True) as safe:
            read_request(safe)
            safe.sendall(ANSWER)

    with listener(serve, times=2) as url:
        transport = HttpTransport(
            url.replace("http://127.0.0.1", "https://localhost"), TokenBadge(token_file), "agent/1", trusted
        )
        outcomes = [transport.post(BODY) for _ in range(3)]
        transport.close()
    assert [one.status for one in outcomes if isinstance(one, Answer)][:1] == [200]
    assert any(isinstance(one, Answer) for one in outcomes[1:]), "the new one was taken"
