import errno
import os
from collections import Counter
from pathlib import Path

import pytest

from daywright.agent.health import conserved
from daywright.agent.wal import Limits, StorageError, Wal, room
from daywright.agent.wal.room import Ballast
from fakes.clock import HandClock
from fakes.records import record


def waiting(wal: Wal) -> Counter[str]:
    batch = wal.lease(os.urandom(16), 0, lambda _: b"", 1000)
    assert batch is not None
    return Counter(member.body.split(b'"')[3].decode() for member in batch.members)


def test_f38_at_the_cap_the_worst_priority_goes_first_oldest_first(tmp_path: Path) -> None:
    wal = Wal(tmp_path, HandClock(), Limits(most_rows=10))
    wal.append([record(number, "beat", prio=3) for number in range(4)])
    wal.append([record(number, "window") for number in range(10, 16)])
    wal.append([record(number, "afk") for number in range(20, 23)])
    counters = wal.counters()
    assert (counters["pending"], counters["evicted"]) == (10, 3)
    assert conserved(counters)
    assert waiting(wal) == {"beat": 1, "window": 6, "afk": 3}
    wal.close()


def test_f38_bytes_are_capped_too(tmp_path: Path) -> None:
    wal = Wal(tmp_path, HandClock(), Limits(most_bytes=20_000))
    for number in range(60):
        wal.append([record(number, size=1000)])
    counters = wal.counters()
    assert counters["bytes"] < 20_000
    assert counters["evicted"] == 60 - counters["pending"]
    wal.close()


def test_no_more_is_evicted_than_the_cap_asks_for(tmp_path: Path) -> None:
    wal = Wal(tmp_path, HandClock(), Limits(most_rows=10))
    for number in range(12):
        wal.append([record(number)])
    assert wal.counters()["pending"] == 10
    wal.close()


def test_what_is_never_evicted_fills_the_log_until_it_refuses(tmp_path: Path) -> None:
    wal = Wal(tmp_path, HandClock(), Limits(most_rows=3))
    wal.append([record(number, prio=0) for number in range(3)])
    with pytest.raises(StorageError) as trouble:
        wal.append([record(9, prio=0)])
    assert trouble.value.code == "full"
    assert wal.counters()["pending"] == 3
    wal.close()


def test_what_is_on_its_way_is_not_evicted(tmp_path: Path) -> None:
    wal = Wal(tmp_path, HandClock(), Limits(most_rows=5))
    wal.append([record(number) for number in range(5)])
    wal.lease(bytes(16), 0, lambda _: b"", 3)
    wal.append([record(number) for number in range(10, 14)])
    counters = wal.counters()
    assert (counters["in_batch"], counters["pending"], counters["evicted"]) == (3, 5, 4)
    wal.close()


def test_what_waited_too_long_goes(tmp_path: Path) -> None:
    clock = HandClock()
    wal = Wal(tmp_path, clock)
    wal.append([record(1), record(2, prio=0)])
    clock.pass_seconds(91 * 86_400)
    wal.housekeep()
    counters = wal.counters()
    assert (counters["pending"], counters["evicted"]) == (1, 1)
    assert conserved(counters)
    wal.close()


def test_dead_letters_are_bounded_and_stay_counted(tmp_path: Path) -> None:
    from daywright.agent.wal import Settlement

    wal = Wal(tmp_path, HandClock(), Limits(most_dead=2))
    wal.append([record(number) for number in range(5)])
    batch = wal.lease(bytes(16), 0, lambda _: b"", 10)
    assert batch is not None
    wal.settle(batch, Settlement(dead={member.seq: "schema.invalid" for member in batch.members}))
    wal.housekeep()
    counters = wal.counters()
    assert (counters["dead"], counters["dead_rows"]) == (5, 2)
    assert conserved(counters)
    wal.close()


def test_the_ballast_is_kept_while_there_is_room_and_given_away_once(tmp_path: Path) -> None:
    ballast = Ballast(tmp_path)
    ballast.keep()
    assert (tmp_path / "ballast").stat().st_size == room.BALLAST_BYTES
    assert ballast.release()
    assert not ballast.release()


def test_no_ballast_is_made_where_room_is_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_ROOMY_BYTES", 1 << 62)
    Ballast(tmp_path).keep()
    assert list(tmp_path.iterdir()) == []


def test_a_ballast_that_cannot_be_filled_is_not_left_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "posix_fallocate", full)
    Ballast(tmp_path).keep()
    assert list(tmp_path.iterdir()) == []
