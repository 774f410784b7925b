import asyncio
import json
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from daywright.server.foundation import guard
from daywright.server.foundation.errors import Refusal, problem
from daywright.server.foundation.guard import Guard, host_names
from server_api import Api

HOSTS = host_names("127.0.0.1", 8000, ("day.example", "lan.example:9000", "proxy.example:443"))


async def _hello(scope: Scope, _receive: Receive, send: Send) -> None:
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture
def client() -> TestClient:
    return TestClient(Guard(_hello, HOSTS), base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8000",
        "localhost:8000",
        "LOCALHOST:8000",
        "[::1]:8000",
        "day.example:8000",
        "lan.example:9000",
        "proxy.example",
    ],
)
def test_known_hosts_pass(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1",
        "day.example",
        "proxy.example:8000",
        "127.0.0.1:8001",
        "localhost.:8000",
        "127.0.0.1:8000.evil.example",
        "",
    ],
)
def test_a48_other_hosts_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "host.unknown")


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:8000", "https://localhost:8000", "http://day.example:8000", "https://proxy.example"]
)
def test_own_origins_pass(client: TestClient, origin: str) -> None:
    assert client.get("/", headers={"Origin": origin}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:8001", "http://localhost", "chrome-extension://abc", ""]
)
def test_a49_foreign_origins_are_refused_for_every_method(client: TestClient, origin: str) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        answer = client.request(method, "/", headers={"Origin": origin})
        assert (answer.status_code, answer.json()["code"]) == (403, "origin.foreign")


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for answer in (client.get("/"), client.get("/", headers={"Host": "evil.example"})):
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "more", "known"),
    [
        ("2001:db8::5", (), "[2001:db8::5]:8000"),
        ("127.0.0.1", ("2001:db8::6",), "[2001:db8::6]:8000"),
        ("127.0.0.1", ("[2001:db8::7]:9000",), "[2001:db8::7]:9000"),
        ("::", ("day.example",), "day.example:8000"),
    ],
)
def test_addresses_of_ipv6_are_known_as_a_browser_writes_them(host: str, more: tuple[str, ...], known: str) -> None:
    assert known in host_names(host, 8000, more)


class Caller:
    """One request from below HTTP: what its body brings, and what comes back."""

    def __init__(self, pieces: Iterator[bytes] | None) -> None:
        self._pieces = pieces
        self.status, self.body = 0, b""

    async def receive(self) -> Message:
        if self._pieces is None:
            await asyncio.Event().wait()
            raise AssertionError("nothing ever comes")
        piece = next(self._pieces, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(self, message: Message) -> None:
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")

    async def call(self, app: Guard) -> str:
        scope = {
            "type": "http",
            "method": "PUT",
            "path": "/",
            "query_string": b"",
            "headers": [(b"host", b"[::1]:8000")],
        }
        await app(scope, self.receive, self.send)
        return f"{self.status} {json.loads(self.body)['code']}"


async def _reading(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that wants the whole body, and answers refusals as ours does."""
    try:
        await Request(scope, receive).body()
    except Refusal as refusal:
        await problem(refusal)(scope, receive, send)


def test_a37_a_body_without_end_is_refused_while_it_comes() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 65_536
            yield b"x" * 65_536

    assert asyncio.run(Caller(endless()).call(Guard(_reading, HOSTS))) == "413 body.too_large"
    assert taken < guard.BODY_BYTES + 200_000


def test_a43_a_body_that_stops_coming_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_PAUSE_S", 0.01)
    assert asyncio.run(Caller(None).call(Guard(_reading, HOSTS))) == "408 body.slow"


def test_a43_more_requests_than_can_be_served_are_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "AT_ONCE", 1)

    async def two() -> list[str]:
        go_on = asyncio.Event()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            await go_on.wait()
            await problem(Refusal(400, "served", ""))(scope, receive, send)

        app = Guard(slow, HOSTS)
        first = asyncio.create_task(Caller(iter(())).call(app))
        await asyncio.sleep(0)
        second = await Caller(iter(())).call(app)
        go_on.set()
        return [await first, second, await Caller(iter(())).call(app)]

    assert asyncio.run(two()) == ["400 served", "503 server.busy", "400 served"]


def test_a37_no_route_reads_a_body_without_end(api: Api) -> None:
    big = b'{"token":"' + b"a" * (guard.BODY_BYTES + 1) + b'"}'
    for method, path in (("POST", "/signin"), ("PUT", "/rules")):
        answer = api.client.request(method, f"/api/v1{path}", content=big, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (413, "body.too_large")
