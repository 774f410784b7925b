"""Reading a bucket again and again: nothing is missed, nothing is given twice, whatever the other side does."""

import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.agent.watchers.activitywatch import BucketReader, Look, Mark
from daywright.kit.clock import US_PER_SECOND, to_us
from daywright.kit.jsonhttp import TooLarge, WrongAnswer
from fakes.activitywatch import ActivityWatch, Asked, MemoryStore
from fakes.ingest_server import Reply

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
BUCKET = "aw-watcher-window_laptop"
Total = dict[tuple[int, str], int]


class Bench:
    """A bucket, a reader, and what a server that keeps the longer duration would have in the end."""

    def __init__(self, minimum_s: float = 0) -> None:
        self.store = MemoryStore()
        self.store.make(BUCKET, "currentwindow", "laptop")
        self.fake = ActivityWatch(self.store)
        self.minimum_us = round(minimum_s * US_PER_SECOND)
        self.reader = BucketReader(Asked(self.fake), BUCKET, minimum_us=self.minimum_us)
        self.mark: Mark | None = None
        self.total: Total = {}
        self.given = 0

    def look(self, now: datetime, *, again: bool = False) -> list[Look]:
        """Read until there is no more, as the collector does."""
        looks = []
        while True:
            looks.append(self.reader.look(self.mark, to_us(now)))
            self.mark = looks[-1].mark
            for seen in looks[-1].seen:
                key = seen.start_us, repr(sorted(seen.data.items()))
                assert again or seen.duration_us > self.total.get(key, -1), "given again although it has not grown"
                self.total[key] = seen.duration_us
                self.given += 1
            if not looks[-1].more:
                return looks

    def restart(self) -> None:
        self.reader = BucketReader(Asked(self.fake), BUCKET, minimum_us=self.minimum_us)

    def truth(self) -> Total:
        return {
            (to_us(event.start), repr(sorted(event.data.items()))): round(event.seconds * US_PER_SECOND)
            for event in self.store.kept[BUCKET]
        }


def after(seconds: float) -> datetime:
    return MORNING + timedelta(seconds=seconds)


def test_an_event_that_grows_is_given_again_with_its_new_length() -> None:
    bench = Bench()
    event = bench.store.add(BUCKET, MORNING, 10, app="Code")
    bench.look(after(10))
    event.seconds = 70
    bench.look(after(70))
    assert bench.total == bench.truth()
    assert bench.given == 2


def test_nothing_is_given_twice() -> None:
    bench = Bench()
    for place in range(50):
        bench.store.add(BUCKET, after(place * 10), 9, app=f"app {place}")
    for later in (600, 660, 720, 2000):
        bench.look(after(later))
        bench.restart()
    assert (bench.given, bench.total) == (50, bench.truth())


def test_an_event_that_was_cut_at_the_edge_keeps_its_own_start() -> None:
    bench = Bench()
    bench.store.add(BUCKET, after(-40 * 3600), 39 * 3600, app="a film")
    bench.look(MORNING)
    starts = {start for start, _ in bench.total}
    assert min(starts) == to_us(after(-40 * 3600))
    assert sum(bench.total.values()) == 39 * 3600 * US_PER_SECOND


def test_an_event_longer_than_half_a_day_comes_in_pieces_that_grow() -> None:
    bench = Bench()
    event = bench.store.add(BUCKET, MORNING, 3600, status="afk")
    for hours in range(2, 61):
        event.seconds = hours * 3600
        bench.look(after(hours * 3600))
    assert sorted(bench.total.values()) == [12 * 3600 * US_PER_SECOND] * 5
    assert {start for start, _ in bench.total} == {to_us(after(12 * 3600 * place)) for place in range(5)}


def test_what_appears_late_is_still_found() -> None:
    bench = Bench()
    bench.store.add(BUCKET, after(300), 5, app="newest")
    bench.look(after(310))
    bench.store.add(BUCKET, after(20), 100, app="came late")
    bench.look(after(370))
    assert bench.total == bench.truth()


def test_after_days_away_everything_is_read_a_stretch_at_a_time() -> None:
    bench = Bench()
    bench.store.add(BUCKET, MORNING, 5, app="before")
    bench.look(after(10))
    for place in range(30_000):
        bench.store.add(BUCKET, after(60 + place * 60), 55, app=f"app {place % 7}")
    looks = bench.look(after(30_000 * 60 + 120))
    assert bench.total == bench.truth()
    assert max(len(look.seen) for look in looks) < 11_000


def test_a_clock_that_ran_ahead_loses_nothing() -> None:
    bench = Bench()
    bench.store.add(BUCKET, MORNING, 5, app="before")
    bench.look(after(10))
    bench.store.add(BUCKET, after(86_400), 5, app="tomorrow, it said")
    bench.look(after(86_410))
    bench.store.add(BUCKET, after(100), 5, app="set right, nobody looked")
    bench.look(after(7200), again=True)
    assert bench.total == bench.truth()


def test_what_lies_in_the_future_waits_until_it_is_true() -> None:
    bench = Bench()
    bench.store.add(BUCKET, after(3600), 5, app="the other clock is ahead")
    (look,) = bench.look(MORNING)
    assert (look.held, bench.total) == (1, {})
    bench.look(after(3610))
    assert bench.total == bench.truth()


def test_what_was_shorter_than_the_minimum_is_left_out_once_it_ended() -> None:
    bench = Bench(minimum_s=5)
    growing = bench.store.add(BUCKET, MORNING, 2, app="Code")
    (look,) = bench.look(after(2))
    assert (bench.total, look.short) == ({}, 0), "it may still grow"
    growing.seconds = 9
    bench.store.add(BUCKET, after(9), 1, app="a glimpse")
    bench.store.add(BUCKET, after(10), 30, app="Mail")
    (look,) = bench.look(after(40))
    assert sorted(bench.total.values()) == [9 * US_PER_SECOND, 30 * US_PER_SECOND]
    assert look.short == 1
    (look,) = bench.look(after(60))
    assert look.short == 0, "counted once"


def test_a_server_that_comes_back_empty_begins_anew() -> None:
    bench = Bench()
    bench.store.add(BUCKET, MORNING, 5, app="Code")
    bench.look(after(10))
    bench.store.kept[BUCKET].clear()
    bench.look(after(60))
    bench.store.add(BUCKET, after(70), 5, app="Code")
    bench.look(after(80))
    assert len(bench.total) == 2


def test_what_cannot_be_read_is_counted_and_keeps_nothing_else_back() -> None:
    bench = Bench()
    bench.store.add(BUCKET, MORNING, 5, app="Code")
    bench.store.add(BUCKET, after(6), -3, app="less than no time")
    (look,) = bench.look(after(20))
    assert (look.unreadable, len(bench.total)) == (1, 1)


def test_an_answer_that_is_too_large_is_asked_for_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()
    for place in range(300):
        bench.store.add(BUCKET, after(place * 10), 9, app="Code", title=f"{place}" * 50)
    get = Asked.get

    def weighed(asked: Asked, *path: str, **query: str) -> object:
        found = get(asked, *path, **query)
        if len(json.dumps(found)) > 20_000:
            raise TooLarge("too large", 200)
        return found

    monkeypatch.setattr(Asked, "get", weighed)
    bench.look(after(3100))
    assert bench.total == bench.truth()


@pytest.mark.parametrize("body", [b"<html>captive portal</html>", b'{"not": "a list"}', b'"', b"[" * 100_000, b"\xff"])
def test_rubbish_gives_nothing_and_moves_nothing(body: bytes) -> None:
    bench = Bench()
    bench.store.add(BUCKET, MORNING, 5, app="Code")
    bench.look(after(10))
    before = bench.mark
    bench.store.add(BUCKET, after(10), 5, app="Mail")
    bench.fake.trouble = lambda _: Reply(200, body)
    with pytest.raises((WrongAnswer, RecursionError)):
        bench.look(after(30))
    assert bench.mark == before
    bench.fake.trouble = lambda _: None
    bench.look(after(60))
    assert bench.total == bench.truth()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), minutes=st.integers(5, 90))
def test_any_day_of_heartbeats_faults_and_restarts_arrives_whole(seed: int, minutes: int) -> None:
    chance = random.Random(seed)
    bench = Bench()
    now, current = MORNING, bench.store.add(BUCKET, MORNING, 0, app="first")
    for _ in range(minutes):
        for _ in range(chance.randrange(6)):
            now += timedelta(seconds=chance.choice([0.4, 1, 7, 61, 3000]))
            if chance.random() < 0.5:
                current.seconds = max(current.seconds, (now - current.start).total_seconds())
            else:
                current = bench.store.add(BUCKET, now, 0, app=chance.choice("abc"), title=str(chance.randrange(4)))
        if chance.random() < 0.2:
            bench.restart()
        broken = chance.random() < 0.2
        bench.fake.trouble = (lambda _: Reply(500)) if broken else (lambda _: None)
        before = bench.mark
        try:
            bench.look(now)
        except WrongAnswer:
            assert bench.mark == before
    bench.fake.trouble = lambda _: None
    bench.look(now + timedelta(seconds=60))
    assert bench.total == _longest(bench.truth())


def _longest(truth: Mapping[tuple[int, str], int]) -> Total:
    return dict(truth)
