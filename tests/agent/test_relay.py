from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from daywright.agent.batcher import MOST_IN_FLIGHT, Batcher
from daywright.agent.health import conserved
from daywright.agent.sender import Pace, Sender, Snapshot
from daywright.agent.transports import Outcome
from daywright.agent.transports.aside import at_once, in_a_thread
from daywright.agent.wal import Limits, StorageError, Wal, opening
from fakes.clock import HandClock
from fakes.disk import hasty_settings
from fakes.ingest_server import problem
from fakes.records import record
from fakes.transport import OFFLINE, MemoryTransport, Response, answer

SECOND = 1_000_000
FULL = 10


def at_last(post: Callable[[], Outcome]) -> Callable[[], Outcome]:
    """As late as it may: everything that can be done meanwhile is done before."""
    return post


class Backlog:
    """A sender with more waiting than goes into a batch, and what the log held at each request."""

    def __init__(self, folder: Path, aside: Callable[[Callable[[], Outcome]], Callable[[], Outcome]]) -> None:
        self.clock = HandClock()
        self.wal = Wal(folder, self.clock, Limits(batch_events=FULL))
        self.transport = MemoryTransport(meets=self.look)
        self.seen: list[tuple[int, int]] = []
        self.trouble: dict[int, Response] = {}  # number of the request → what happens to it
        self.sender = Sender(
            self.wal,
            Batcher(self.wal, self.clock, "agent/1"),
            self.transport,
            clock=self.clock,
            random=lambda: 0.0,
            pace=Pace(0, SECOND, SECOND),
            snapshot=lambda: Snapshot(0, 0, ()),
        )
        self.sender.relay.aside = aside

    def look(self, body: bytes) -> Response | None:
        del body
        counters = self.wal.counters()
        assert conserved(counters)
        assert counters["in_batch"] <= MOST_IN_FLIGHT * FULL
        self.seen.append((counters["acked"], counters["in_batch"]))
        return self.trouble.get(len(self.transport.posts))

    def put(self, count: int) -> None:
        self.wal.append([record(number) for number in range(count)])
        self.sender.notice(events=True)

    def live(self, seconds: int) -> None:
        for _ in range(seconds):
            self.sender.step()
            self.clock.pass_seconds(1)


@pytest.fixture(params=[at_once, at_last, in_a_thread], ids=["at once", "at last", "in a thread"])
def backlog(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backlog]:
    monkeypatch.setattr(opening, "_SETTINGS", hasty_settings())
    made = Backlog(tmp_path, request.param)
    yield made
    made.wal.close()


def test_while_a_batch_travels_the_one_before_is_written_off_and_the_next_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_SETTINGS", hasty_settings())
    backlog = Backlog(tmp_path, at_last)
    backlog.put(35)
    backlog.sender.step()
    assert backlog.seen == [(0, 20), (10, 20), (20, 15), (30, 5)]
    backlog.wal.close()


def test_a_backlog_goes_out_whole_and_in_order(backlog: Backlog) -> None:
    backlog.put(95)
    backlog.sender.step()
    assert backlog.transport.sizes() == [10] * 9 + [5]
    titles = [key.data for key in backlog.transport.server.rows]
    assert titles == [f'{{"title": "{number}"}}' for number in range(95)]
    counters = backlog.wal.counters()
    assert (counters["acked"], counters["pending"], counters["dup"]) == (95, 0, 0)


@pytest.mark.parametrize("failing", [1, 2, 4, 5])
def test_i2_a_request_that_fails_in_the_middle_is_repeated_with_the_same_bytes(backlog: Backlog, failing: int) -> None:
    backlog.trouble = {failing: OFFLINE}
    backlog.put(45)
    backlog.live(12)
    posts = backlog.transport.posts
    assert posts[failing - 1] in posts[failing:]
    counters = backlog.wal.counters()
    assert (counters["acked"], counters["pending"], counters["dup"]) == (45, 0, 0)


def test_f61_a_backlog_stops_at_the_brake(backlog: Backlog) -> None:
    backlog.transport.server.objection = lambda _: ("schema.invalid", False)
    backlog.put(95)
    backlog.live(5)
    counters = backlog.wal.counters()
    assert counters["dead"] < 20
    assert counters["pending"] == 95 - counters["dead"]
    backlog.transport.server.objection = lambda _: None
    backlog.live(700)
    assert backlog.wal.counters()["pending"] == 0


def test_f24_a_batch_refused_in_the_middle_is_divided_and_the_rest_goes_on(backlog: Backlog) -> None:
    backlog.trouble = {2: answer(problem(413, "body.too_large"))}
    backlog.put(45)
    backlog.live(5)
    assert (backlog.wal.counters()["acked"], len(backlog.transport.server.rows)) == (45, 45)


@pytest.mark.parametrize("failing", range(1, 9))
def test_f09_a_disk_that_fails_in_the_middle_costs_a_repetition_and_nothing_else(
    backlog: Backlog, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    backlog.put(45)
    works, calls = backlog.wal._once, 0

    def fails_once(work: Callable[..., object]) -> object:
        nonlocal calls
        calls += 1
        if calls == failing:
            raise StorageError("io_error", "the disk failed")
        return works(work)

    backlog.transport.meets = lambda _: None
    monkeypatch.setattr(backlog.wal, "_once", fails_once)
    backlog.live(20)
    counters = backlog.wal.counters()
    assert conserved(counters)
    assert (counters["acked"], counters["pending"], len(backlog.transport.server.rows)) == (45, 0, 45)
