"""The real agent as an enrolled device: it signs, reports, obeys what asks for less, and can be asked."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from daywright.agent import credentials
from daywright.agent.enrolment import Enrolled, Wish, enrol
from daywright.agent.health import ask, read_status
from daywright.agent.wal import Settlement, Wal
from daywright.kit.clock import SystemClock
from fakes.desktop import eventually
from fakes.device_server import SECRET, DeviceServer, device_server
from fakes.ingest_server import problem
from fakes.records import record

pytestmark = pytest.mark.e2e
STOP_S = 30


@dataclass
class Running:
    home: Path
    server: DeviceServer
    process: subprocess.Popen[bytes]

    def status(self, name: str) -> object:
        return read_status(self.home).get(name)

    def until(self, wanted: Callable[[], bool], what: str) -> None:
        eventually(wanted, what, seconds=60)


def environment(home: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DAYWRIGHT", "DISPLAY", "WAYLAND"))
    }
    return {**kept, "DAYWRIGHT_HOME": str(home)}


def start(home: Path, *flags: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "daywright.agent", "--send-interval", "0.2", *flags]
    return subprocess.Popen(command, env=environment(home), cwd=home, stderr=subprocess.PIPE)


def cli(home: Path, *words: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "daywright", *words]
    done = subprocess.run(
        command, env=environment(home), cwd=home, capture_output=True, text=True, check=False, timeout=90
    )
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with device_server() as server:
        server.config = {"version": 1, "exclude_apps": ["Bank"]}
        uid = "5b6f7e2c-8d1a-4f3b-9c0d-000000000001"
        assert isinstance(enrol(tmp_path, Wish(server.url, "mira", SECRET), SystemClock(), lambda: uid), Enrolled)
        wal = Wal(tmp_path / "agent", SystemClock())
        wal.append([replace(record(number), wall_us=SystemClock().wall_us()) for number in (1, 2)])
        batch = wal.lease(bytes(16), 0, lambda _: b"", 1)
        assert batch is not None
        wal.settle(batch, Settlement(dead={batch.members[0].seq: "schema.invalid"}))
        wal.close()
        with start(tmp_path) as process:
            try:
                found = Running(tmp_path, server, process)
                found.until(lambda: ask(tmp_path, "status") is not None and bool(server.reports), "it reports")
                yield found
            finally:
                process.kill()
                process.wait()


def test_it_delivers_reports_and_takes_on_what_asks_for_less(running: Running) -> None:
    running.until(lambda: running.status("pending") == 0, "all is delivered")
    assert all("x-signature" in call.headers for call in running.server.calls[1:])
    report = running.server.reports[-1]
    assert (report["dead"], report["config_version"], report["config_refused"]) == (1, 1, None)
    assert {"pending", "evicted", "oldest", "condition", "agent_version", "sends", "at_rest"} <= report.keys()
    assert read_status(running.home)["conserved"] is True


def test_f36_a_crasher_gets_another_chance_with_a_new_version(running: Running) -> None:
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(STOP_S) == 0
    import sqlite3

    with sqlite3.connect(running.home / "agent" / "wal.db") as log:
        log.execute("UPDATE event SET dead_code = 'server_error' WHERE state = 2")
        log.execute("UPDATE meta SET value = x'30' WHERE name = 'agent_version'")
    with start(running.home) as again:
        running.until(lambda: len(running.server.events("window")) == 2, "it is delivered after all")
        again.terminate()
        assert again.wait(STOP_S) == 0


def test_f04_it_stops_in_order_and_reads_settings_again(running: Running) -> None:
    running.process.send_signal(signal.SIGHUP)
    running.until(lambda: "settings read again" in (running.home / "agent" / "log").read_text(), "settings are read")
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(STOP_S) == 0


def test_f19_a_second_one_ends_with_3_and_names_the_first(running: Running) -> None:
    with start(running.home) as second:
        assert second.wait(STOP_S) == 3
        assert second.stderr is not None
        assert f"pid {running.process.pid}" in second.stderr.read().decode()


def test_d18_sync_and_dead_letters_go_through_the_running_agent(running: Running) -> None:
    running.until(lambda: running.status("pending") == 0, "all is delivered")
    rows = json.loads(cli(running.home, "dead", "list", "--json"))["dead"]
    assert [row["reason"] for row in rows] == ["schema.invalid"]
    assert cli(running.home, "dead", "requeue", "--all") == "1 event waits again.\n"
    assert "nothing waits" in cli(running.home, "sync")
    assert len([key for key in running.server.rows if key.bucket == "window"]) == 2


def test_a_key_is_replaced_while_it_runs(running: Running) -> None:
    before = credentials.load(running.home)
    assert before is not None
    assert ask(running.home, "rotate") is not None
    running.until(lambda: _key_of(running.home) not in {before.key.key_id, ""}, "another key")


def _key_of(home: Path) -> str:
    mine = credentials.load(home)
    return "" if mine is None or mine.next is not None else mine.key.key_id


def test_a20_a_device_that_was_revoked_stops_sending_and_goes_on_recording(running: Running) -> None:
    for device in running.server.devices.values():
        device.revoked = True
    ask(running.home, "sync")
    cli(running.home, "dead", "requeue", "--all")
    running.until(lambda: running.status("status") == "device_revoked", "device_revoked")
    assert running.process.poll() is None
    assert running.status("pending") != 0


def test_a62_who_was_erased_at_the_server_is_erased_here(running: Running) -> None:
    running.until(lambda: running.status("pending") == 0, "all is delivered")
    assert running.status("dead_rows") == 1
    running.server.meets = lambda request: (
        problem(403, "subject.erased") if request.target.endswith("/ingest") else None
    )
    ask(running.home, "log requeue")
    ask(running.home, "sync")
    running.until(lambda: running.status("status") == "subject_erased", "subject_erased")
    running.until(lambda: running.status("dead_rows") == 0, "what was set aside is erased")
    assert running.status("conserved") is True
    assert len(running.server.events("window")) == 1, "nothing more was told"


def test_leaving_while_it_runs_ends_the_sending(running: Running) -> None:
    running.until(lambda: running.status("pending") == 0, "all is delivered")
    cli(running.home, "unenroll", "--queue", "keep")
    ask(running.home, "sync")
    running.until(lambda: running.status("status") == "login_needed", "login_needed")
    asked = len(running.server.calls)
    ask(running.home, "sync")
    running.until(lambda: running.status("status") == "login_needed", "login_needed")
    assert len(running.server.calls) == asked
