"""The agent as a child: kept running, ended in order, never left behind or started twice."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.cli import child
from daywright.cli.child import Child
from fakes.desktop import eventually

LOYAL = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()} {os.getsid(0)}\\n'); sys.stdin.read()"
BROKEN = "import sys; open(sys.argv[1], 'a').write('x\\n'); sys.exit(7)"
DEAF = "import sys, time; open(sys.argv[1], 'a').write('x\\n'); time.sleep(600)"


def _child(script: str, diary: Path) -> Child:
    return Child([sys.executable, "-c", script, str(diary)])


def _lines(diary: Path) -> list[str]:
    return diary.read_text().splitlines() if diary.exists() else []


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(child, "FIRST_RESTART_S", 0.01)
    monkeypatch.setattr(child, "LAST_RESTART_S", 0.02)
    yield
    assert not [thread for thread in threading.enumerate() if thread.name == "agent child"]


def test_a_child_that_ends_is_started_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    agent = _child(BROKEN, tmp_path / "diary")
    agent.start()
    eventually(lambda: len(_lines(tmp_path / "diary")) >= 3, "it was started three times")
    agent.stop()
    count = len(_lines(tmp_path / "diary"))
    assert "ended with code 7" in capfd.readouterr().err
    agent.stop()
    assert len(_lines(tmp_path / "diary")) == count, "once stopped, none is started any more"


def test_a_child_has_a_session_of_its_own_and_ends_when_it_is_told(tmp_path: Path) -> None:
    agent = _child(LOYAL, tmp_path / "diary")
    agent.start()
    eventually(lambda: bool(_lines(tmp_path / "diary")), "it runs")
    agent.stop()
    ((pid, session),) = (line.split() for line in _lines(tmp_path / "diary"))
    assert pid == session, "Ctrl+C at the terminal does not reach it"


def test_a_child_that_does_not_listen_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PATIENCE_S", 0.05)
    agent = _child(DEAF, tmp_path / "diary")
    agent.start()
    eventually(lambda: bool(_lines(tmp_path / "diary")), "it runs")
    agent.stop()


def test_a_program_that_is_not_there_is_tried_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    agent = Child([str(tmp_path / "missing")])
    agent.start()
    said: list[str] = []

    def twice() -> bool:
        said.append(capfd.readouterr().err)
        return "".join(said).count("cannot be started") > 1

    eventually(twice, "it tries again")
    agent.stop()


def test_pauses_grow_until_it_has_run_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    pauses = [0.0]
    for ran_s in (0, 0, 0, 0, 0, 0, 0, 3600, 5):
        pauses.append(child.next_pause(pauses[-1], ran_s))
    assert pauses[1:] == [1, 2, 4, 8, 16, 30, 30, 1, 2]
