"""The agent is small because of what it does not load; here is the list."""

import subprocess
import sys

import pytest

LOADED = """
import sys
sys.argv = ["agent", "--help"]
try:
    import daywright.agent.__main__
except SystemExit:
    pass
import daywright.agent.watchers.afk.x11, daywright.agent.watchers.window.x11
import daywright.agent.watchers.afk.wayland, daywright.agent.watchers.window.wayland
import daywright.agent.watchers.power.logind, daywright.agent.watchers.power.screensaver
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    run = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True)
    return set(run.stdout.split("stop when standard input ends")[1].split())


@pytest.mark.parametrize(
    "heavy",
    [
        *("asyncio", "ssl", "_ssl", "_hashlib", "msgspec", "numpy", "pydantic", "sqlalchemy", "fastapi", "structlog"),
        *("typer", "rich", "httpx", "re2", "argparse", "logging", "uuid", "subprocess", "tomllib", "ctypes"),
        *("keyring", "secretstorage", "cryptography", "nacl.bindings"),
        *("grpc", "backports.zstd"),
    ],
)
def test_the_agent_starts_without(heavy: str, loaded: set[str]) -> None:
    assert heavy not in loaded


def test_the_pipe_is_all_there(loaded: set[str]) -> None:
    assert {"daywright.agent.sender", "daywright.agent.wal.store", "daywright.core.redaction"} <= loaded
