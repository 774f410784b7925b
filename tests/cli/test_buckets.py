"""`daywright buckets`: ActivityWatch's buckets for a person who looks for their names."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from fakes.activitywatch import ActivityWatch, MemoryStore, serving
from fakes.ingest_server import Reply

HOST = os.uname().nodename


@pytest.fixture
def there() -> Iterator[ActivityWatch]:
    store = MemoryStore()
    store.make(f"aw-watcher-window_{HOST}", "currentwindow", HOST)
    store.make(f"aw-watcher-afk_{HOST}", "afkstatus", HOST)
    store.make("aw-watcher-window_other", "currentwindow", "other")
    store.make("aw-watcher-web-firefox", "web.tab.current", "unknown")
    with serving(ActivityWatch(store)) as fake:
        yield fake


def run(*words: str, code: int = 0, **variables: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAYWRIGHT", "COV", "AW_"))}
    command = [sys.executable, "-m", "daywright", "buckets", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=kept | variables)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def test_a_star_marks_what_would_be_read(there: ActivityWatch) -> None:
    told = run("--aw-url", there.url).splitlines()
    starred = {line.split()[1] for line in told if line.startswith("*")}
    assert starred == {f"aw-watcher-window_{HOST}", f"aw-watcher-afk_{HOST}", "aw-watcher-web-firefox"}
    assert len(told) == 4


def test_a_program_reads_the_same_and_a_named_bucket_is_chosen(there: ActivityWatch) -> None:
    told = json.loads(run("--aw-url", there.url, "--json", AW_WINDOW_BUCKET_ID="aw-watcher-window_other"))
    collected = {one["id"]: one["collected"] for one in told["buckets"]}
    assert collected["aw-watcher-window_other"]
    assert not collected[f"aw-watcher-window_{HOST}"]


def test_nobody_there_and_somebody_else_there_are_told_apart(there: ActivityWatch) -> None:
    assert "cannot be reached" in run("--aw-url", "http://127.0.0.1:9", code=4)
    there.trouble = lambda _: Reply(200, b"<html>")
    assert "does not answer as ActivityWatch does" in run("--aw-url", there.url, code=1)
    assert "an address like" in run("--aw-url", "nowhere", code=2)
