"""Disks that are full or forbid growth under a running pipe."""

import contextlib
import os
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent.health import read_counters
from daywright.agent.wal import StorageError, Wal
from daywright.kit.clock import SystemClock
from daywright.kit.eventlog import EventLog
from fakes.ingest_server import ingest_server
from fakes.pump import Pump
from fakes.records import record

pytestmark = [pytest.mark.faults, pytest.mark.slow]
DISK_MB = 96
DONE_S = 60


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a file system needs root")
    yield place
    subprocess.run(["umount", place], check=True)


def fill(place: Path, name: str) -> Path:
    """Take all the room there is."""
    filler = place / name
    with contextlib.suppress(OSError):
        handle = os.open(filler, os.O_WRONLY | os.O_CREAT)
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while os.write(handle, bytes(size)):
                    pass
        os.close(handle)
    return filler


def accepted(home: Path) -> int:
    counters = read_counters(home / "agent" / "wal.db")
    return 0 if counters is None else counters["accepted"]


def test_f11_a_full_disk_refuses_says_so_and_recovers_alone(disk: Path) -> None:
    with ingest_server() as server:
        pump = Pump(disk, server)
        with pump.start(600, per_second=200) as process:
            time.sleep(1.0)
            first = fill(disk, "filler")
            time.sleep(0.5)
            assert not (disk / "agent" / "ballast").exists(), "the ballast was given away first"
            second = fill(disk, "more filler")
            time.sleep(1.0)
            first.unlink()
            second.unlink(missing_ok=True)
            assert process.wait(DONE_S) == 0
        pump.check()
        assert accepted(disk) == 600, "memory kept what the disk refused"


def test_f13_a_limit_on_file_size_is_a_full_disk_by_another_name(tmp_path: Path) -> None:
    with ingest_server() as server:
        pump = Pump(tmp_path, server)
        with pump.start(600, per_second=300) as process:
            time.sleep(0.8)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
            time.sleep(1.0)
            assert process.poll() is None
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            assert process.wait(DONE_S) == 0
        pump.check()
        assert accepted(tmp_path) == 600


def test_f12_a_disk_full_while_the_tables_are_made_leaves_a_log_that_works_later(disk: Path) -> None:
    filler = fill(disk, "filler")
    wal = Wal(disk / "agent", SystemClock())
    with pytest.raises(StorageError, match=r"SQLITE_FULL|No space|SQLITE_IOERR|unable to open"):
        wal.append([record(1)])
    filler.unlink()
    wal.append([record(2)])
    assert wal.counters()["accepted"] == 1
    wal.close()


def test_f14_a_disk_that_turns_read_only_is_named_and_used_again_when_it_can_be(disk: Path) -> None:
    wal = Wal(disk / "agent", SystemClock())
    wal.append([record(1)])
    wal.close()  # an open file would keep the disk from turning
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(StorageError) as trouble:
        wal.append([record(2)])
    assert trouble.value.code in {"read_only", "io_error"}
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    wal.append([record(3)])
    assert wal.counters()["accepted"] == 2
    wal.close()


def test_f59_a_full_disk_under_the_log_of_words_stops_nobody(disk: Path) -> None:
    log = EventLog(disk / "log", SystemClock())
    log.info("before")
    fill(disk, "filler")
    for _ in range(1000):
        log.info("while it is full", why="x" * 200)
    (disk / "filler").unlink()
    log.info("after")
    assert "after" in (disk / "log").read_text()
