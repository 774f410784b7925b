"""The disk fails to flush or to write: SQLite's calls are answered with an error before they reach the kernel."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.ingest_server import ingest_server
from fakes.pump import Pump

pytestmark = [pytest.mark.faults, pytest.mark.slow]
SOURCE = Path(__file__).with_name("flush.c")
EACH_FLUSH = 20  # the pump waits for one after so many events, at the least
PLACES = [int(place) for place in os.environ.get("DAYWRIGHT_FLUSHES", "2,9").split(",")]


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    made = tmp_path_factory.mktemp("shim") / "flush.so"
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", made, SOURCE, "-ldl"], check=False, capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"the shim cannot be built: {done.stderr[:200]}")
    return made


@pytest.fixture
def pump(tmp_path: Path, shim: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pump]:
    monkeypatch.setenv("LD_PRELOAD", str(shim))
    with ingest_server() as server:
        yield Pump(tmp_path, server)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("what", "how_often"), [("flush", 1), ("flush", 3), ("write", 2), ("short", 2)])
def test_f09_f10_what_was_not_flushed_is_not_called_durable_and_not_doubled(
    pump: Pump, monkeypatch: pytest.MonkeyPatch, what: str, how_often: int, place: int
) -> None:
    hits = pump.home / "hits"
    monkeypatch.setenv("FLUSH_HITS", str(hits))
    monkeypatch.setenv("FLUSH_WHAT", what)
    monkeypatch.setenv("FLUSH_FIRST", str(place))
    monkeypatch.setenv("FLUSH_LAST", str(place + how_often - 1))
    assert pump.run(max(200, EACH_FLUSH * (place + how_often))) == 0
    assert hits.read_text() == "hit\n" * how_often
    monkeypatch.setenv("FLUSH_WHAT", "")
    assert pump.run(20) == 0
    pump.check()
