import json
import os
from pathlib import Path
from uuid import uuid4

import httpx2 as httpx
import pytest
from typer.testing import CliRunner

from daywright.cli.failure import FailureError
from daywright.cli.main import app
from daywright.wire.enrolment import is_enrol_secret
from fakes.enrolled_device import enrol_wish
from fakes.server_process import running


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("DAYWRIGHT")]:
        monkeypatch.delenv(name)


def _run(home: Path, *words: str, code: int = 0) -> str:
    """Run a verb in this process; what it prints, or what is wrong when the wanted code is not 0."""
    done = CliRunner().invoke(app, ["device", *words, "--home", str(home)])
    failure = done.exception
    assert (failure.exit_code if isinstance(failure, FailureError) else done.exit_code) == code, done.output
    return str(failure) if code else done.stdout


def test_a_machine_is_let_in_looked_at_and_shut_out_while_the_server_runs(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with running(home, "server", os.environ) as server:
        made = json.loads(_run(home, "secret", "create", "fleet", "--approve", "--json"))
        assert is_enrol_secret(made["secret"])
        let_in = httpx.post(f"{server.url}/api/v1/enroll", json=enrol_wish(made["secret"]))
        assert (let_in.status_code, let_in.json()["status"]) == (201, "pending_approval")
        (secret,) = json.loads(_run(home, "secret", "list", "--json"))["secrets"]
        assert (secret["id"], secret["state"], secret["uses"]) == (made["id"], "used", 1)

        def state() -> str:
            rows = json.loads(_run(home, "list", "--json"))["devices"]
            return next(str(row["state"]) for row in rows if row["name"] == "studio")

        assert state() == "pending"
        assert "may deliver" in _run(home, "approve", "studio")
        assert state() == "active"
        assert "asked for another key" in _run(home, "rotate", let_in.json()["device_id"])
        assert "shut out" in _run(home, "revoke", "studio")
        assert state() == "revoked"
        assert made["secret"] not in _run(home, "secret", "list") + _run(home, "list")


def test_what_cannot_be_done_is_said_in_a_line(tmp_path: Path) -> None:
    secret = _run(tmp_path, "secret", "create").strip()
    assert "nobody in any more" in _run(tmp_path, "secret", "revoke", secret[5:13])
    assert "no such enrolment secret" in _run(tmp_path, "secret", "revoke", "nonsense", code=1)
    assert "no such device" in _run(tmp_path, "revoke", str(uuid4()), code=1)
    (mine,) = json.loads(_run(tmp_path, "list", "--json"))["devices"]
    assert "cannot be shut out" in _run(tmp_path, "revoke", mine["id"], code=5)
    assert "was not enrolled" in _run(tmp_path, "rotate", mine["name"], code=5)
    _run(tmp_path, "secret", "create", "a\nb", code=2)
