"""Every runnable block of the pages, run in order against a real server, in a home folder of its own.

A fence that says "only checked" is not run: `tests/test_pages.py` looks at it. One that says "stopped" is run without a
server.
"""

import http.client
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from fakes.desktop import eventually
from fakes.server_process import ServerProcess, running
from pages import DOCS, PAGES, Block, blocks, name

pytestmark = pytest.mark.e2e
RUNNABLE = {"shell": ["bash", "-euo", "pipefail", "-s"], "python": [sys.executable, "-W", "error", "-"]}
HOWTO = DOCS / "howto"
PATIENCE_S = 60
DATA = ".local/share/daywright"


def _runs(block: Block) -> bool:
    return block.language in RUNNABLE and block.note != "only checked"


TOLD = [page for page in PAGES if any(_runs(block) for block in blocks(page))]


class Reader:
    """Somebody who does what a page says, in a home folder of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        scripts = Path(sys.executable).parent
        self.environment = {
            "HOME": str(home),
            "PATH": f"{scripts}:{os.environ['PATH']}",
            "TZ": "UTC",
            "LANG": "C.UTF-8",
        }
        self._running = ExitStack()
        self.server: ServerProcess | None = None

    def start(self, **settings: str) -> ServerProcess:
        if self.server is None:
            up = running(self.home / DATA, "up", self.environment | settings, "--no-browser", "--no-agent")
            self.server = self._running.enter_context(up)
        return self.server

    def stop(self) -> None:
        self._running.close()
        self.server = None

    def does(self, block: Block) -> str:
        """What the block prints."""
        text = block.text
        if block.note == "stopped":
            self.start()  # there is something to stop
            self.stop()
        else:
            text = text.replace("127.0.0.1:8000", f"127.0.0.1:{self.start().port}")
        done = subprocess.run(
            RUNNABLE[block.language],
            input=text,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.home,
            env=self.environment,
            timeout=PATIENCE_S,
        )
        assert done.returncode == 0, f"{block}: {done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture
def reader(tmp_path: Path) -> Any:
    somebody = Reader(tmp_path)
    yield somebody
    somebody.stop()


def _form(value: object) -> object:
    """What two answers to the same question have in common."""
    if isinstance(value, dict):
        return {key: _form(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_form(inner) for inner in value]
    return type(value)


@pytest.mark.parametrize("page", TOLD, ids=name)
def test_a_page_can_be_followed(page: Path, reader: Reader) -> None:
    printed = ""
    for block in blocks(page):
        if _runs(block):
            printed = reader.does(block)
        elif block.note == "answer":
            assert _form(json.loads(printed)) == _form(json.loads(block.text)), f"{block}: {printed}"


def test_events_of_a_script_arrive_once(reader: Reader) -> None:
    for block in blocks(HOWTO / "send-events-from-a-script.md"):
        if _runs(block) and "revoke" not in block.text:
            printed = reader.does(block)
    assert printed == "1 accepted\n"
    events = reader.start().ask("GET", "/api/v1/events/recent")["events"]
    assert [(event["device"], event["title"]) for event in events] == [
        ("lab machine", "Channel 2"),
        ("lab machine", "Channel 1"),
    ]


def test_a_restored_backup_holds_what_was_there_and_nothing_since(reader: Reader) -> None:
    backup, *rest = [block for block in blocks(HOWTO / "back-up-and-restore.md") if _runs(block)]
    server = reader.start()
    event = {
        "bucket": "window",
        "start": "2026-03-02T09:00:00Z",
        "duration": 60,
        "data": {"app": "Code", "title": "before"},
    }
    batch = {"batch_id": "0192f3a4-0000-4000-8000-000000000001", "events": [event]}
    server.ask("POST", "/api/v1/ingest", batch)
    assert reader.does(backup) == "ok\n"
    assert (reader.home / "daywright-backup/daywright.db").stat().st_mode & 0o777 == 0o600
    server.ask("POST", "/api/v1/ingest", {**batch, "events": [{**event, "data": {"app": "Code", "title": "after"}}]})
    for block in rest:
        reader.does(block)
    events = reader.start().ask("GET", "/api/v1/events/recent")["events"]
    assert [event["title"] for event in events] == ["before"]


def test_a_new_token_replaces_the_one_that_was_deleted(reader: Reader) -> None:
    old = reader.start().token
    (delete,) = [block for block in blocks(HOWTO / "start-over.md") if "daywright/token" in block.text]
    reader.does(delete)
    server = reader.start()
    assert server.token != old
    server.ask("GET", "/api/v1/me")
    server.token = old
    with pytest.raises(AssertionError, match=r"auth\.required"):
        server.ask("GET", "/api/v1/me")


def test_a_proxy_that_speaks_https_signs_a_browser_in(reader: Reader) -> None:
    """What a proxy sends on, as `use-from-another-device.md` asks for it."""
    (setting,) = blocks(HOWTO / "use-from-another-device.md", "toml")
    (reader.home / DATA).mkdir(mode=0o700, parents=True)
    (reader.home / DATA / "config.toml").write_text(setting.text)
    server = reader.start()
    proxied = {"Host": "day.example", "Origin": "https://day.example", "X-Forwarded-Proto": "https"}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    body = json.dumps({"token": server.token})
    connection.request("POST", "/api/v1/signin", body, proxied | {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie") or ""
    assert answer.status == 204
    assert "Secure" in cookie
    connection.request("GET", "/api/v1/me", headers=proxied | {"Cookie": cookie.partition(";")[0]})
    assert connection.getresponse().status == 200
    connection.close()


def test_the_agent_of_a_second_machine_delivers_under_its_own_name(reader: Reader, tmp_path: Path) -> None:
    make, record = [block for block in blocks(HOWTO / "use-from-another-device.md", "shell") if "desk" in block.text]
    server = reader.start()
    (tmp_path / "desk.token").write_text(reader.does(make))
    command = record.text.replace("https://day.example", server.url).replace("~/.config/daywright/", f"{tmp_path}/")
    with subprocess.Popen(["bash", "-c", f"exec {command}"], env=reader.environment, cwd=tmp_path) as agent:
        try:
            eventually(lambda: "desk" in _devices_heard(server), "its device reports")
        finally:
            agent.terminate()
    assert agent.returncode == 0


def _devices_heard(server: ServerProcess) -> set[str]:
    return {one["name"] for one in server.ask("GET", "/api/v1/devices")["devices"] if one["last_seen"]}
