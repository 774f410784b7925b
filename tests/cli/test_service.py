import configparser
import plistlib
import shlex
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

from daywright.cli.main import app
from daywright.cli.service import System, command, definition, place

ODD = ["/opt/my python/bin/python", "-m", "daywright", "up", "--home", '/home/me/50% & "more" $HOME']


def test_the_unit_starts_what_it_should_whatever_the_path(tmp_path: Path) -> None:
    del tmp_path
    unit = configparser.RawConfigParser(strict=False)
    unit.read_string(definition(System.linux, ODD))
    started = unit["Service"]["ExecStart"].replace("%%", "%").replace("$$", "$")
    assert shlex.split(started) == ODD
    assert unit["Service"]["RestartPreventExitStatus"] == "2 3"
    assert unit["Install"]["WantedBy"] == "graphical-session.target"


def test_the_definitions_for_other_systems_say_the_same() -> None:
    plist = plistlib.loads(definition(System.macos, ODD).encode())
    assert plist["ProgramArguments"] == ODD
    task = ET.fromstring(definition(System.windows, ODD).partition("?>")[2])  # noqa: S314  (our own text)
    names = {element.tag.partition("}")[2]: element.text for element in task.iter()}
    assert names["Command"] == ODD[0]
    assert "--home" in str(names["Arguments"])


@pytest.mark.parametrize(("agent", "name"), [(False, "daywright.service"), (True, "daywright-agent.service")])
def test_the_agent_alone_is_a_service_of_its_own(tmp_path: Path, agent: bool, name: str) -> None:  # noqa: FBT001
    assert place(System.linux, tmp_path, agent=agent) == tmp_path / ".config" / "systemd" / "user" / name
    assert ("agent" in command(tmp_path, agent=agent)) == agent


def test_installing_writes_the_unit_and_tells_systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    control = tmp_path / "bin" / "systemctl"
    control.parent.mkdir()
    control.write_text(f'#!/bin/sh\necho "$@" >> {told}\n')
    control.chmod(0o755)
    monkeypatch.setenv("PATH", f"{control.parent}:/usr/bin:/bin")
    monkeypatch.setenv("HOME", str(tmp_path))
    unit = tmp_path / ".config" / "systemd" / "user" / "daywright-agent.service"
    done = CliRunner().invoke(app, ["service", "install", "--agent", "--home", str(tmp_path / "data")])
    assert done.exit_code == 0, done.output
    assert f"agent --home {tmp_path / 'data'}" in unit.read_text()
    assert told.read_text() == "--user daemon-reload\n--user enable --now daywright-agent.service\n"
    done = CliRunner().invoke(app, ["service", "uninstall", "--agent"])
    assert done.exit_code == 0, done.output
    assert not unit.exists()
    assert told.read_text().endswith("--user disable --now daywright-agent.service\n--user daemon-reload\n")


def test_printing_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    done = CliRunner().invoke(app, ["service", "install", "--print", "--system", "macos", "--home", str(tmp_path)])
    assert "ProgramArguments" in done.output
    assert list(tmp_path.iterdir()) == []
