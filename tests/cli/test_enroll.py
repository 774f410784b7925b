"""Enrolment as a person or a script meets it, against a server that believes only signatures."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.agent import credentials, remote
from daywright.agent.wal import Wal
from daywright.kit.clock import SystemClock
from fakes.device_server import SECRET, DeviceServer, device_server
from fakes.records import record


@pytest.fixture
def server() -> Iterator[DeviceServer]:
    with device_server() as found:
        yield found


def run(
    *words: str, home: Path, code: int = 0, stdin: str = "", module: str = "daywright", **variables: str
) -> tuple[str, str]:
    """Run a verb; standard output and standard error."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("DAYWRIGHT", "DEVPULSE", "COV"))}
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        input=stdin,
        cwd=home.parent,
        env={**kept, "DAYWRIGHT_HOME": str(home), **variables},
    )
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir(mode=0o700)
    return tmp_path / "home"


def enrolled(home: Path) -> bool:
    return (home / "credentials.json").exists()


def test_d14_the_secret_comes_from_a_file(server: DeviceServer, home: Path) -> None:
    (home / "enroll_token").write_text(f"{SECRET}\n")
    out, err = run(
        *("enroll", "--server", server.url, "--username", "mira"),
        *("--enrollment-secret-file", str(home / "enroll_token")),
        home=home,
    )
    assert f"Enrolled at {server.url}" in out
    assert "What this device will send" in err
    assert SECRET not in out + err
    assert enrolled(home)
    assert json.loads(server.calls[0].body)["username"] == "mira"


def test_d14_or_from_standard_input(server: DeviceServer, home: Path) -> None:
    run("enroll", "--server", server.url, "--enrollment-secret-stdin", home=home, stdin=f"{SECRET}\n")
    assert enrolled(home)


def test_d21_d22_or_everything_from_the_environment(server: DeviceServer, home: Path) -> None:
    run(
        "enroll",
        home=home,
        DEVPULSE_SERVER_URL=server.url,
        DEVPULSE_USERNAME="mira",
        DAYWRIGHT_ENROLLMENT_SECRET=SECRET,
    )
    assert enrolled(home)
    assert json.loads(server.calls[0].body)["username"] == "mira"


def test_a19_a_secret_on_the_command_line_works_with_a_warning(server: DeviceServer, home: Path) -> None:
    _, err = run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    assert "can be seen by everybody" in err
    assert SECRET not in err
    assert enrolled(home)


@pytest.mark.parametrize(
    "words",
    [
        ["--server", "https://day.example"],
        ["--enrollment-secret", "x"],
        ["--server", "http://day.example", "--enrollment-secret", "x"],
        ["--server", "https://day.example", "--enrollment-secret", "x", "--enrollment-secret-stdin"],
        ["--server", "https://day.example", "--enrollment-secret", "two\nlines"],
        ["--server", "https://day.example", "--enrollment-secret", "x", "--ca-file", "nowhere.pem"],
    ],
    ids=["no secret", "no server", "plain http", "two secrets", "no secret at all", "no such file"],
)
def test_what_cannot_be_meant_is_a_usage_error(words: list[str], home: Path) -> None:
    run("enroll", *words, home=home, code=2)
    assert not enrolled(home)


def test_a_wrong_secret_ends_with_5_and_no_server_with_4(server: DeviceServer, home: Path) -> None:
    run("enroll", "--server", server.url, "--enrollment-secret", "enr1_wrong", home=home, code=5)
    _, err = run("enroll", "--server", "http://127.0.0.1:1", "--enrollment-secret", SECRET, home=home, code=4)
    assert "nothing listens there" in err
    assert not enrolled(home)


def test_d35_an_agent_that_is_not_enrolled_ends_with_3_and_says_how(home: Path) -> None:
    _, err = run("agent", "--server", "https://day.example", home=home, code=3)
    assert "not enrolled at https://day.example" in err
    assert "daywright enroll --server https://day.example --username NAME" in err
    assert not (home / "agent").exists(), "nothing was recorded"


def test_a_token_of_this_home_is_not_shown_to_another_server(home: Path) -> None:
    (home / "token").write_text("0d9b1f5e-6d1c-4c6a-9d5e-5a1f6f1f2a3b")
    run("agent", "--server", "https://day.example", home=home, code=3)


def put(home: Path, *numbers: int) -> None:
    wal = Wal(home / "agent", SystemClock())
    wal.append([record(number) for number in numbers])
    wal.close()


def test_d18_sync_delivers_what_waits_without_an_agent(server: DeviceServer, home: Path) -> None:
    run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    put(home, 1, 2, 3)
    out, _ = run("sync", home=home)
    assert out == "Delivered 3 events; nothing waits.\n"
    assert len(server.rows) == 3
    assert json.loads(run("sync", "--json", home=home)[0])["pending"] == 0


def test_sync_ends_with_3_4_or_5_when_it_cannot(server: DeviceServer, home: Path) -> None:
    run("sync", "--server", server.url, home=home, code=3)
    run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    put(home, 1)
    server.devices[next(iter(server.devices))].revoked = True
    _, err = run("sync", home=home, code=5)
    assert "closed this device out" in err


def test_sync_without_a_server_ends_with_4(home: Path) -> None:
    with device_server() as server:
        run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    put(home, 1)
    _, err = run("sync", home=home, code=4)
    assert "nothing listens there" in err


def test_d17_status_tells_of_enrolment_and_pipeline(server: DeviceServer, home: Path) -> None:
    assert json.loads(run("status", "--json", home=home)[0])["enrolment"] == {"enrolled": False}
    run("enroll", "--server", server.url, "--username", "mira", "--enrollment-secret", SECRET, home=home)
    put(home, 1, 2)
    status = json.loads(run("status", "--json", home=home)[0])
    assert (status["enrolment"]["server"], status["enrolment"]["username"]) == (server.url, "mira")
    assert (status["agent"]["pending"], status["agent"]["conserved"]) == (2, True)
    assert "enrolled at" in run("status", home=home)[0]
    assert not (home / "daywright.db").exists(), "looking changes nothing"


def test_f48_status_and_doctor_tell_of_another_machine_with_the_same_key(server: DeviceServer, home: Path) -> None:
    run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    mine = credentials.load(home)
    assert mine is not None
    said = {"device_id": mine.device_id, "version": 2, "enrol_again": "device.clone_suspected"}
    (home / "agent").mkdir(mode=0o700, exist_ok=True)
    remote.save(home / "agent", remote.Held(good=json.dumps(said).encode()))
    assert json.loads(run("status", "--json", home=home)[0])["enrolment"]["enrol_again"] == "device.clone_suspected"
    assert "another machine reports with the same key" in run("status", home=home)[0]
    assert "Run `daywright enroll` on each" in run("doctor", home=home)[0]


def test_status_checks_the_law_of_conservation(home: Path) -> None:
    run("status", "--check", home=home, code=1)
    put(home, 1, 2, 3)
    out, _ = run("status", "--check", home=home)
    assert out.startswith("accepted 3 = acked 0 + dead 0 + evicted 0 + erased 0 + pending 3")
    import sqlite3

    with sqlite3.connect(home / "agent" / "wal.db") as log:
        log.execute("DELETE FROM event WHERE seq = 2")
    _, err = run("status", "--check", home=home, code=1)
    assert "not accounted for" in err


def test_status_is_shown_anew_until_it_is_interrupted(home: Path) -> None:
    put(home, 1)
    command = [sys.executable, "-m", "daywright", "status", "--watch", "--json", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        seen = [json.loads(watching.stdout.readline())["agent"]["pending"] for _ in range(2)]
        watching.send_signal(signal.SIGINT)
        assert watching.wait(30) == 0
    assert seen == [1, 1]


def test_status_prints_numbers_for_prometheus(home: Path) -> None:
    put(home, 1)
    out, _ = run("status", "--prometheus", home=home)
    assert "daywright_agent_up 0\n" in out
    assert "daywright_agent_pending 1\n" in out
    assert 'daywright_agent_events_total{outcome="accepted"} 1\n' in out


def test_d39_unenroll_revokes_wipes_and_keeps_what_waits(server: DeviceServer, home: Path) -> None:
    run("unenroll", home=home, code=3)
    run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    put(home, 1)
    _, err = run("unenroll", home=home)
    assert "1 events wait" in err
    assert not enrolled(home)
    assert all(device.revoked for device in server.devices.values())
    run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    run("unenroll", "--queue", "drop", home=home)
    out, _ = run("status", "--check", home=home)
    assert "erased 1 + pending 0" in out


def test_unenroll_keeps_the_keys_while_the_server_cannot_be_told(home: Path) -> None:
    with device_server() as server:
        run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    run("unenroll", home=home, code=4)
    assert enrolled(home)
    run("unenroll", "--force", home=home)
    assert not enrolled(home)


def test_doctor_finds_nothing_wrong_with_an_enrolled_machine(server: DeviceServer, home: Path) -> None:
    run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    report = json.loads(run("doctor", "--json", home=home)[0])
    assert report["well"]
    states = {finding["what"]: finding["state"] for finding in report["findings"]}
    assert (states["server"], states["key"], states["enrolment"]) == ("ok", "ok", "ok")


def test_doctor_names_what_is_broken_and_the_remedy(server: DeviceServer, home: Path) -> None:
    run("enroll", "--server", server.url, "--enrollment-secret", SECRET, home=home)
    (home / "credentials.json").chmod(0o644)
    out, err = run("doctor", home=home, code=1)
    assert "chmod 600" in out
    assert "not well: settings" in err or "not well: enrolment" in err
    (home / "credentials.json").chmod(0o600)
    server.devices[next(iter(server.devices))].revoked = True
    out, _ = run("doctor", home=home, code=1)
    assert "device.revoked" in out


def test_d13_d16_d17_d18_the_earlier_client_s_commands_work(server: DeviceServer, tmp_path: Path) -> None:
    def client(*words: str, code: int = 0) -> tuple[str, str]:
        nowhere = tmp_path / "nowhere"
        return run(*words, home=nowhere, code=code, module="devpulse_client", HOME=str(tmp_path), DAYWRIGHT_HOME="")

    client("enroll", "--username", "mira", "--server", server.url, "--enrollment-secret", SECRET)
    assert (tmp_path / ".devpulse" / "credentials.json").stat().st_mode & 0o777 == 0o600
    assert "enrolled at" in client("status")[0]
    put(tmp_path / ".devpulse", 1)
    assert "Delivered 1 events" in client("sync")[0]
    assert "not enrolled at https://day.example" in client("run", "--server", "https://day.example", code=3)[1]


def test_d20_settings_may_stand_in_a_dotenv_file(server: DeviceServer, home: Path) -> None:
    (home.parent / ".env").write_text(f"# ours\nexport DEVPULSE_SERVER_URL='{server.url}'\nOTHER=1\n")
    run("enroll", "--enrollment-secret-stdin", home=home, stdin=SECRET)
    assert enrolled(home)
