"""The real agent with a real key store: what it has is sealed, and a store that is locked is waited for."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent.health import ask, read_status
from fakes.agent_process import running_agent
from fakes.desktop import Desktop, desktop, eventually
from fakes.ingest_server import IngestServer, ingest_server, problem
from fakes.keystore import RealKeyStore, key_store

pytestmark = pytest.mark.e2e
CANARY = "yellow bird in the mine"


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RealKeyStore]:
    with key_store(tmp_path / "store") as running:
        yield running


def titles(server: IngestServer) -> list[str]:
    with server.changed:
        return [str(json.loads(key.data).get("title")) for key in server.rows]


def shows(home: Path, text: str) -> list[str]:
    return [path.name for path in home.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def says(home: Path, name: str, wanted: object) -> None:
    eventually(lambda: read_status(home).get(name) == wanted, f"{name} is {wanted}")


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "daywright", *words, "--home", str(home)],
        env=os.environ | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )


@pytest.mark.timeout(240)
def test_a58_f50_nothing_is_written_while_the_key_store_is_locked_and_nothing_is_lost_by_it(
    tmp_path: Path, screen: Desktop, store: RealKeyStore
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {**screen.environment, **store.environment}
    store.lock()
    with ingest_server() as server:
        server.trouble = lambda _: problem(503, "storage.unavailable", Retry_After="1")
        screen.window(CANARY, app="Editor")
        with running_agent(home, server.url, environment, "--at-rest", "os_keystore") as agent:
            says(home, "status", "locked")
            first = screen.window(f"{CANARY} 2", app="Editor")
            eventually(lambda: int(str(read_status(home).get("queued"))) > 0, "events wait in memory")
            found = run(home, "doctor", DAYWRIGHT_SERVER=server.url).stdout
            assert "the key store is locked" in found
            assert shows(home, "yellow") == []
            store.unlock()
            ask(home, "sync")
            says(home, "at_rest", "os_keystore")
            eventually(lambda: int(str(read_status(home).get("pending"))) > 0, "they wait on the disk")
            assert shows(home, "yellow") == []
            assert sorted(path.name for path in (home / "agent").glob("ke*")) == ["keys.json"]
            first.kill()
            server.trouble = lambda _: None
            ask(home, "sync")
            eventually(lambda: {CANARY, f"{CANARY} 2"} <= set(titles(server)), "both are delivered")
            assert agent.stop() == 0
        assert shows(home, "yellow") == []
        status = read_status(home)
        assert (status["at_rest"], status["conserved"], status["refused"]) == ("os_keystore", True, 0)


@pytest.mark.timeout(240)
def test_another_key_is_taken_with_an_agent_and_without_one(tmp_path: Path, screen: Desktop) -> None:
    home = tmp_path
    with ingest_server() as server:
        server.trouble = lambda _: problem(503, "storage.unavailable", Retry_After="1")
        screen.window(CANARY, app="Editor")
        with running_agent(home, server.url, screen.environment) as agent:
            says(home, "at_rest", "key_file")
            assert "is sealed (key_file)" in run(home, "doctor", DAYWRIGHT_SERVER=server.url).stdout
            before = (home / "agent" / "keys.json").read_bytes()
            assert "Another key is in use" in run(home, "reseal").stdout
            during = (home / "agent" / "keys.json").read_bytes()
            assert before != during
            assert agent.stop() == 0
        assert "Another key is in use" in run(home, "reseal").stdout
        assert (home / "agent" / "keys.json").read_bytes() != during
        assert len(json.loads((home / "agent" / "keys.json").read_bytes())["generations"]) == 1
        server.trouble = lambda _: None
        done = run(home, "sync", "--server", server.url, "--json")
        assert json.loads(done.stdout)["pending"] == 0, done.stderr
        assert CANARY in titles(server)
    assert shows(home, "yellow") == []
