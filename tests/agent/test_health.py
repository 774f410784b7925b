import json
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from daywright.agent.health import HealthSocket, ask, conserved, read_counters, read_status
from daywright.agent.wal import Settlement, Wal
from fakes.clock import HandClock
from fakes.records import record


@contextmanager
def answering(home: Path, gauges: Mapping[str, object], questions: int = 1) -> Iterator[list[str]]:
    """A health socket that answers so many questions; yields who was hurried."""
    folder = home / "agent"
    folder.mkdir(parents=True, exist_ok=True)
    hurried: list[str] = []

    def hear(words: str) -> Mapping[str, object]:
        if words == "sync":
            hurried.append("now")
        return gauges

    health = HealthSocket(folder, hear)

    def serve() -> None:
        import select

        for _ in range(questions):
            select.select([health.fileno()], [], [], 10)
            health.answer()

    thread = threading.Thread(target=serve)
    thread.start()
    yield hurried
    thread.join(10)
    health.close()


def test_before_anything_ran_there_is_little_to_say(tmp_path: Path) -> None:
    assert read_status(tmp_path) == {"running": False, "installed": False, "status": "stopped"}


def test_a_stopped_agent_still_has_its_counters(tmp_path: Path) -> None:
    wal = Wal(tmp_path / "agent", HandClock())
    wal.append([record(1), record(2)])
    batch = wal.lease(bytes(16), 0, lambda _: b"", 1)
    assert batch is not None
    wal.settle(batch, Settlement())
    wal.close()
    status = read_status(tmp_path)
    assert (status["running"], status["status"], status["accepted"], status["acked"]) == (False, "stopped", 2, 1)
    assert (status["pending"], status["conserved"]) == (1, True)


def test_counters_are_readable_while_the_log_is_in_use(tmp_path: Path) -> None:
    wal = Wal(tmp_path / "agent", HandClock())
    wal.append([record(1)])
    counters = read_counters(tmp_path / "agent" / "wal.db")
    assert counters is not None
    assert counters["accepted"] == 1
    wal.close()


def test_reading_changes_no_file(tmp_path: Path) -> None:
    wal = Wal(tmp_path / "agent", HandClock())
    wal.append([record(1)])
    wal.close()
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "agent").iterdir()}
    read_status(tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "agent").iterdir()} == before


def test_a_log_that_cannot_be_read_leaves_the_rest_readable(tmp_path: Path) -> None:
    (tmp_path / "agent").mkdir()
    (tmp_path / "agent" / "wal.db").write_bytes(b"no database" * 500)
    assert read_status(tmp_path)["status"] == "stopped"


def test_a_running_agent_says_how_it_is(tmp_path: Path) -> None:
    with answering(tmp_path, {"status": "ok", "watchers": {"window": "reading"}}):
        status = read_status(tmp_path)
    assert (status["running"], status["status"], status["watchers"]) == (True, "ok", {"window": "reading"})


def test_a_person_may_ask_for_a_delivery_now(tmp_path: Path) -> None:
    with answering(tmp_path, {"status": "ok"}, questions=2) as hurried:
        ask(tmp_path, "status")
        assert hurried == []
        assert ask(tmp_path, "sync") == {"status": "ok"}
        assert hurried == ["now"]


def test_the_socket_belongs_to_its_owner_and_goes_with_the_agent(tmp_path: Path) -> None:
    with answering(tmp_path, {}):
        assert (tmp_path / "agent" / "health.sock").stat().st_mode & 0o777 == 0o600
        ask(tmp_path, "status")
    assert not (tmp_path / "agent" / "health.sock").exists()


def test_a_home_of_any_depth_will_do(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-folder-with-a-rather-long-name"] * 5)
    with answering(deep, {"status": "ok"}):
        assert ask(deep, "status") == {"status": "ok"}


def test_a_socket_left_behind_by_a_kill_is_no_agent_and_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / "agent"
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(folder / "health.sock"))
    assert ask(tmp_path, "status") is None
    with answering(tmp_path, {"status": "ok"}):
        assert ask(tmp_path, "status") == {"status": "ok"}


def test_a_caller_who_says_nothing_does_not_stop_the_agent(tmp_path: Path) -> None:
    with answering(tmp_path, {"status": "ok"}, questions=2):
        with socket.socket(socket.AF_UNIX) as silent:
            silent.connect(os.fspath(tmp_path / "agent" / "health.sock"))
        assert ask(tmp_path, "status") == {"status": "ok"}


def test_an_answer_that_is_no_answer_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "agent").mkdir()
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(str(tmp_path / "agent" / "health.sock"))
        other.listen()

        def serve() -> None:
            line, _ = other.accept()
            line.recv(100)
            line.sendall(json.dumps(["something", "else"]).encode())
            line.close()

        thread = threading.Thread(target=serve)
        thread.start()
        assert ask(tmp_path, "status") is None
        thread.join(10)


def test_the_law_of_conservation_notices_what_is_missing() -> None:
    counters = {"accepted": 10, "acked": 4, "dead": 1, "evicted": 1, "erased": 1, "pending": 3}
    assert conserved(counters)
    assert not conserved(counters | {"pending": 2})


def over_http(home: Path, path: str) -> tuple[bytes, bytes]:
    with answering(home, {"status": "ok", "pid": 7, "failures": 0}), socket.socket(socket.AF_UNIX) as line:
        line.connect(str(home / "agent" / "health.sock"))
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: agent\r\n\r\n".encode())
        said = b""
        while piece := line.recv(4096):
            said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    return head.splitlines()[0], body


def test_a_monitor_may_ask_over_http(tmp_path: Path) -> None:
    wal = Wal(tmp_path / "agent", HandClock())
    wal.append([record(1)])
    assert over_http(tmp_path, "/health") == (b"HTTP/1.1 200 OK", b'{"ok": true}')
    head, body = over_http(tmp_path, "/metrics")
    assert head == b"HTTP/1.1 200 OK"
    assert b"daywright_agent_up 1\n" in body
    assert b"daywright_agent_pending 1\n" in body
    assert b'daywright_agent_status{status="ok"} 1\n' in body
    assert b"daywright_agent_conserved 1\n" in body
    assert over_http(tmp_path, "/etc/passwd")[0] == b"HTTP/1.1 404 Not Found"
    wal.close()
