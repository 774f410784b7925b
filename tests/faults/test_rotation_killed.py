"""F49: the server is killed at each step of giving a device another key. One key both know is left."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx2 as httpx
import pytest

from daywright.kit.clock import SystemClock
from fakes.enrolled_device import EnrolledDevice, enrol_wish
from fakes.server_process import running

pytestmark = pytest.mark.faults
KEYS, CONFIG = "/api/v1/devices/self/keys", "/api/v1/devices/self/config"


def _works(device: EnrolledDevice, kept: tuple[str, bytes]) -> bool:
    device.key_id, device.key = kept
    return device.ask("GET", CONFIG).status_code == 200


def _rotate_until_it_dies(device: EnrolledDevice) -> None:
    """Do what a device does for another key; what has arrived is kept before anything else."""
    try:
        made = device.ask("POST", KEYS).json()
        device.use(made["key_id"], made["device_key"])
        device.ask("GET", CONFIG)
    except httpx.TransportError:
        return
    raise AssertionError("the server was not killed")


@pytest.mark.timeout(180)
@pytest.mark.parametrize("point", ["rotate.1", "rotate.2", "rotate.3", "rotate.4"])
def test_f49_a_server_killed_while_a_key_is_replaced_locks_nobody_out(tmp_path: Path, point: str) -> None:
    home = tmp_path / "home"
    with running(home, "server", {**os.environ, "DAYWRIGHT_FAULT": point}) as server:
        wanted = {"label": "one"}
        secret = server.ask("POST", "/api/v1/admin/enroll-secrets", wanted)["secret"]
        with httpx.Client(base_url=server.url) as client:
            answer = client.post("/api/v1/enroll", json=enrol_wish(secret)).json()
            device = EnrolledDevice(client, SystemClock(), answer)
            _rotate_until_it_dies(device)
        port = server.port
    with running(home, "server", os.environ, port=port) as server, httpx.Client(base_url=server.url) as client:
        device.client = client
        assert _works(device, device.kept[-1])
        made = device.ask("POST", KEYS)
        assert made.status_code == 201
        device.use(made.json()["key_id"], made.json()["device_key"])
        assert device.ask("GET", CONFIG).status_code == 200
    with closing(sqlite3.connect(home / "daywright.db")) as database:
        assert database.execute("SELECT count(*) FROM device_key").fetchone()[0] == 2
