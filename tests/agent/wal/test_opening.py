import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daywright.agent.health import conserved
from daywright.agent.wal import Wal
from daywright.agent.wal.schema import VERSION
from fakes.clock import HandClock
from fakes.records import record

TITLES = 40


def filled(folder: Path, clock: HandClock, events: int = TITLES) -> Path:
    wal = Wal(folder, clock)
    wal.append([record(number, size=200) for number in range(events)])
    wal.close()
    return folder / "wal.db"


def reopened(folder: Path, clock: HandClock) -> tuple[dict[str, int], str]:
    wal = Wal(folder, clock)
    wal.open()
    counters, note = wal.counters(), wal.note
    wal.append([record(9999)])
    wal.close()
    return counters, note


def change(path: Path, sql: str) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute(sql)
    db.close()


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"this is no database" + content[19:],
        lambda content: content[: len(content) // 2],
        lambda content: content[:8192] + b"\xff" * 512 + content[8704:],
        lambda _: b"",
        lambda content: content[:5000],
    ],
    ids=["header", "cut in half", "a torn page", "empty", "cut at the root"],
)
def test_f16_a_damaged_log_never_stops_the_start(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    clock = HandClock()
    path = filled(tmp_path, clock)
    path.write_bytes(damage(path.read_bytes()))
    counters, _ = reopened(tmp_path, clock)
    assert conserved(counters)


def test_f16_readable_rows_of_a_damaged_log_are_saved_and_the_file_is_kept(tmp_path: Path) -> None:
    clock = HandClock()
    path = filled(tmp_path, clock, 200)
    content = bytearray(path.read_bytes())
    content[-4096:-3584] = b"\xff" * 512
    path.write_bytes(content)
    counters, note = reopened(tmp_path, clock)
    assert 150 < counters["pending"] < 200
    assert f"{counters['pending']} events were saved" in note
    assert [p.name for p in tmp_path.glob("*.corrupt-*")] == ["wal.db.corrupt-20260302T090000Z"]


def test_only_two_damaged_files_are_kept(tmp_path: Path) -> None:
    clock = HandClock()
    for _ in range(4):
        filled(tmp_path, clock).write_bytes(b"no database at all")
        reopened(tmp_path, clock)
        clock.pass_seconds(60)
    assert len(list(tmp_path.glob("wal.db.corrupt-*"))) == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), flip=st.integers(1, 255), length=st.sampled_from([1, 1, 64, 4096]))
def test_f16_whatever_bytes_are_hit_it_starts_and_nothing_altered_is_sent(
    place: int, flip: int, length: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, clock = tmp_path_factory.mktemp("wal"), HandClock()
    path = filled(folder, clock)
    content = bytearray(path.read_bytes())
    start = place % len(content)
    for index in range(start, min(start + length, len(content))):
        content[index] ^= flip
    path.write_bytes(content)
    whole = {record(number, size=200).body for number in range(TITLES)}
    wal = Wal(folder, clock)
    wal.open()
    batch = wal.lease(bytes(16), clock.wall_us(), lambda _: b"", 1000)
    assert {member.body for member in batch.members} <= whole if batch else True
    wal.close()


def test_f17_a_log_of_a_newer_version_is_left_alone_and_work_goes_on_beside_it(tmp_path: Path) -> None:
    clock = HandClock()
    path = filled(tmp_path, clock, 3)
    change(path, f"PRAGMA user_version={VERSION + 1}")
    before = path.read_bytes()
    counters, note = reopened(tmp_path, clock)
    assert note.startswith("wal_newer_than_agent")
    assert counters["pending"] == 0
    assert path.read_bytes() == before
    assert reopened(tmp_path, clock)[0]["pending"] == 1, "the same side file serves the next start"


def test_f17_the_newer_version_takes_in_what_was_captured_beside_it(tmp_path: Path) -> None:
    clock = HandClock()
    path = filled(tmp_path, clock, 3)
    change(path, f"PRAGMA user_version={VERSION + 1}")
    beside = Wal(tmp_path, clock)
    beside.append([record(100)], {"afk": record(101, "afk")})
    beside.close()
    change(path, f"PRAGMA user_version={VERSION}")
    counters, note = reopened(tmp_path, clock)
    assert counters["pending"] == 5, "three, one captured beside, and what went on there"
    assert note == "took in side-20260302T090000Z.db"
    assert list(tmp_path.glob("side-*")) == []


def test_a_damaged_side_file_does_not_stop_the_start(tmp_path: Path) -> None:
    clock = HandClock()
    filled(tmp_path, clock, 3)
    (tmp_path / "side-20260101T000000Z.db").write_bytes(b"no database at all, and long enough to be looked at" * 40)
    assert reopened(tmp_path, clock)[0]["pending"] == 3
    assert list(tmp_path.glob("side-*.corrupt"))


def test_what_went_on_in_a_damaged_log_is_saved_too(tmp_path: Path) -> None:
    clock = HandClock()
    wal = Wal(tmp_path, clock)
    wal.append([record(1)], {"window": record(2)})
    wal.close()
    content = bytearray((tmp_path / "wal.db").read_bytes())
    content[18] = 9  # a version of the file format that nobody may write, but all may read
    (tmp_path / "wal.db").write_bytes(content)
    counters, _ = reopened(tmp_path, clock)
    assert counters["pending"] == 2
