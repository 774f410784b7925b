"""kill -9 and lost answers while a device is enrolled or its key replaced: it is never locked out, and never twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent import credentials
from daywright.agent.enrolment import Enrolled, Wish, enrol
from daywright.agent.transports import Answer
from daywright.agent.transports.badge import DeviceBadge
from daywright.agent.transports.http import HttpTransport
from daywright.kit.clock import SystemClock
from fakes.device_server import SECRET, DeviceServer, device_server

pytestmark = pytest.mark.faults
ROTATE = Path(__file__).with_name("rotate.py")


@pytest.fixture
def server() -> Iterator[DeviceServer]:
    with device_server() as found:
        yield found


def accepted(home: Path, server: DeviceServer) -> bool:
    """Whether the server still believes this device."""
    transport = HttpTransport(server.url, DeviceBadge(home, SystemClock()), "check/1")
    answer = transport.ask("GET", "/api/v1/devices/self/config")
    transport.close()
    return isinstance(answer, Answer) and answer.status == 200


def rotate(home: Path, fault: str = "") -> int:
    done = subprocess.run(
        [sys.executable, ROTATE, home], env=os.environ | {"DAYWRIGHT_FAULT": fault}, check=False, timeout=60
    )
    return done.returncode


@pytest.mark.parametrize("point", ["rotate.1", "rotate.2", "cred.rename", "rotate.3", "rotate.4", "cred.rename:2"])
def test_f49_a_kill_at_any_step_of_a_rotation_never_locks_the_device_out(
    tmp_path: Path, server: DeviceServer, point: str
) -> None:
    result = enrol(
        tmp_path, Wish(server.url, "mira", SECRET), SystemClock(), lambda: "5b6f7e2c-8d1a-4f3b-9c0d-000000000001"
    )
    assert isinstance(result, Enrolled)
    assert rotate(tmp_path, point) == -signal.SIGKILL, "the point must be hit"
    assert accepted(tmp_path, server)
    assert rotate(tmp_path) == 0
    assert accepted(tmp_path, server)
    mine = credentials.load(tmp_path)
    assert mine is not None
    assert mine.key.key_id != result.credentials.key.key_id
    device = next(iter(server.devices.values()))
    assert len(device.keys) <= 4, "what was never used is forgotten"


@pytest.mark.parametrize("point", ["enrol.before", "enrol.answered", "cred.rename", "cred.rename:2", "cred.rename:3"])
def test_f48_a_kill_at_any_step_of_an_enrolment_makes_one_device_of_one_use(
    tmp_path: Path, server: DeviceServer, point: str
) -> None:
    server.secrets[SECRET] = 1
    command = [sys.executable, "-m", "daywright", "enroll", "--server", server.url, "--enrollment-secret-stdin"]
    environment = {**os.environ, "DAYWRIGHT_HOME": str(tmp_path / "home")}
    killed = subprocess.run(
        command, input=SECRET, text=True, env={**environment, "DAYWRIGHT_FAULT": point}, check=False, timeout=60,
        capture_output=True,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    if not (tmp_path / "home" / "credentials.json").exists():
        subprocess.run(command, input=SECRET, text=True, env=environment, check=True, timeout=60, capture_output=True)
    assert accepted(tmp_path / "home", server)
    assert len(server.devices) == 1
    assert server.secrets[SECRET] == 0
