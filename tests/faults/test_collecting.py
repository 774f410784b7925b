"""The real agent on an ActivityWatch that comes and goes, killed and started again: nothing lost, nothing doubled."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daywright.agent.health import ask, read_counters
from fakes.activitywatch import ActivityWatch, MemoryStore, serving
from fakes.agent_process import running_agent
from fakes.desktop import eventually
from fakes.ingest_server import TOKEN, IngestServer, Reply, ingest_server

pytestmark = pytest.mark.faults
HOST = "laptop"
WINDOW, AFK = f"aw-watcher-window_{HOST}", f"aw-watcher-afk_{HOST}"
HOUR_AGO = (datetime.now(UTC) - timedelta(hours=1)).replace(microsecond=0)
PATIENCE_S = 60.0


def a_store() -> MemoryStore:
    store = MemoryStore()
    store.make(WINDOW, "currentwindow", HOST)
    store.make(AFK, "afkstatus", HOST)
    return store


def fill(store: MemoryStore, first: int, count: int) -> None:
    for place in range(first, first + count):
        store.add(WINDOW, HOUR_AGO + timedelta(seconds=place * 10), 9.0, app="Code", title=f"file {place}")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAYWRIGHT", "AW_", "DISPLAY"))}
    return kept | more


def flags(url: str) -> list[str]:
    return ["--source", "activitywatch", "--aw-url", url, "--aw-hostname", HOST, "--collection-interval", "0.3"]


def titles(server: IngestServer) -> list[str]:
    return sorted(str(data["title"]) for _, data, _ in server.events("window"))


def wanted(count: int) -> list[str]:
    return sorted(f"file {place}" for place in range(count))


def _told(home: Path) -> str:
    return str((ask(home, "status") or {}).get("activitywatch"))


def _pending(home: Path) -> int | None:
    return (read_counters(home / "agent" / "wal.db") or {}).get("pending")


def test_what_activitywatch_recorded_arrives_and_goes_on_growing(tmp_path: Path) -> None:
    store = a_store()
    fill(store, 0, 30)
    growing = store.add(AFK, HOUR_AGO, 60.0, status="not-afk")
    with (
        serving(ActivityWatch(store)) as fake,
        ingest_server() as server,
        running_agent(tmp_path, server.url, environment(), *flags(fake.url)) as agent,
    ):
        assert server.wait_for(lambda them: titles(them) == wanted(30) and len(them.events("afk")) == 1, PATIENCE_S)
        growing.seconds = 1800.0
        assert server.wait_for(lambda them: [row[2] for row in them.events("afk")] == [1800.0], PATIENCE_S)
        told = ask(tmp_path, "status") or {}
        assert told["watchers"] == {}
        assert isinstance(told["activitywatch"], dict)
        assert told["activitywatch"]["buckets"] == [WINDOW, AFK]
        assert agent.stop() == 0


def test_an_activitywatch_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    store = a_store()
    fill(store, 0, 5)
    with serving(ActivityWatch(store)) as fake:
        port = int(fake.url.rpartition(":")[2])
    with (
        ingest_server() as server,
        running_agent(tmp_path, server.url, environment(), *flags(f"http://127.0.0.1:{port}")),
    ):
        eventually(lambda: "cannot be read" in _told(tmp_path), "it says so", PATIENCE_S)
        with serving(ActivityWatch(store), port):
            assert server.wait_for(lambda them: titles(them) == wanted(5), PATIENCE_S)


@pytest.mark.parametrize("point", ["wal.before_commit", "wal.after_commit", "send.after_response", "ack.before"])
def test_killed_at_any_point_it_loses_and_doubles_nothing(point: str, tmp_path: Path) -> None:
    store = a_store()
    fill(store, 0, 10)
    filled = 10
    with serving(ActivityWatch(store)) as fake, ingest_server() as server:
        with running_agent(tmp_path, server.url, environment(DAYWRIGHT_FAULT=f"{point}:2"), *flags(fake.url)) as agent:
            while agent.process.poll() is None and filled < 100:
                fill(store, filled, 1)
                filled += 1
                server.wait_for(lambda them: len(titles(them)) >= filled or agent.process.poll() is not None, 3)  # noqa: B023
            assert agent.process.wait(PATIENCE_S) == -signal.SIGKILL
        fill(store, filled, 10)
        filled += 10
        with running_agent(tmp_path, server.url, environment(), *flags(fake.url)) as agent:
            assert server.wait_for(lambda them: titles(them) == wanted(filled), PATIENCE_S)
            eventually(lambda: _pending(tmp_path) == 0, "all is confirmed", PATIENCE_S)
            assert agent.stop() == 0
    counters = read_counters(tmp_path / "agent" / "wal.db") or {}
    assert counters["accepted"] == counters["acked"] == filled


def test_what_a_misbehaving_activitywatch_says_does_no_harm(tmp_path: Path) -> None:
    store = a_store()
    fill(store, 0, 10)
    rubbish = iter([Reply(200, b"<html>"), Reply(500), Reply(200, b"[]"), Reply(200, b"{}"), Reply(200, b'"x"')] * 3)
    with (
        serving(ActivityWatch(store)) as fake,
        ingest_server() as server,
    ):
        fake.trouble = lambda _: next(rubbish, None)
        with running_agent(tmp_path, server.url, environment(), *flags(fake.url)) as agent:
            assert server.wait_for(lambda them: titles(them) == wanted(10), PATIENCE_S)
            assert agent.stop() == 0


class WatchedStore(MemoryStore):
    """Tells what there was of the collector's own when it first asked for anything."""

    def __init__(self, cache: Path) -> None:
        super().__init__()
        self._cache, self.found_cache = cache, list[bool]()

    def buckets(self) -> dict[str, dict[str, object]]:
        self.found_cache.append(self._cache.is_file())
        return super().buckets()


def test_it_starts_in_order_the_log_the_cache_the_collector_and_what_sends(tmp_path: Path) -> None:
    cache, log = tmp_path / "agent" / "wal.db", tmp_path / "agent" / "local_daemon.log"
    store = WatchedStore(cache)
    store.make(WINDOW, "currentwindow", HOST)
    fill(store, 0, 3)
    told = environment(DAYWRIGHT_LOG_FILE=str(log))
    cache.mkdir(parents=True)  # what cannot be opened
    with serving(ActivityWatch(store)) as fake, ingest_server() as server:
        with running_agent(tmp_path, server.url, told, *flags(fake.url)) as agent:
            agent.stop()
        first, *_ = log.read_text().splitlines()
        assert "the log cannot be opened" in first, "the log is there before the cache"
        assert not server.requests
        cache.rmdir()
        store.found_cache.clear()
        with running_agent(tmp_path, server.url, told, *flags(fake.url)) as agent:
            assert server.wait_for(lambda them: titles(them) == wanted(3), PATIENCE_S)
            assert agent.stop() == 0
    assert all(store.found_cache), "the cache is there before the collector asks"


@contextmanager
def daemon(command: list[str], around: Mapping[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=dict(around), cwd=folder, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()


@pytest.mark.parametrize("way", ["module", "script"])
def test_the_seed_s_daemon_runs_under_its_own_names(way: str, tmp_path: Path) -> None:
    store = a_store()
    store.make("aw-watcher-web-firefox", "web.tab.current", "unknown")
    fill(store, 0, 10)
    store.add("aw-watcher-web-firefox", HOUR_AGO, 9.0, url="https://a.example/b", title="t", incognito=False)
    home, cache = tmp_path / "home", tmp_path / "local_daemon_cache.sqlite"
    home.mkdir(mode=0o700)
    (home / "token").write_text(TOKEN)
    script = Path(__file__).parents[2] / "src" / "local_daemon" / "daemon.py"
    command = [sys.executable, *(["-m", "local_daemon.daemon"] if way == "module" else [str(script)])]
    with serving(ActivityWatch(store)) as fake, ingest_server() as server:
        around = environment(
            DAYWRIGHT_HOME=str(home),
            DAYWRIGHT_AW_URL=fake.url,
            CENTRAL_SERVER_ENDPOINT=f"{server.url}/api/v1/ingest",
            AW_WINDOW_BUCKET_ID=WINDOW,
            AW_AFK_BUCKET_ID=AFK,
            AW_WEB_BROWSER_BUCKET_ID="aw-watcher-web-firefox",
            COLLECTION_INTERVAL_SECONDS="0.3",
            BATCH_SEND_INTERVAL_SECONDS="0.3",
            MAX_BATCH_SIZE="4",
            LOCAL_CACHE_DB_PATH=str(cache),
            LOG_LEVEL="INFO",
            LOG_FILE=str(tmp_path / "local_daemon.log"),
        )
        with daemon(command, around, tmp_path) as process:
            assert server.wait_for(
                lambda them: titles(them) == wanted(10) and len(them.events("web-firefox")) == 1, PATIENCE_S
            )
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
    assert "stopped" in (tmp_path / "local_daemon.log").read_text()
    assert max(len(json.loads(body)["events"]) for body in server.requests) <= 4
    assert cache.resolve() == (home / "agent" / "wal.db").resolve()
    assert (read_counters(cache.resolve()) or {})["acked"] == 11
