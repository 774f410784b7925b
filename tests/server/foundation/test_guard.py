import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from daywright.server.foundation.guard import Guard, host_names

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
