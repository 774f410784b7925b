"""ActivityWatch's own client library, and what its watchers and its dashboard call, against the real server."""

import http.client
import json
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fakes.desktop import eventually
from fakes.server_process import ServerProcess, running

pytestmark = pytest.mark.e2e
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = "start=2026-03-02T00:00:00Z&end=2026-03-03T00:00:00Z"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """The server where ActivityWatch clients look for it, with all open."""
    environment = {
        **os.environ,
        "DAYWRIGHT_ACTIVITYWATCH_OPEN": "all",
        "DAYWRIGHT_ACTIVITYWATCH_PORT": str(_free_port()),
    }
    with running(tmp_path / "home", "server", environment) as started:
        started.port = int(started.said(r"ActivityWatch clients are answered at \S+").rpartition(":")[2])
        yield started


@pytest.fixture
def client(server: ServerProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    from aw_client import ActivityWatchClient

    made = ActivityWatchClient("test-client", host="127.0.0.1", port=server.port)
    yield made
    made.instance.fp.close()


def _event(second: float, data: dict[str, Any], duration: float = 0) -> Any:
    from aw_core.models import Event

    return Event(timestamp=START + timedelta(seconds=second), duration=timedelta(seconds=duration), data=data)


def _plain(events: list[Any]) -> list[tuple[float, float, dict[str, Any]]]:
    return [((one.timestamp - START).total_seconds(), one.duration.total_seconds(), one.data) for one in events]


def _newest_lasts(client: Any, bucket: str, seconds: float) -> bool:
    return bool(client.get_events(bucket)[0].duration.total_seconds() == seconds)


def test_the_client_library_finds_everything_it_calls(client: Any) -> None:
    assert client.get_info()["testing"] is False
    client.create_bucket("b", "test")
    client.create_bucket("b", "test")
    assert client.get_buckets()["b"]["client"] == "test-client"
    client.insert_event("b", _event(0, {"n": 1}, 1))
    client.insert_events("b", [_event(10, {"n": 2}, 1), _event(20, {"n": 3}, 1)])
    found = client.get_events("b")
    assert _plain(found) == [(20, 1, {"n": 3}), (10, 1, {"n": 2}), (0, 1, {"n": 1})]
    assert _plain([client.get_event("b", found[0].id)]) == [(20, 1, {"n": 3})]
    within = {"start": START + timedelta(seconds=5), "end": START + timedelta(seconds=15)}
    assert _plain(client.get_events("b", limit=1, **within)) == [(10, 1, {"n": 2})]
    assert client.get_eventcount("b") == 3
    client.delete_event("b", found[0].id)
    assert client.get_eventcount("b") == 2
    exported = client.export_bucket("b")
    assert exported == client.export_all()
    client.delete_bucket("b", force=True)
    assert client.get_buckets() == {}
    client.import_bucket(exported["buckets"]["b"])
    assert _plain(client.get_events("b")) == [(10, 1, {"n": 2}), (0, 1, {"n": 1})]
    client.set_setting("startOfDay", "05:00")
    assert client.get_setting("startOfDay") == "05:00"
    assert client.get_setting() == {"startOfDay": "05:00"}


def test_direct_heartbeats_become_events(client: Any) -> None:
    client.create_bucket("b", "currentwindow")
    for second in range(10):
        client.heartbeat("b", _event(second, {"app": "A", "title": "a" if second < 5 else "b"}), pulsetime=2)
    assert _plain(client.get_events("b")) == [(5, 4, {"app": "A", "title": "b"}), (0, 4, {"app": "A", "title": "a"})]


def test_queued_heartbeats_become_events_and_buckets_are_made_on_the_way(client: Any) -> None:
    client.create_bucket("b", "currentwindow", queued=True)
    with client:
        for second in range(0, 60, 2):
            client.heartbeat(
                "b", _event(second, {"app": "A" if second < 30 else "B"}), pulsetime=3, queued=True, commit_interval=4
            )
        client.heartbeat("b", _event(60, {"app": "C"}), pulsetime=3, queued=True)
        eventually(lambda: "b" in client.get_buckets() and client.get_eventcount("b") == 2, "the queue has been sent")
        eventually(lambda: _newest_lasts(client, "b", 28), "the last one too")
    assert _plain(client.get_events("b")) == [(30, 28, {"app": "B"}), (0, 28, {"app": "A"})]


def _ask(server: ServerProcess, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Call without any token, as watchers do."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        content = None if body is None else json.dumps(body)
        connection.request(method, f"/api/0{path}", content, {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None
    finally:
        connection.close()


def _at(second: float) -> str:
    return (START + timedelta(seconds=second)).isoformat()


def _window_watcher(client: Any) -> None:
    client.create_bucket("aw-watcher-window_h", "currentwindow", queued=True)
    with client:
        for second in range(40):
            data = {"app": "firefox", "title": "News"} if second < 20 else {"app": "Code", "title": "a.py"}
            client.heartbeat("aw-watcher-window_h", _event(second, data), pulsetime=2, queued=True)
        client.heartbeat("aw-watcher-window_h", _event(40, {"app": "end", "title": ""}), pulsetime=2, queued=True)
        eventually(lambda: "aw-watcher-window_h" in client.get_buckets(), "the queue makes its bucket")
        eventually(lambda: client.get_eventcount("aw-watcher-window_h") == 2, "the queue is sent")
        eventually(lambda: _newest_lasts(client, "aw-watcher-window_h", 19), "the last heartbeat too")


def _afk_watcher(server: ServerProcess) -> None:
    """Polls every 5 s, timeout 180 s: present until second 30, then away, dated back to the last input."""
    bucket = "/buckets/aw-watcher-afk_h"
    _ask(server, "POST", bucket, {"client": "aw-watcher-afk", "type": "afkstatus", "hostname": socket.gethostname()})
    beats = [(second, 0.0, "not-afk") for second in range(0, 31, 5)] + [(30.001, 180.0, "afk"), (30.001, 185.0, "afk")]
    for second, duration, status in beats:
        beat = {"timestamp": _at(second), "duration": duration, "data": {"status": status}}
        assert _ask(server, "POST", f"{bucket}/heartbeat?pulsetime=185", beat)[0] == 200


def _web_watcher(server: ServerProcess) -> None:
    """In Firefox: on a change first the old page once more, a millisecond before, then the new one."""
    origin = {"Origin": "moz-extension://0a1b2c3d-0000-4000-8000-000000000001"}
    bucket = "/buckets/aw-watcher-web-firefox_h"
    about = {"client": "aw-client-web", "type": "web.tab.current", "hostname": socket.gethostname()}
    assert _ask(server, "POST", bucket, about, **origin)[0] == 200
    assert _ask(server, "POST", bucket, about, **origin)[0] == 304
    first, second = (
        {"url": f"https://{name}.example/", "title": name, "audible": False, "incognito": False, "tabCount": 2}
        for name in ("one", "two")
    )
    for at, page in ((0, first), (9.999, first), (10, second), (19.999, second)):
        beat = {"timestamp": _at(at).replace("+00:00", "Z"), "duration": 0, "data": page}
        assert _ask(server, "POST", f"{bucket}/heartbeat?pulsetime=80", beat, **origin)[0] == 200


def test_watchers_beside_each_other_make_one_timeline(server: ServerProcess, client: Any) -> None:
    _window_watcher(client)
    _afk_watcher(server)
    _web_watcher(server)
    apps = {row["key"]: row["seconds"] for row in server.ask("GET", f"/api/v1/summary?{DAY}&by=app")["rows"]}
    domains = {row["key"]: row["seconds"] for row in server.ask("GET", f"/api/v1/summary?{DAY}&by=domain")["rows"]}
    assert apps == pytest.approx({"firefox": 20, "Code": 10}, abs=0.01)
    assert domains == pytest.approx({"one.example": 10, "two.example": 10}, abs=0.01)


def test_a_dashboards_first_calls_and_raw_data_page_are_answered(server: ServerProcess, client: Any) -> None:
    _window_watcher(client)
    for path in ("/info", "/settings", "/buckets/"):
        assert _ask(server, "GET", path, Origin=f"http://127.0.0.1:{server.port}")[0] == 200
    bucket = "/buckets/aw-watcher-window_h"
    _, (newest, *_) = _ask(server, "GET", f"{bucket}/events?limit=10")
    _ask(server, "POST", f"{bucket}/events", [{**newest, "data": {"app": "edited"}}])
    assert _ask(server, "GET", f"{bucket}/events?limit=1")[1] == [{**newest, "data": {"app": "edited"}}]
    assert _ask(server, "DELETE", f"{bucket}/events/{newest['id']}")[1] == {"success": 1}
    assert _ask(server, "GET", f"{bucket}/events/count") == (200, 1)
    status, timeline = _ask(server, "GET", f"{bucket}/events?start={_at(5)}&end={_at(15)}&limit=-1")
    assert (status, [one["duration"] for one in timeline]) == (200, [10.0])


def test_a_taken_second_port_is_said_and_harms_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environment = {**os.environ, "DAYWRIGHT_ACTIVITYWATCH_PORT": str(taken.getsockname()[1])}
        with running(tmp_path / "home", "server", environment) as server:
            assert server.ask("GET", "/api/v1/health")["status"] == "ok"
