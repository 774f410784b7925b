"""Two ways to one server: nothing is lost and nothing doubled, wherever a delivery changes over."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.agent.batcher import Batcher
from daywright.agent.health import conserved
from daywright.agent.sender import Pace, Sender, Snapshot
from daywright.agent.transports import Answer, NotEnrolled, Outcome, Unreachable
from daywright.agent.transports.fallback import AWAY_US, TRIES, FallbackTransport
from daywright.agent.wal import Limits, Wal
from fakes.clock import HandClock
from fakes.ingest_server import IngestServer, problem
from fakes.records import record
from fakes.transport import MemoryTransport, answer

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BODY = b'{"batch_id":"0192f3a4-0000-7000-8000-000000000001","events":[%s]}' % record(1).body
GONE = Unreachable("no gRPC connection")


class Both:
    """Two ways to one server."""

    def __init__(self) -> None:
        self.server, self.clock = IngestServer(), HandClock(NOW)
        self.first, self.second = MemoryTransport(self.server), MemoryTransport(self.server)
        self.reports: list[str] = []
        self.transport = FallbackTransport(self.first, self.second, self.clock, report=self.reports.append)

    def post(self) -> Outcome:
        return self.transport.post(BODY)

    def used(self) -> tuple[int, int]:
        return len(self.first.posts), len(self.second.posts)


def test_the_first_way_is_used_while_it_works() -> None:
    both = Both()
    assert [isinstance(both.post(), Answer) for _ in range(3)] == [True] * 3
    assert both.used() == (3, 0)


def test_after_three_failures_the_same_body_goes_the_second_way_at_once() -> None:
    both = Both()
    both.first.meets = lambda _: GONE
    outcomes = [both.post() for _ in range(TRIES)]
    assert outcomes[:-1] == [GONE] * (TRIES - 1)
    assert isinstance(outcomes[-1], Answer)
    assert both.used() == (TRIES, 1)
    assert both.second.posts == [BODY]


def test_who_is_in_a_hurry_changes_over_at_once() -> None:
    both = Both()
    both.first.meets = lambda _: GONE
    assert isinstance(FallbackTransport(both.first, both.second, both.clock, tries=1).post(BODY), Answer)
    assert both.used() == (1, 1)


def test_for_ten_minutes_the_first_way_is_left_alone_then_one_try_decides() -> None:
    both = Both()
    both.first.meets = lambda _: GONE
    for _ in range(TRIES):
        both.post()
    both.clock.pass_seconds(AWAY_US / 1e6 - 1)
    both.post()
    assert both.used() == (TRIES, 2)
    both.clock.pass_seconds(1)
    both.post()
    assert both.used() == (TRIES + 1, 3), "it still fails, so the second way delivers"
    both.post()
    assert both.used() == (TRIES + 1, 4)
    both.clock.pass_seconds(AWAY_US / 1e6)
    both.first.meets = lambda _: None
    both.post()
    both.post()
    assert both.used() == (TRIES + 3, 4), "it works again"
    assert both.reports == ["gRPC fails, so deliveries go over HTTP for a while", "deliveries go over gRPC again"]


@pytest.mark.parametrize("status", [401, 403, 413, 429, 500, 503])
def test_the_servers_own_refusal_is_an_answer_and_no_reason_to_change(status: int) -> None:
    both = Both()
    both.first.meets = lambda _: answer(problem(status, "some.code"))
    for _ in range(TRIES + 2):
        outcome = both.post()
        assert isinstance(outcome, Answer)
        assert outcome.status == status
    assert both.used() == (TRIES + 2, 0)


@pytest.mark.parametrize("status", [400, 401, 403, 429, 500])
def test_f61_an_answer_without_our_words_counts_as_a_failure(status: int) -> None:
    both = Both()
    both.first.meets = lambda _: Answer(status, {}, b"")
    for _ in range(TRIES):
        both.post()
    assert both.used() == (TRIES, 1)


def test_f24_whoever_does_not_know_the_call_is_not_asked_again_soon() -> None:
    both = Both()
    both.first.meets = lambda _: Answer(404, {}, b"")
    outcome = both.post()
    assert isinstance(outcome, Answer)
    assert outcome.status == 200
    both.post()
    assert both.used() == (1, 2)


def test_who_is_not_enrolled_asks_nobody() -> None:
    both = Both()
    both.first.meets = lambda _: NotEnrolled("not enrolled")
    for _ in range(TRIES + 1):
        assert isinstance(both.post(), NotEnrolled)
    assert both.used() == (TRIES + 1, 0)


def test_everything_else_goes_the_second_way() -> None:
    both = Both()
    both.transport.ask("GET", "/api/v1/devices/self/config")
    assert both.second.asked == [("GET", "/api/v1/devices/self/config", b"", {})]
    assert both.transport.credential() == both.second.token
    both.transport.close()
    assert both.first.closed
    assert both.second.closed


FATES = st.lists(st.sampled_from(["ok", "lost before", "lost after", "bare", "busy"]), max_size=12)


def script(transport: MemoryTransport, fates: Sequence[str]) -> None:
    """What happens to one request after the other; at the end of the list all is well."""
    left = list(fates)

    def meets(body: bytes) -> Outcome | None:
        fate = left.pop(0) if left else "ok"
        if fate == "lost after":
            transport.server.keep(json.loads(body))
        match fate:
            case "lost before" | "lost after":
                return GONE
            case "bare":
                return Answer(404, {}, b"")
            case "busy":
                return answer(problem(503, "server.busy", Retry_After="1"))
        return None

    transport.meets = meets


def drain(both: Both, folder: Path, events: int) -> dict[str, int]:
    """Deliver so many events; the counters of the log afterwards."""
    wal = Wal(folder / "agent", both.clock, Limits(batch_events=7))
    wal.append([record(number) for number in range(events)])
    sender = Sender(
        wal,
        Batcher(wal, both.clock, "agent/1"),
        both.transport,
        clock=both.clock,
        random=lambda: 1.0,
        pace=Pace(1, 1, 1),
        snapshot=lambda: Snapshot(0, 0, ()),
    )
    for _ in range(200):
        if not wal.counters()["pending"]:
            break
        sender.step()
        both.clock.pass_seconds(30)
    counters = dict(wal.counters())
    wal.close()
    return counters


def test_a_message_too_large_for_what_is_in_between_is_divided_when_it_goes_over_http(tmp_path: Path) -> None:
    both = Both()
    both.first.meets = lambda body: Answer(429, {}, b"") if len(body) > 900 else None
    both.second.meets = lambda body: answer(problem(413, "body.too_large")) if len(body) > 900 else None
    counters = drain(both, tmp_path, 14)
    assert (counters["acked"], counters["dead"], counters["pending"]) == (14, 0, 0)
    assert len(both.server.rows) == 14


@settings(deadline=None, max_examples=60)
@given(first=FATES, second=FATES, events=st.integers(min_value=1, max_value=40))
def test_i2_i4_wherever_it_changes_over_nothing_is_lost_and_nothing_doubled(
    first: list[str], second: list[str], events: int
) -> None:
    both = Both()
    script(both.first, first)
    script(both.second, second)
    with TemporaryDirectory() as folder:
        counters = drain(both, Path(folder), events)
    assert (counters["acked"], counters["dead"], counters["pending"]) == (events, 0, 0)
    assert conserved(counters)
    assert len(both.server.rows) == events
    assert set(both.server.rows.values()) == {1.0}
