import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent.health import conserved
from daywright.agent.wal import Batch, Limits, Settlement, Wal
from daywright.agent.wal.records import StorageError
from daywright.kit.ids import uuid7
from fakes.clock import HandClock
from fakes.records import record

EVERYTHING = 500


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def wal(tmp_path: Path, clock: HandClock) -> Iterator[Wal]:
    opened = Wal(tmp_path / "agent", clock)
    yield opened
    opened.close()


def lease(wal: Wal, clock: HandClock, most: int = EVERYTHING) -> Batch:
    batch = wal.lease(uuid7(clock.wall_us()), clock.wall_us(), lambda _: b"digest", most)
    assert batch is not None
    return batch


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path / "agent" / "wal.db") as db:
        found = db.execute(sql).fetchall()
    db.close()
    return found


def test_files_belong_to_their_owner_alone(tmp_path: Path, wal: Wal) -> None:
    wal.append([record(1)])
    assert stat.S_IMODE((tmp_path / "agent").stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "agent").iterdir()}
    assert set(modes.values()) == {0o600}, modes


def test_every_commit_reaches_the_disk_itself(wal: Wal) -> None:
    wal.open()
    assert wal._opened is not None
    asked = {name: wal._opened.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")}
    assert asked == {"synchronous": 2, "journal_mode": "wal"}


def test_the_same_event_twice_is_one(wal: Wal) -> None:
    event = record(1)
    wal.append([event, event])
    wal.append([event])
    counters = wal.counters()
    assert (counters["accepted"], counters["pending"]) == (1, 1)


def test_the_oldest_go_first_within_their_priority(wal: Wal, clock: HandClock) -> None:
    wal.append([record(1), record(2, "afk"), record(3), record(4, "afk")])
    batch = lease(wal, clock)
    assert [member.body.split(b'"title":"')[1][:1] for member in batch.members] == [b"2", b"4", b"1", b"3"]


def test_a_batch_is_bounded_in_events_and_bytes(tmp_path: Path, clock: HandClock) -> None:
    wal = Wal(tmp_path, clock, Limits(batch_bytes=1000))
    wal.append([record(number, size=300) for number in range(9)])
    assert len(lease(wal, clock).members) == 2
    assert len(lease(wal, clock, most=1).members) == 1
    wal.close()


def test_an_event_too_large_for_a_batch_travels_alone(tmp_path: Path, clock: HandClock) -> None:
    wal = Wal(tmp_path, clock, Limits(batch_bytes=100))
    wal.append([record(1, size=500), record(2)])
    assert len(lease(wal, clock).members) == 1
    wal.close()


def test_nothing_waiting_makes_no_batch(wal: Wal, clock: HandClock) -> None:
    assert wal.lease(uuid7(0), clock.wall_us(), lambda _: b"", EVERYTHING) is None


def test_a_batch_survives_a_restart_unchanged(tmp_path: Path, wal: Wal, clock: HandClock) -> None:
    wal.append([record(number) for number in range(5)])
    before = lease(wal, clock, most=3)
    wal.close()
    again = Wal(tmp_path / "agent", clock)
    assert again.batches() == [before]
    again.close()


def test_a_receipt_removes_what_was_delivered_and_sets_aside_what_was_refused(
    tmp_path: Path, wal: Wal, clock: HandClock
) -> None:
    wal.append([record(number) for number in range(5)])
    batch = lease(wal, clock)
    seqs = [member.seq for member in batch.members]
    wal.settle(batch, Settlement(duplicate=1, dead={seqs[1]: "schema.invalid"}, again=frozenset({seqs[2]})))
    counters = wal.counters()
    assert {name: counters[name] for name in ("acked", "dup", "dead", "pending")} == {
        "acked": 3,
        "dup": 1,
        "dead": 1,
        "pending": 1,
    }
    assert conserved(counters)
    wal.close()
    assert rows(tmp_path, "SELECT state, dead_code FROM event ORDER BY seq") == [(2, "schema.invalid"), (0, None)]


def test_a_receipt_applied_twice_counts_once(wal: Wal, clock: HandClock) -> None:
    wal.append([record(1)])
    batch = lease(wal, clock)
    wal.settle(batch, Settlement())
    wal.settle(batch, Settlement())
    assert wal.counters()["acked"] == 1


def test_f37_a_row_that_no_longer_adds_up_becomes_a_dead_letter_and_the_rest_goes_on(
    tmp_path: Path, wal: Wal, clock: HandClock
) -> None:
    wal.append([record(1), record(2)])
    wal.close()
    rows(tmp_path, "UPDATE event SET body = x'00' WHERE seq = 1")
    assert [member.seq for member in lease(wal, clock).members] == [2]
    wal.close()
    assert rows(tmp_path, "SELECT state, dead_code FROM event WHERE seq = 1") == [(2, "crc")]


def test_a_failed_delivery_is_remembered_with_its_date(wal: Wal, clock: HandClock) -> None:
    wal.append([record(1)])
    batch = lease(wal, clock)
    wal.postpone(batch, clock.wall_us() + 7, "server_error", server_error=True)
    wal.postpone(wal.batches()[0], clock.wall_us() + 9, "offline", server_error=False)
    (again,) = wal.batches()
    assert (again.attempts, again.server_errors, again.last_code) == (2, 1, "offline")
    assert again.next_us == clock.wall_us() + 9


def test_a_divided_batch_keeps_all_its_members(wal: Wal, clock: HandClock) -> None:
    wal.append([record(number) for number in range(5)])
    batch = lease(wal, clock)
    parts = [
        Batch(uuid7(clock.wall_us()), clock.wall_us(), b"a", batch.members[:2]),
        Batch(uuid7(clock.wall_us()), clock.wall_us(), b"b", batch.members[2:]),
    ]
    wal.split(batch, parts)
    assert sorted(len(part.members) for part in wal.batches()) == [2, 3]
    assert wal.counters()["in_batch"] == 5


def test_a_dissolved_batch_waits_again(wal: Wal, clock: HandClock) -> None:
    wal.append([record(1)])
    wal.dissolve(lease(wal, clock))
    assert wal.batches() == []
    assert wal.counters()["pending"] == 1
    assert lease(wal, clock).members


def test_what_went_on_at_a_crash_ends_at_its_last_touch(tmp_path: Path, wal: Wal, clock: HandClock) -> None:
    going = record(1)
    wal.append([], {"window": going})
    wal.close()
    again = Wal(tmp_path / "agent", clock)
    again.open()
    counters = again.counters()
    assert (counters["accepted"], counters["pending"]) == (1, 1)
    assert [member.body for member in lease(again, clock).members] == [going.body]
    again.close()
    assert rows(tmp_path, "SELECT count(*) FROM open_session") == [(0,)]


def test_an_event_that_ended_is_not_recovered_again(tmp_path: Path, wal: Wal, clock: HandClock) -> None:
    going = record(1)
    wal.append([], {"window": going})
    wal.append([going])
    wal.settle(lease(wal, clock), Settlement())
    wal.close()
    again = Wal(tmp_path / "agent", clock)
    again.open()
    assert again.counters()["pending"] == 0
    again.close()


def test_a_stream_that_stopped_is_not_recovered(tmp_path: Path, wal: Wal, clock: HandClock) -> None:
    wal.append([], {"window": record(1)})
    wal.append([], {"window": None})
    wal.close()
    again = Wal(tmp_path / "agent", clock)
    again.open()
    assert again.counters()["accepted"] == 0
    again.close()


def test_reopening_in_the_middle_of_a_run_does_not_end_what_goes_on(wal: Wal) -> None:
    wal.append([], {"window": record(1)})
    wal.close()  # as after an I/O error
    assert wal.counters()["accepted"] == 0


def test_refusals_are_counted_with_the_next_commit(wal: Wal) -> None:
    wal.append([], {}, refused=3)
    assert wal.counters()["refused"] == 3


def test_f15_a_log_deleted_from_outside_is_noticed_and_told(tmp_path: Path, wal: Wal) -> None:
    wal.append([record(1), record(2)])
    assert wal.housekeep() == ""
    (tmp_path / "agent" / "wal.db").unlink()
    assert wal.housekeep() == "the log was deleted or replaced from outside; 2 waiting events went with it"
    wal.append([record(3)])
    assert wal.counters()["pending"] == 1


def test_f20_a_log_locked_by_someone_else_is_trouble_not_loss(tmp_path: Path, wal: Wal) -> None:
    wal.append([record(1)])
    assert wal._opened is not None
    wal._opened.db.execute("PRAGMA busy_timeout=1")
    other = sqlite3.connect(tmp_path / "agent" / "wal.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError) as trouble:
        wal.append([record(2)])
    assert trouble.value.code == "busy"
    other.execute("ROLLBACK")
    other.close()
    wal.append([record(2)])
    assert wal.counters()["pending"] == 2


def test_f50_a_folder_that_cannot_be_used_is_trouble_with_a_name(tmp_path: Path, clock: HandClock) -> None:
    (tmp_path / "agent").write_text("a file where the folder should be")
    with pytest.raises(StorageError) as trouble:
        Wal(tmp_path / "agent", clock).open()
    assert trouble.value.code == "io_error"
