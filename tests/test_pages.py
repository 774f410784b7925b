"""What pages show is whole: every block parses, every command in it exists, every example says what the code does."""

import configparser
import json
import re
import shlex
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer.main

from daywright.agent import config
from daywright.agent.redact import Redactor, policy
from daywright.cli.main import app
from daywright.kit.clock import to_us
from daywright.server.events import facts_of
from daywright.server.events.service.shape import decode_batch
from daywright.server.foundation.settings import Settings
from oracles.stories import Story
from pages import DOCS, PAGES, ROOT, Block, blocks, name

EVERY = [block for page in PAGES for block in blocks(page)]
SHELL = ("shell", "sh")  # what is read on the first page of a repository is `sh`, and only checked
LANGUAGES = {*SHELL, "python", "json", "toml", "ini", "text"}
NOTES = {"shell": {"", "only checked", "stopped"}, "sh": {""}, "python": {""}, "toml": {""}, "ini": {""}}
UNIT = {
    "Unit": {"Description", "PartOf", "After"},
    "Service": {"ExecStart", "Restart", "RestartSec", "KillMode", "TimeoutStopSec"},
    "Install": {"WantedBy"},
}


def of(*languages: str) -> list[Block]:
    return [block for block in EVERY if block.language in languages]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_fences_come_in_pairs(page: Path) -> None:
    assert page.read_text(encoding="utf-8").count("```") == 2 * len(blocks(page))


@pytest.mark.parametrize("block", EVERY, ids=str)
def test_a_block_is_of_a_language_that_is_tried(block: Block) -> None:
    assert block.language in LANGUAGES
    assert block.note in NOTES.get(block.language, {block.note})


@pytest.mark.parametrize("block", of("python"), ids=str)
def test_python_compiles(block: Block) -> None:
    compile(block.text, str(block), "exec")


@pytest.mark.parametrize("block", of("json"), ids=str)
def test_json_parses_and_a_batch_in_it_would_be_stored(block: Block) -> None:
    value = json.loads(block.text)
    if "events" in value:
        now_us = to_us(datetime(2026, 11, 20, tzinfo=UTC))
        assert facts_of(decode_batch(block.text.encode()), hash_key=b"k", now_us=now_us).rejected == []


@pytest.mark.parametrize("block", of("toml"), ids=str)
def test_settings_are_taken_as_they_are_shown(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(block.text)
    shown = tomllib.loads(block.text)
    of_agent = shown.pop("agent", {})
    settings = Settings(home=tmp_path)
    for name_, value in shown.items():
        taken = getattr(settings, name_)
        assert (str(taken) if isinstance(taken, Path) else taken) == (
            tuple(value) if isinstance(value, list) else value
        )
    known = {one.name for one in config.SETTINGS}
    assert set(of_agent) <= known
    config.load(["--home", str(tmp_path), "--server", "http://127.0.0.1:8000"], {})


@pytest.mark.parametrize("block", of("ini"), ids=str)
def test_a_unit_has_known_directives_and_starts_what_exists(block: Block) -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells case apart
    unit.read_string(block.text)
    assert {section: set(unit[section]) for section in unit.sections()} == UNIT
    _exists(shlex.split(unit["Service"]["ExecStart"])[1:])


@pytest.mark.parametrize("block", of(*SHELL), ids=str)
def test_a_shell_block_is_well_formed_and_names_commands_that_exist(block: Block) -> None:
    checked = subprocess.run(["bash", "-n"], input=block.text, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    recipes = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    for line in block.text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True) if line.count('"') % 2 == line.count("'") % 2 == 0 else line.split()
        if words and words[0].rpartition("/")[2] == "daywright":
            _exists(words[1:])
        if words[:1] == ["make"]:
            assert set(words[1:]) <= recipes, block


def _exists(words: list[str]) -> None:
    """Follow verbs down the command line; every option must be one of the last, or for the agent one of its own."""
    command: Any = typer.main.get_command(app)
    own = {f"--{one.name.replace('_', '-')}" for one in config.SETTINGS} if words[:1] == ["agent"] else set()
    while words and hasattr(command, "commands") and not words[0].startswith("-"):
        assert words[0] in command.commands, f"there is no verb {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | own
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known | {"--help"}


def test_what_privacy_shows_is_what_the_agent_keeps() -> None:
    page = (DOCS / "explanation" / "privacy.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| ([\w-]+) \| `(.+)` \| `(.+)` \|$", page, flags=re.MULTILINE)
    assert len(shown) > 5
    redact = Redactor(policy(exclude_apps=(), exclude_titles=(), record_titles=True))
    for application, title, kept in shown:
        found = redact("window", {"app": application, "title": title})
        assert found == ({"app": "Private", "title": ""} if kept == "Private" else {"app": application, "title": kept})


def test_the_example_for_every_rule_comes_out_as_written() -> None:
    told, timeline = blocks(DOCS / "explanation" / "how-counting-works.md", "text", "story")
    story = Story()
    story.device("laptop")
    story.device("phone", companion=True)
    for line in told.text.splitlines():
        spans = re.findall(r"\S*\d:\d\d\S*", line)
        device, kind, what, *more = [word for word in line.split() if word not in spans]
        shows = more[1] if more[:1] == ["in"] else ""
        marks = ["away"] if what == "away" else [word for word in more if word == "fullscreen"]
        rank = 1 if kind == "beat" else 2
        story.tell("" if device == "-" else device, kind, what, " ".join(spans), *marks, shows=shows, rank=rank)
    assert story.timeline() == timeline.text.splitlines()
