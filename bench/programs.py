"""The programs a benchmark measures: the real server over HTTP, the engine in this process, aw-core in another."""

import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from bench.report import Took, seconds

from daywright.server import timeline
from daywright.server.app import Store, open_store
from daywright.server.foundation.settings import Settings
from daywright.server.foundation.writer import Writer
from fakes.server_process import ServerProcess, running

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / ".venv" / "reference" / "bin" / "python"
FOLDER = "DAYWRIGHT_BENCH_FOLDER"
PATIENCE_S = 300


@contextmanager
def folder() -> Iterator[Path]:
    """The folder of this run: that of `python -m bench`, else one of one's own."""
    if given := os.environ.get(FOLDER):
        yield Path(given)
        return
    with tempfile.TemporaryDirectory(prefix="daywright-bench-") as own:
        yield Path(own)


@dataclass(frozen=True)
class Engine:
    """The store, what reads it and what writes it, in this process."""

    store: Store
    readers: timeline.Readers
    writer: Writer

    def settle(self) -> None:
        """Wait until everything that was given to the writer is committed."""
        self.writer.submit(lambda _connection: None).result()


@contextmanager
def engine(home: Path) -> Iterator[Engine]:
    """Have the engine of a home in this process."""
    store = open_store(Settings(home=home))
    writer = Writer(store.database.connect)
    writer.start()
    try:
        yield Engine(store, timeline.Readers(writer), writer)
    finally:
        writer.stop()
        store.database.close()


def worked_s(pid: int) -> float:
    """Processor time of a program so far, of all its threads."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


class Caller:
    """A program that asks the server, over one connection."""

    def __init__(self, server: ServerProcess) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
        self._pid = server.process.pid
        self._headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}

    def ask(self, path: str, method: str = "GET", body: object = None) -> bytes:
        """Send one request; the body of its answer."""
        content = None if body is None else json.dumps(body)
        self._connection.request(method, f"/api/v1{path}", content, self._headers)
        answer = self._connection.getresponse()
        found = answer.read()
        assert answer.status == 200, found
        return found

    def page(self, path: str) -> Took:
        """Ask for a page once."""
        worked = worked_s(self._pid)
        return Took(seconds(lambda: self.ask(path)), worked_s(self._pid) - worked)

    def pages(self, path: str, rounds: int) -> Took:
        """Ask for a page again and again: the medians of all but the first two."""
        took = [self.page(path) for _ in range(rounds + 2)][2:]
        return Took(*(statistics.median(column) for column in zip(*took, strict=True)))

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@contextmanager
def serving(home: Path) -> Iterator[tuple[ServerProcess, Caller]]:
    """The server as a process of its own, and somebody who asks it."""
    with running(home, "server", os.environ) as server:
        caller = Caller(server)
        try:
            yield server, caller
        finally:
            caller.close()


def activity(start: object, end: object) -> str:
    """Return the address of the page of a period, five facets on it."""
    return f"/activity?start={start}&end={end}&facets=category,app,title,domain,project"


def aw_core(home: Path, end: str, *rounds: tuple[int, int]) -> dict[int, list[float]] | None:
    """Have aw-core answer its dashboard's query over the same events; days → seconds of each round.

    `rounds` are pairs of days and rounds. None where its environment was not made (`make bench` makes it).
    """
    if not REFERENCE.exists():
        return None
    with tempfile.TemporaryDirectory() as own:
        asked = json.dumps(rounds)
        done = subprocess.run(
            [REFERENCE, "-P", ROOT / "bench" / "aw_core.py", home / "daywright.db", own, end, asked],
            env={**os.environ, "XDG_DATA_HOME": own, "XDG_CONFIG_HOME": own, "XDG_CACHE_HOME": own},
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return {int(days): taken for days, taken in found.items()}


def clean(home: Path) -> None:
    """Take a home away again."""
    shutil.rmtree(home, ignore_errors=True)
