"""The program that replaces the key for settings is killed at each of its steps; devices go on getting theirs."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent import credentials, enrolment, remote
from daywright.agent.chores import DEVICE_PATH
from daywright.agent.transports import Answer
from daywright.agent.transports.badge import DeviceBadge
from daywright.agent.transports.http import HttpTransport
from daywright.kit.clock import SystemClock
from fakes.server_process import ServerProcess, running

pytestmark = pytest.mark.faults


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with running(tmp_path / "server", "server", os.environ) as found:
        yield found


class Device:
    """An enrolled machine that fetches its settings from a real server, as the agent does."""

    def __init__(self, home: Path, server: ServerProcess) -> None:
        self.home = home
        secret = server.ask("POST", "/api/v1/admin/enroll-secrets", {"label": "roll"})["secret"]
        numbers = iter(["5b6f7e2c-8d1a-4f3b-9c0d-000000000001", "5b6f7e2c-8d1a-4f3b-9c0d-000000000002"])
        wish = enrolment.Wish(server.url, "mira", secret)
        result = enrolment.enrol(home, wish, SystemClock(), lambda: next(numbers))
        assert isinstance(result, enrolment.Enrolled), result
        self.line = HttpTransport(server.url, DeviceBadge(home, SystemClock()), "agent/1")
        self.held = remote.Held()

    def look(self) -> remote.Wanted:
        """Fetch, take and tell. Raises ConfigRefusedError."""
        mine = credentials.load(self.home)
        assert mine is not None
        answer = self.line.ask("GET", f"{DEVICE_PATH}/config")
        assert isinstance(answer, Answer), answer
        assert answer.status == 200, answer.body
        tag, signature = answer.headers["etag"].strip('"'), answer.headers["x-config-signature"]
        came = remote.Signed(answer.body, tag, signature)
        if came.body != self.held.body:
            signed_by = mine.config_signing_key
            self.held = remote.confirm(remote.accept(self.held, came, device_id=mine.device_id, signing_key=signed_by))
        wanted = remote.read(self.held.body, mine.device_id)
        told = f'{{"pending":0,"config_version":{wanted.version}}}'.encode()
        assert isinstance(self.line.ask("POST", f"{DEVICE_PATH}/status", told), Answer)
        return wanted


def roll(server: ServerProcess, fault: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "daywright", "device", "roll-signing-key", "--home", str(server.home)],
        env=os.environ | {"DAYWRIGHT_FAULT": fault},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("fault", ["signing.1", "signing.2"])
def test_f49_a_kill_at_any_step_of_the_roll_leaves_a_key_that_devices_know(
    server: ServerProcess, tmp_path: Path, fault: str
) -> None:
    device = Device(tmp_path / "machine", server)
    device.look()
    assert roll(server, fault).returncode == -signal.SIGKILL  # at the announcement
    device.look()
    assert "is announced" in roll(server).stdout or fault == "signing.2"
    device.look()
    assert roll(server, fault).returncode == -signal.SIGKILL  # at the change
    device.look()
    done = roll(server)
    assert done.returncode == 0, done.stderr
    wanted = device.look()
    assert wanted.signing_keys
    device.line.close()
