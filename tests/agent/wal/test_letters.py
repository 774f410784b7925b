"""Dead letters leave the count of the dead when they are called back, and stay in it when they are thrown away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent.health import conserved
from daywright.agent.wal import CRASHER, Limits, Settlement, Wal, opening
from daywright.kit.clock import US_PER_DAY
from fakes.clock import HandClock
from fakes.disk import hasty_settings
from fakes.records import record


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def wal(tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wal]:
    monkeypatch.setattr(opening, "_SETTINGS", hasty_settings())
    made = Wal(tmp_path / "agent", clock, Limits(most_dead_bytes=10_000))
    yield made
    made.close()


def bury(wal: Wal, *numbers: int, code: str = "schema.invalid", size: int = 0) -> None:
    wal.append([record(number, size=size) for number in numbers])
    batch = wal.lease(numbers[0].to_bytes(16, "big"), 0, lambda _: b"", len(numbers))
    assert batch is not None
    wal.settle(batch, Settlement(dead={member.seq: code for member in batch.members}))


def count(wal: Wal, *names: str) -> list[int]:
    counters = wal.counters()
    assert conserved(counters)
    return [counters[name] for name in names]


def test_what_was_set_aside_is_listed_newest_first_with_its_reason(wal: Wal, clock: HandClock) -> None:
    bury(wal, 1)
    clock.pass_seconds(1)
    bury(wal, 2, code="time.future")
    assert [(letter.kind, letter.code) for letter in wal.letters()] == [
        ("window", "time.future"),
        ("window", "schema.invalid"),
    ]


def test_what_is_called_back_waits_again(wal: Wal) -> None:
    bury(wal, 1, 2, 3)
    assert wal.call_back([wal.letters()[0].seq, 999]) == 1
    assert count(wal, "pending", "dead", "dead_rows") == [1, 2, 2]
    assert wal.call_back(None) == 2
    assert count(wal, "pending", "dead", "dead_rows") == [3, 0, 0]


def test_what_is_thrown_away_stays_in_the_count(wal: Wal) -> None:
    bury(wal, 1, 2, 3)
    wal.append([record(4)])
    assert wal.throw_away(None) == 3
    assert count(wal, "pending", "dead", "dead_rows") == [1, 3, 0]
    assert wal.throw_away([1, 2, 3, 4]) == 0, "what waits is no letter"


def test_erasing_takes_what_waits_and_what_goes_on(wal: Wal) -> None:
    bury(wal, 1)
    wal.append([record(2), record(3)], {"afk": record(4, "afk")})
    wal.lease(bytes(16), 0, lambda _: b"", 1)
    assert wal.erase(dead=False) == 2
    assert count(wal, "pending", "dead_rows", "erased") == [0, 1, 2]
    assert wal.erase(dead=True) == 0
    assert count(wal, "pending", "dead_rows", "dead", "erased") == [0, 0, 1, 2]
    assert wal.batches() == []


def test_f36_a_new_version_on_either_side_gives_a_crasher_another_chance(wal: Wal) -> None:
    bury(wal, 1, code=CRASHER)
    bury(wal, 2)
    assert wal.new_version("agent", "1.0") == 0, "nothing is known of an earlier one"
    assert wal.new_version("agent", "1.0") == 0
    assert wal.new_version("agent", "1.1") == 1
    assert count(wal, "pending", "dead_rows") == [1, 1]
    assert wal.new_version("server", "2.0") == 0


def test_dead_letters_are_bounded_in_bytes_and_age(wal: Wal, clock: HandClock) -> None:
    bury(wal, *range(1, 8), size=2000)
    wal.housekeep()
    assert count(wal, "dead", "dead_rows") == [7, 4]
    clock.pass_seconds(91 * US_PER_DAY / 1e6)
    wal.housekeep()
    assert count(wal, "dead", "dead_rows") == [7, 0]
