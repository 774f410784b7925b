"""What the agent relies on, held against the fake server and the real one alike, over HTTP and over gRPC."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from daywright.agent.batcher import Batcher
from daywright.agent.sender import Pace, Sender, Snapshot
from daywright.agent.transports import Action, Answer, Transport, Verdict, judge
from daywright.agent.transports.badge import TokenBadge
from daywright.agent.transports.grpc import GrpcTransport
from daywright.agent.wal import Wal
from daywright.kit.ids import uuid7
from daywright.server.app import build, ensure_owner_token, open_store
from daywright.server.foundation.settings import Settings
from fakes.calls import call_server, taking_calls
from fakes.clock import HandClock
from fakes.ingest_server import TOKEN, IngestServer
from fakes.records import record
from fakes.transport import answer

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


class FakeServer:
    """The fake, without its network."""

    def __init__(self) -> None:
        self.server = IngestServer()
        self.token = TOKEN

    def post(self, body: bytes) -> Answer:
        return answer(self.server.answer(body, f"Bearer {self.token}"))

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        raise NotImplementedError

    def credential(self) -> object:
        return self.token

    def close(self) -> None:
        pass


class RealServer:
    """The real one in this process."""

    def __init__(self, client: TestClient, token: str) -> None:
        self._client = client
        self.token = token

    def post(self, body: bytes) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        said = self._client.post("/api/v1/ingest", content=body, headers=headers)
        return Answer(said.status_code, {name.lower(): value for name, value in said.headers.items()}, said.content)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        raise NotImplementedError

    def credential(self) -> object:
        return self.token

    def close(self) -> None:
        pass


class Called(GrpcTransport):
    """Either of them, called by the agent's own transport."""

    def __init__(self, url: str, file: Path, token: str) -> None:
        super().__init__(url, FakeServer(), TokenBadge(file), "agent/1", pack=True)
        self._file = file
        self.token = token

    @property
    def token(self) -> str:
        return self._file.read_text()

    @token.setter
    def token(self, token: str) -> None:
        self._file.write_text(token)


@pytest.fixture(params=["fake", "real", "fake over gRPC", "real over gRPC"])
def server(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FakeServer | RealServer | Called]:
    if request.param == "fake":
        yield FakeServer()
        return
    if request.param == "fake over gRPC":
        with call_server(IngestServer()) as url:
            yield from closed(Called(url, tmp_path / "token", TOKEN))
        return
    monkeypatch.chdir(tmp_path)  # no settings of this machine
    for name in ("DAYWRIGHT_HOME", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    settings = Settings(home=tmp_path / "home", port=8000)
    store = open_store(settings, HandClock(NOW))
    token = ensure_owner_token(store, settings.home)
    with TestClient(build(settings, store), base_url="http://127.0.0.1:8000") as client:
        if request.param == "real":
            yield RealServer(client, token)
            return
        with taking_calls(client) as url:
            yield from closed(Called(url, tmp_path / "token", token))


def closed(called: Called) -> Iterator[Called]:
    yield called
    called.close()


def deliver(server: Transport, *events: bytes) -> Verdict:
    batch_id = uuid7(0)
    wal: Wal = None  # type: ignore[assignment]  # a request needs no log
    body = Batcher(wal, HandClock(NOW), "agent/1").request(batch_id, HandClock(NOW).wall_us(), events)
    return judge(server.post(body), batch_id=batch_id, events=len(events), now_us=0)


def counts(verdict: Verdict) -> tuple[int, int, int]:
    """Accepted, duplicate, rejected."""
    assert verdict.receipt is not None, verdict
    return verdict.receipt.accepted, verdict.receipt.duplicate, len(verdict.receipt.rejected)


def test_a_delivery_is_confirmed_event_by_event(server: Transport) -> None:
    assert counts(deliver(server, record(1).body, record(2, "afk").body)) == (2, 0, 0)


def test_i2_the_same_again_is_confirmed_as_known(server: Transport) -> None:
    deliver(server, record(1).body)
    assert counts(deliver(server, record(1).body, record(2).body)) == (1, 1, 0)


def test_a_longer_duration_wins_and_a_shorter_one_is_known(server: Transport) -> None:
    longer = record(1).body.replace(b'"duration":1.0', b'"duration":60.5')
    assert counts(deliver(server, record(1).body)) == (1, 0, 0)
    assert counts(deliver(server, longer)) == (1, 0, 0)
    assert counts(deliver(server, record(1).body)) == (0, 1, 0)


def test_an_event_that_just_began_is_taken(server: Transport) -> None:
    assert counts(deliver(server, record(1).body.replace(b'"duration":1.0', b'"duration":0.0'))) == (1, 0, 0)


def test_the_longest_event_the_agent_makes_is_taken(server: Transport) -> None:
    assert counts(deliver(server, record(-50_000).body.replace(b'"duration":1.0', b'"duration":43200.0'))) == (1, 0, 0)


def test_a_refused_token_is_told_in_our_words(server: FakeServer | RealServer | Called) -> None:
    server.token = "9c5c1d1e-0000-4000-8000-000000000000"
    verdict = deliver(server, record(1).body)
    assert (verdict.action, verdict.status) == (Action.RETRY, "login_needed")
    assert verdict.code


def test_everything_that_waits_arrives(server: Transport, tmp_path: Path) -> None:
    clock = HandClock(NOW)
    wal = Wal(tmp_path / "agent", clock)
    wal.append([record(number) for number in range(1200)])
    sender = Sender(
        wal,
        Batcher(wal, clock, "agent/1"),
        server,
        clock=clock,
        random=lambda: 0.0,
        pace=Pace(1, 1, 1),
        snapshot=lambda: Snapshot(1, 1, (record(5000).body,)),
    )
    sender.step()
    counters = wal.counters()
    assert (counters["acked"], counters["pending"], counters["dead"]) == (1200, 0, 0)
    assert sender.gauge.status == "ok"
    wal.close()
