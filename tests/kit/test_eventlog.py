from pathlib import Path

import pytest

from daywright.kit import eventlog
from daywright.kit.eventlog import EventLog
from fakes.clock import HandClock


def test_a_line_is_a_moment_an_event_and_its_fields(tmp_path: Path) -> None:
    EventLog(tmp_path / "log", HandClock()).info("batch sent", events=40, why="all is well")
    assert (tmp_path / "log").read_text() == '2026-03-02T09:00:00.000000Z INFO batch sent events=40 why="all is well"\n'


def test_only_what_is_of_the_level_wanted_is_written(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log", HandClock())
    log.level = "WARNING"
    log.debug("one")
    log.info("two")
    log.warning("three")
    log.error("four")
    assert [line.split()[1:] for line in (tmp_path / "log").read_text().splitlines()] == [
        ["WARNING", "three"],
        ["ERROR", "four"],
    ]


def test_others_cannot_read_it(tmp_path: Path) -> None:
    EventLog(tmp_path / "log", HandClock()).info("started")
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600


def test_a_full_log_is_put_aside_once_and_never_grows_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eventlog, "MOST_BYTES", 200)
    log = EventLog(tmp_path / "log", HandClock())
    for number in range(50):
        log.info("tick", number=number)
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) <= 2
    assert max(sizes) < 300


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    EventLog(tmp_path / "no such folder" / "log", HandClock()).info("started")
