"""Deliveries over gRPC, whole: the real server with a certificate of its own authority, a machine enrolled there."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from daywright.agent.health import read_status
from daywright.agent.wal import Wal
from daywright.kit.clock import SystemClock, rfc3339
from fakes.certificates import certificate_for
from fakes.desktop import eventually
from fakes.records import record
from fakes.server_process import ServerProcess, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
HOUR_US = 3600 * 1_000_000
ADDRESS = r"https://127\.0\.0\.1:\d+"


def environment(**more: str) -> dict[str, str]:
    foreign = ("DAYWRIGHT", "DISPLAY", "WAYLAND")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | more


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


class Fleet:
    """One server, one machine."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "laptop"
        self.authority = folder / "tls" / "cert.pem"
        self.authority.parent.mkdir()
        certificate_for("localhost", self.authority.parent)
        self.start_us = SystemClock().wall_us() - HOUR_US
        self.port, self.calls_port = free_port(), free_port()

    @contextmanager
    def serving(self, *, calls: bool = True) -> Iterator[ServerProcess]:
        told = {
            "DAYWRIGHT_GRPC_PORT": str(self.calls_port),
            "DAYWRIGHT_GRPC_CERTIFICATE": str(self.authority),
            "DAYWRIGHT_GRPC_KEY": str(self.authority.with_name("key.pem")),
        }
        surroundings = environment(**told) if calls else environment()
        with running(self.folder / "server", "server", surroundings, port=self.port) as server:
            if calls:
                server.said(ADDRESS)
            yield server

    @property
    def settings(self) -> Mapping[str, str]:
        return environment(
            DAYWRIGHT_HOME=str(self.home),
            DAYWRIGHT_GRPC_SERVER=f"https://localhost:{self.calls_port}",
            DAYWRIGHT_CA_FILE=str(self.authority),
        )

    def cli(self, *words: str, stdin: str = "", **more: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "daywright", *words],
            env={**self.settings, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            input=stdin,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def enrol(self, server: ServerProcess) -> None:
        secret = server.ask("POST", "/api/v1/admin/enroll-secrets", {"label": "laptop"})["secret"]
        self.cli("enroll", "--server", server.url, "--username", "mira", "--enrollment-secret-stdin", stdin=secret)

    def see(self, numbers: range) -> None:
        """Windows of the last hour, a second each."""
        wal = Wal(self.home / "agent", SystemClock())
        for number in numbers:
            one, at_us = record(number), self.start_us + number * 1_000_000
            body = one.body.replace(rfc3339(one.wall_us).encode(), rfc3339(at_us).encode())
            wal.append([replace(one, wall_us=at_us, body=body)])
        wal.close()

    @contextmanager
    def agent(self) -> Iterator[None]:
        command = [sys.executable, "-m", "daywright.agent", "--send-interval", "0.2"]
        with subprocess.Popen(command, env=dict(self.settings), cwd=self.home, stderr=subprocess.DEVNULL) as process:
            try:
                yield
            finally:
                process.terminate()
                try:
                    assert process.wait(30) == 0
                finally:
                    process.kill()

    def acked(self) -> int:
        return int(str(read_status(self.home).get("acked", 0)))

    def all_delivered(self) -> bool:
        return read_status(self.home).get("pending") == 0


def arrived(server: ServerProcess) -> dict[int, float]:
    """The seconds of each window that was seen; the agent adds other things of its own."""
    rows = server.ask("GET", "/api/v1/summary?start=2020-01-01&end=2100-01-01&by=title&limit=5000")["rows"]
    return {int(row["key"]): row["seconds"] for row in rows if row["key"].isdecimal()}


def seen(count: int) -> dict[int, float]:
    return dict.fromkeys(range(count), 1.0)


@pytest.fixture
def fleet(tmp_path: Path) -> Fleet:
    return Fleet(tmp_path)


def test_what_was_seen_is_delivered_over_grpc_and_over_http_while_there_is_none(fleet: Fleet) -> None:
    with fleet.serving() as server:
        fleet.enrol(server)
        fleet.see(range(600))
        found = fleet.cli("doctor", "--json")
        assert f"deliveries are taken at https://localhost:{fleet.calls_port}" in found
        assert "Delivered 600 events" in fleet.cli("sync")
        assert arrived(server) == seen(600)
        fleet.see(range(600, 640))
        elsewhere = f"https://localhost:{free_port()}"
        assert "Delivered 40 events" in fleet.cli("sync", DAYWRIGHT_GRPC_SERVER=elsewhere), "over HTTP, at once"
        assert "deliveries go over HTTP" in fleet.cli("doctor", "--json", DAYWRIGHT_GRPC_SERVER=elsewhere)
        assert arrived(server) == seen(640)


def test_f29_a_server_killed_between_and_started_without_grpc_loses_nothing(fleet: Fleet) -> None:
    with fleet.serving() as server:
        fleet.enrol(server)
        fleet.see(range(50))
        with fleet.agent():
            eventually(fleet.all_delivered, "the first are delivered over gRPC", seconds=60)
        fleet.see(range(50, 1200))
        before = fleet.acked()
        with fleet.agent():
            eventually(lambda: fleet.acked() > before, "more are on their way", seconds=60)
            server.kill()
    fleet.see(range(1200, 1300))
    with fleet.serving(calls=False) as again, fleet.agent():
        eventually(fleet.all_delivered, "the rest is delivered over HTTP", seconds=120)
        assert arrived(again) == seen(1300)
    status = json.loads(fleet.cli("status", "--json", "--check"))
    assert (status["conserved"], status["dead"]) == (True, 0)
