"""What a network and a broken server do to deliveries. Sockets are real; waiting is done by a clock turned by hand.

The ledger is the list of what the log said it accepted; the oracle is what the server holds.
"""

import json
import os
import random
from collections.abc import Callable, Iterator
from email.utils import format_datetime
from itertools import count
from pathlib import Path

import pytest

from daywright.agent.batcher import Batcher
from daywright.agent.health import conserved
from daywright.agent.sender import Pace, Sender, Snapshot
from daywright.agent.transports import http
from daywright.agent.transports.badge import TokenBadge
from daywright.agent.transports.http import HttpTransport
from daywright.agent.wal import Limits, Wal, opening
from daywright.kit.clock import from_us
from fakes.clock import HandClock
from fakes.disk import hasty_settings
from fakes.fault_proxy import Fault, FaultProxy, fault_proxy, raw
from fakes.ingest_server import TOKEN, IngestServer, ingest_server
from fakes.records import record

pytestmark = pytest.mark.faults
SECOND = 1_000_000
JSON = "Content-Type: application/json"
PROBLEM = "Content-Type: application/problem+json"


class Scene:
    """A log, a sender and a server, with a proxy between them that can be told to misbehave."""

    def __init__(self, home: Path, server: IngestServer, proxy: FaultProxy) -> None:
        self.server, self.proxy = server, proxy
        (home / "token").write_text(TOKEN)
        self.clock = HandClock()
        self.wal = Wal(home / "agent", self.clock, Limits(batch_events=20))
        self.chance = random.Random(27)
        self.sender = Sender(
            self.wal,
            Batcher(self.wal, self.clock, "agent/1"),
            HttpTransport(proxy.url, TokenBadge(home / "token"), "agent/1"),
            clock=self.clock,
            random=self.chance.random,
            pace=Pace(SECOND, SECOND, SECOND),
            snapshot=lambda: Snapshot(0, 0, ()),
        )
        self.numbers = count()
        self.accepted: set[int] = set()

    def put(self, how_many: int) -> None:
        numbers = [next(self.numbers) for _ in range(how_many)]
        self.wal.append([record(number) for number in numbers])
        self.accepted |= set(numbers)
        self.sender.notice(events=True)

    def live(self, seconds: float) -> None:
        """Let time pass and the sender do what is due."""
        end_us = self.clock.mono_us() + round(seconds * SECOND)
        while self.clock.mono_us() < end_us:
            due_us = self.sender.step()
            self.clock.pass_seconds(max((min(due_us or end_us, end_us) - self.clock.mono_us()) / SECOND, 0.001))

    def check(self, *, dead: int = 0) -> None:
        """Lost = duplicate = phantom = altered = 0, the law of conservation, and nothing is stuck."""
        held = [int(json.loads(key.data)["title"]) for key in self.server.rows]
        assert len(held) == len(set(held)), "duplicates"
        assert set(held) <= self.accepted, "phantoms"
        assert len(held) == len(self.accepted) - dead, "lost"
        assert set(self.server.rows.values()) <= {1.0}, "altered"
        counters = self.wal.counters()
        assert conserved(counters)
        assert (counters["pending"], counters["dead"]) == (0, dead), "stuck"


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    monkeypatch.setattr(opening, "_SETTINGS", hasty_settings())
    with ingest_server() as server, fault_proxy(server.url) as proxy:
        made = Scene(tmp_path, server, proxy)
        yield made
        made.sender.transport.close()
        made.wal.close()


def first(fault: Fault, times: int = 1) -> "list[Fault | None]":
    return [fault] * times


def script(scene: Scene, faults: "list[Fault | None]") -> None:
    """So many requests meet these; the rest pass."""
    left = list(faults)
    scene.proxy.fault = lambda _: left.pop(0) if left else None


@pytest.mark.parametrize("place", [*range(0, 1200, 53), 100_000])
def test_f27_a_line_reset_at_any_byte_of_the_request_costs_a_repetition(scene: Scene, place: int) -> None:
    scene.put(5)
    script(scene, [Fault(cut_request=place)])
    scene.live(30)
    scene.check()


@pytest.mark.parametrize("place", range(0, 280, 9))
def test_f27_a_line_reset_at_any_byte_of_the_answer_costs_a_repetition(scene: Scene, place: int) -> None:
    scene.put(5)
    script(scene, [Fault(cut_answer=place)])
    scene.live(30)
    scene.check()
    assert scene.proxy.requests == 2


@pytest.mark.parametrize("copies", [2, 5])
def test_f28_a_request_the_network_copies_is_stored_once(scene: Scene, copies: int) -> None:
    scene.proxy.fault = lambda _: Fault(copies=copies)
    scene.put(60)
    scene.live(10)
    scene.check()
    assert len(scene.server.requests) == 3 * copies


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad Gateway", "503 Busy", "504 Late", "507 Full", "599 ?"])
def test_f22_an_hour_of_failures_kills_nothing(scene: Scene, status: str) -> None:
    scene.put(30)
    scene.proxy.fault = lambda _: Fault(instead=raw(status))
    scene.live(3600)
    assert scene.proxy.requests < 3600, "never more than one request a second"
    scene.proxy.fault = lambda _: None
    scene.live(600)
    scene.check()


def _retry_after(scene: Scene, value: str) -> str:
    if value == "date":
        return format_datetime(from_us(scene.clock.wall_us() + 120 * SECOND), usegmt=True)
    return value


@pytest.mark.parametrize(
    ("value", "shortest_s", "longest_s"),
    [
        *(("120", 120, 121), ("date", 119, 121), ("-5", 1, 9), ("0", 1, 2), ("315360000", 3600, 3601)),
        *(("soon", 1, 9), ("", 1, 9), ("1e3", 1, 9), ("99999999999999999999", 3600, 3601)),
    ],
)
def test_f23_a_retry_after_is_honoured_within_reason(
    scene: Scene, value: str, shortest_s: float, longest_s: float
) -> None:
    scene.put(1)
    header = [f"Retry-After: {_retry_after(scene, value)}"] if value else []
    script(scene, [Fault(instead=raw("429 Slow down", b"", *header))])
    began_us = scene.clock.mono_us()
    while scene.proxy.requests < 2:
        due_us = scene.sender.step()
        assert due_us is not None or scene.proxy.requests == 2
        if due_us is not None:
            scene.clock.pass_seconds(max((due_us - scene.clock.mono_us()) / SECOND, 0.001))
    waited_s = (scene.clock.mono_us() - began_us) / SECOND
    assert shortest_s <= waited_s <= longest_s + 1
    scene.check()


@pytest.mark.parametrize(
    "answer",
    [
        *(raw("408 Slow"), raw("425 Early"), raw("404 Gone"), raw("405 No"), raw("415 What"), raw("426 Newer")),
        *(raw("400 Bad"), raw("403 Firewall"), raw("401 Who", b"", "WWW-Authenticate: Basic"), raw("413 Big")),
        raw("404 Gone", b'{"code":"route.unknown"}', PROBLEM),
        raw("421 Elsewhere", b'{"code":"host.unknown"}', PROBLEM),
        raw("409 Again", b'{"code":"sig.replay"}', PROBLEM),
    ],
    ids=lambda answer: answer.split(b"\r\n")[0].decode() + (" ours" if b"code" in answer else ""),
)
def test_f24_f61_no_refusal_of_a_way_to_deliver_costs_an_event(scene: Scene, answer: bytes) -> None:
    scene.put(45)
    scene.proxy.fault = lambda _: Fault(instead=answer)
    scene.live(3600)
    assert scene.wal.counters()["pending"] == 45
    scene.proxy.fault = lambda _: None
    scene.live(700)
    scene.check()


def test_f24_a_proxy_that_limits_bodies_gets_smaller_ones(scene: Scene) -> None:
    too_big = raw("413 Big", b'{"code":"body.too_large"}', PROBLEM)
    scene.proxy.fault = lambda request: Fault(instead=too_big) if len(request) > 900 else None
    scene.put(60)
    scene.live(30)
    scene.check()


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_f25_a_redirect_is_not_followed_wherever_it_leads(scene: Scene, status: str) -> None:
    with ingest_server() as elsewhere:
        scene.put(3)
        scene.proxy.fault = lambda _: Fault(instead=raw(status, b"", f"Location: {elsewhere.url}/api/v1/ingest"))
        scene.live(1000)
        assert elsewhere.requests == []
    assert scene.sender.gauge.status == "server_moved"
    scene.proxy.fault = lambda _: None
    scene.live(400)
    scene.check()


def _wrong_id(answer: bytes) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    said = json.loads(body) | {"batch_id": "0192f3a4-0000-7000-8000-000000000001"}
    return _again(head, json.dumps(said).encode())


def _wrong_count(answer: bytes) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    said = json.loads(body)
    return _again(head, json.dumps(said | {"accepted": said["accepted"] + 1}).encode())


def _again(head: bytes, body: bytes) -> bytes:
    kept = [row for row in head.split(b"\r\n") if not row.lower().startswith(b"content-length")]
    return b"\r\n".join([*kept, b"Content-Length: %d" % len(body)]) + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    "fault",
    [
        Fault(instead=raw("200 OK", b"<html>Welcome to the hotel</html>", "Content-Type: text/html")),
        Fault(instead=raw("200 OK")),
        Fault(instead=raw("200 OK", b'{"batch_id":"', JSON)),
        Fault(instead=raw("204 No Content")),
        Fault(changed=_wrong_id),
        Fault(changed=_wrong_count),
        Fault(changed=lambda answer: answer[:-20]),
        Fault(instead=b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    ],
    ids=["HTML", "empty", "truncated JSON", "204", "wrong batch", "wrong count", "short body", "no HTTP"],
)
def test_f26_what_confirms_nothing_delivers_nothing(
    scene: Scene, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "IDLE_S", 1.0)
    scene.put(25)
    script(scene, [fault, fault, fault])
    scene.live(5)
    assert scene.wal.counters()["acked"] == 0 or scene.proxy.requests > 3
    scene.live(60)
    scene.check()


def test_f29_a_line_that_flaps_costs_no_event_and_no_file_handle(scene: Scene) -> None:
    scene.put(1)
    scene.live(2)
    before = len(list(Path("/proc/self/fd").iterdir()))
    flapping = random.Random(29)
    scene.proxy.fault = lambda _: Fault(cut_request=flapping.randrange(400)) if flapping.random() < 0.6 else None
    for _ in range(25):
        scene.put(10)
        scene.live(4)
    scene.proxy.fault = lambda _: None
    scene.live(30)
    scene.check()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 5


def test_f30_a_slow_line_delivers_all_the_same(scene: Scene) -> None:
    scene.proxy.fault = lambda _: Fault(delay_s=0.05, dribble_s=0.001)
    scene.put(60)
    scene.live(10)
    scene.check()


def test_f31_a_server_that_dribbles_or_is_silent_is_left_and_found_again(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "IDLE_S", 1.0)
    monkeypatch.setattr(http, "TOTAL_S", 2.0)
    script(scene, [Fault(silent=True), Fault(dribble_s=0.1)])
    scene.put(5)
    scene.live(2)
    assert scene.sender.gauge.status == "offline"
    scene.live(30)
    scene.check()


def test_f32_a_name_that_cannot_be_resolved_is_asked_for_again_each_time(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    real, asked = socket.create_connection, []

    def unresolved(*arguments: object, **_: object) -> object:
        asked.append(arguments)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", unresolved)
    scene.put(3)
    scene.live(30)
    assert len(asked) > 2
    assert "cannot be resolved" in scene.sender.gauge.sentence
    monkeypatch.setattr(socket, "create_connection", real)
    scene.live(30)
    scene.check()


@pytest.mark.parametrize("seed", range(int(os.environ.get("DAYWRIGHT_STORMS", "12"))))
def test_f21_f22_f27_f28_any_mixture_of_troubles_loses_and_doubles_nothing(
    scene: Scene, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "IDLE_S", 1.0)
    chance = random.Random(seed)
    troubles: list[Callable[[], Fault | None]] = [
        lambda: None,
        lambda: Fault(cut_request=chance.randrange(2000)),
        lambda: Fault(cut_answer=chance.randrange(300)),
        lambda: Fault(copies=chance.randrange(2, 4)),
        lambda: Fault(instead=raw(f"{chance.choice([500, 502, 503, 504, 429, 408, 404, 403, 302])} x")),
        lambda: Fault(instead=raw("200 OK", b"<html>", "Content-Type: text/html")),
        lambda: Fault(changed=chance.choice([_wrong_id, _wrong_count])),
    ]
    scene.proxy.fault = lambda _: chance.choice(troubles)()
    for _ in range(15):
        scene.put(chance.randrange(1, 40))
        scene.live(chance.uniform(1, 60))
    scene.proxy.fault = lambda _: None
    scene.live(4000)
    scene.check()
