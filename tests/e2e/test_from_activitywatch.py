"""History and the present from another server that speaks as ActivityWatch does, over HTTP, while both run."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fakes.agent_process import running_agent
from fakes.desktop import eventually
from fakes.server_process import ServerProcess, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]  # four real programs each
WINDOW = "aw-watcher-window_laptop"
PATIENCE_S = 60.0
KEPT = {name: value for name, value in os.environ.items() if not name.startswith(("DAYWRIGHT", "AW_", "DISPLAY"))}


def tell(server: ServerProcess, first: int, count: int, begin: datetime) -> None:
    """Report as watchers do: a bucket, then events."""
    if not first:
        server.ask("POST", f"/api/0/buckets/{WINDOW}", {"client": "w", "type": "currentwindow", "hostname": "laptop"})
    events = [
        {
            "timestamp": (begin + timedelta(seconds=place * 10)).isoformat(),
            "duration": 9,
            "data": {"app": "Code", "title": f"file {place}"},
        }
        for place in range(first, first + count)
    ]
    server.ask("POST", f"/api/0/buckets/{WINDOW}/events", events)


def held(server: ServerProcess) -> Any:
    """Titles and seconds of the last days."""
    start = (datetime.now(UTC) - timedelta(days=3)).strftime("%Y-%m-%dT00:00:00Z")
    end = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT00:00:00Z")
    rows = server.ask("GET", f"/api/v1/summary?start={start}&end={end}&by=title&limit=1000")["rows"]
    return {row["key"]: row["seconds"] for row in rows}


def test_history_comes_over_while_both_servers_run(tmp_path: Path) -> None:
    begin = (datetime.now(UTC) - timedelta(days=1)).replace(microsecond=0)
    with running(tmp_path / "theirs", "server", KEPT) as theirs, running(tmp_path / "ours", "server", KEPT) as ours:
        tell(theirs, 0, 300, begin)
        command = [sys.executable, "-m", "daywright", "import", "activitywatch", f"http://127.0.0.1:{theirs.port}"]
        options = ["--api-key-file", str(tmp_path / "theirs" / "token"), "--home", str(tmp_path / "ours"), "--json"]
        done = subprocess.run([*command, *options], env=KEPT, capture_output=True, check=True, timeout=100)
        told = json.loads(done.stdout)
        assert (told["source"], told["added"], told["refused"]) == ("a running ActivityWatch", 300, {})
        assert held(ours) == held(theirs)
        assert len(held(ours)) == 300


def test_the_present_is_collected_as_it_happens(tmp_path: Path) -> None:
    begin = (datetime.now(UTC) - timedelta(hours=2)).replace(microsecond=0)
    with running(tmp_path / "theirs", "server", KEPT) as theirs, running(tmp_path / "ours", "server", KEPT) as ours:
        tell(theirs, 0, 20, begin)
        (tmp_path / "agent").mkdir(mode=0o700)
        (tmp_path / "agent" / "token").write_text((tmp_path / "ours" / "token").read_text())
        flags = ["--source", "activitywatch", "--aw-url", f"http://127.0.0.1:{theirs.port}", "--aw-hostname", "laptop"]
        flags += ["--aw-api-key-file", str(tmp_path / "theirs" / "token"), "--collection-interval", "0.5"]
        with running_agent(tmp_path / "agent", f"http://127.0.0.1:{ours.port}", KEPT, *flags):
            eventually(lambda: len(held(ours)) == 20, "the past arrives", PATIENCE_S)
            tell(theirs, 20, 20, begin)
            eventually(lambda: held(ours) == held(theirs), "the present arrives", PATIENCE_S)
