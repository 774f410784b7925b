"""Starting and ending the server as a service manager does."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from daywright.cli.serving import answer_nobody, listen
from daywright.server.app import build, open_store
from daywright.server.foundation.settings import Settings
from fakes.desktop import eventually
from fakes.server_process import running


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130), (signal.SIGHUP, 0)], ids=str)
def test_a_server_told_to_stop_leaves_in_order(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with running(tmp_path, "server", os.environ) as server:
        assert (tmp_path / "server.json").exists()
        server.process.send_signal(number)
        assert server.process.wait(15) == code
    assert not (tmp_path / "server.json").exists(), "it takes back where it answered"


@pytest.mark.e2e
def test_a_service_told_to_stop_stops_its_agent_first(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    with running(tmp_path, "up", bare, "--no-browser") as server:
        server.said("Press Ctrl\\+C")
        log = tmp_path / "agent" / "log"
        eventually(lambda: log.exists() and "started" in log.read_text(), "the agent starts")
        assert server.stop() == 0
    assert "stopped" in log.read_text(), "the agent ended in order before the service did"


def test_up_for_a_home_that_is_served_already_shows_the_way_there(tmp_path: Path) -> None:
    with running(tmp_path, "server", os.environ) as server:
        with running(tmp_path, "up", os.environ, "--no-browser", "--no-agent", port=server.port) as second:
            assert second.url == server.url
            assert re.search(r"code=\S+", second.said("Open your day .*"))
            assert second.process.wait(15) == 0
        assert server.ask("GET", "/api/v1/me")["name"] == "owner"


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("0.0.0.0", True)])  # noqa: S104  closed at once
def test_who_serves_a_whole_network_is_told_that_nothing_is_encrypted(
    tmp_path: Path, host: str, *, warned: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    listen(Settings(home=tmp_path, host=host, port=0)).close()
    assert ("nothing is encrypted" in capsys.readouterr().err) is warned


def test_a_token_that_is_a_folder_is_explained_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "token").mkdir()
    command = [sys.executable, "-m", "daywright", "server", "--home", str(tmp_path), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert str(tmp_path / "token") in done.stderr


def test_a_server_tries_itself_once_before_anybody_comes(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    store = open_store(settings)
    try:
        assert asyncio.run(answer_nobody(build(settings, store, bound_port=4711), 4711)) == 200
    finally:
        store.database.close()
