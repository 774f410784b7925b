import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from daywright.agent.vault import Vault
from daywright.agent.wal import Settlement, Wal
from daywright.kit.clock import SystemClock
from fakes.records import record


def run(*words: str, home: Path, code: int = 0, said: str = "stdout") -> str:
    command = [sys.executable, "-m", "daywright", "dead", *words, "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=os.environ)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 and said == "stdout" else done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    wal = Wal(tmp_path / "agent", SystemClock(), vault=Vault(tmp_path / "agent", SystemClock()))
    wal.append([record(1), record(2)])
    batch = wal.lease(bytes(16), 0, lambda _: b"", 2)
    assert batch is not None
    wal.settle(batch, Settlement(dead={batch.members[0].seq: "schema.invalid", batch.members[1].seq: "time.future"}))
    wal.close()
    return tmp_path


def test_dead_letters_are_listed_exported_called_back_and_deleted(home: Path) -> None:
    listed = run("list", home=home)
    assert "schema.invalid" in listed
    assert "time.future" in listed
    rows = json.loads(run("list", "--json", home=home))["dead"]
    assert {row["reason"] for row in rows} == {"schema.invalid", "time.future"}
    out = home / "out.jsonl"
    run("export", str(out), home=home)
    assert out.stat().st_mode & 0o777 == 0o600
    assert [json.loads(line)["event"]["bucket"] for line in out.read_text().splitlines()] == ["window", "window"]
    assert "titles in the clear" in run("export", str(home / "again.jsonl"), home=home, said="stderr")
    assert "is there already" in run("export", str(out), home=home, code=5)
    assert run("requeue", str(rows[0]["number"]), home=home) == "1 event waits again.\n"
    assert run("purge", "--all", home=home) == "1 event is deleted.\n"
    assert json.loads(run("list", "--json", home=home)) == {"dead": []}


def test_which_ones_must_be_said(home: Path) -> None:
    run("purge", home=home, code=2)
    run("requeue", "1", "--all", home=home, code=2)
