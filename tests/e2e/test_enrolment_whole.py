"""A machine enrols at the real server, delivers what it signed, is asked for less, gets another key, and is let go."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from daywright.agent import credentials, remote
from daywright.agent.chores import Chores
from daywright.agent.transports.badge import DeviceBadge
from daywright.agent.transports.http import HttpTransport
from daywright.agent.wal import Wal
from daywright.kit.clock import SystemClock, rfc3339
from fakes.records import record
from fakes.server_process import ServerProcess, running

pytestmark = pytest.mark.e2e
HOUR_US = 3600 * 1_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with running(tmp_path / "server", "server", os.environ) as found:
        yield found


def cli(home: Path, *words: str, code: int = 0, stdin: str = "") -> str:
    command = [sys.executable, "-m", "daywright", *words, "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=90, input=stdin)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def see(home: Path, how_many: int) -> None:
    """Windows of the last hour, a second each."""
    clock = SystemClock()
    wal = Wal(home / "agent", clock)
    start_us = clock.wall_us() - HOUR_US
    for number in range(how_many):
        one, at_us = record(number), start_us + number * 1_000_000
        body = one.body.replace(rfc3339(one.wall_us).encode(), rfc3339(at_us).encode())
        wal.append([replace(one, wall_us=at_us, body=body)])
    wal.close()


class Device:
    """The chores of the machine's agent, done when the test says so."""

    def __init__(self, home: Path, server: ServerProcess) -> None:
        self.home, self.server = home, server
        mine = credentials.load(home)
        assert mine is not None
        self.first = mine
        self.transport = HttpTransport(server.url, DeviceBadge(home, SystemClock()), "test/1")

    def run(self) -> Chores:
        chores = Chores(self.home, SystemClock(), lambda: 0.5, report=lambda: {"pending": 7}, changed=lambda: None)
        chores.run(self.transport)
        return chores

    def ask(self, method: str, more: str, body: object = None) -> object:
        return self.server.ask(method, f"/api/v1/devices/{self.first.device_id}{more}", body)

    def seen(self) -> dict[str, object]:
        listed = self.server.ask("GET", "/api/v1/devices")["devices"]
        return next(device for device in listed if device["id"] == self.first.device_id)


def test_a_machine_becomes_a_device_delivers_obeys_and_leaves(server: ServerProcess, tmp_path: Path) -> None:
    home = tmp_path / "laptop"
    secret = server.ask("POST", "/api/v1/admin/enroll-secrets", {"label": "laptop"})["secret"]
    cli(home, "sync", "--server", server.url, code=3)
    cli(home, "enroll", "--server", server.url, "--username", "mira", "--enrollment-secret-stdin", stdin=secret)
    cli(home, "enroll", "--server", server.url, "--enrollment-secret-stdin", stdin=secret, code=5)
    see(home, 600)
    assert "Delivered 600 events" in cli(home, "sync")
    assert "conserved" in cli(home, "status", "--check", "--json")

    device = Device(home, server)
    now = device.ask("GET", "/config")
    assert isinstance(now, dict)
    device.ask("PUT", "/config", {"version": now["version"], "record_titles": False, "exclude_apps": ["Bank"]})
    wanted = device.run().wanted()
    assert wanted is not None
    assert (wanted.record_titles, wanted.exclude_apps) == (False, ("Bank",))
    assert remote.load(home / "agent").refused == ""
    report = device.seen()["report"]
    assert isinstance(report, dict)
    assert (report["pending"], report["config_version"]) == (7, None)

    device.ask("POST", "/rotate")
    device.run()
    device.run()
    mine = credentials.load(home)
    assert mine is not None
    assert (mine.next, mine.key.key_id != device.first.key.key_id) == (None, True)
    assert device.seen()["rotation_asked"] is False

    device.ask("POST", "/revoke")
    see(home, 3)
    cli(home, "sync", code=5)
    cli(home, "doctor", code=1)
    device.transport.close()
    again = server.ask("POST", "/api/v1/admin/enroll-secrets", {"label": "again"})["secret"]
    cli(home, "enroll", "--server", server.url, "--enrollment-secret-stdin", stdin=again)
    assert "nothing waits" in cli(home, "sync")
    assert device.seen()["state"] == "active", "it is the same device"
    cli(home, "unenroll")
    assert device.seen()["state"] == "revoked"
    cli(home, "sync", "--server", server.url, code=3)
