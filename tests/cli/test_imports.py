"""`daywright import activitywatch` as a person or a program meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakes.activitywatch_files import CLASSES, a_morning, aw_server_database, aw_server_rust_database, export_file


def run(home: Path, *words: str, code: int = 0, fault: str = "") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAYWRIGHT", "COV"))}
    command = [sys.executable, "-m", "daywright", "import", "activitywatch", *words, "--home", str(home)]
    environment = {**kept, "TZ": "UTC", "DAYWRIGHT_FAULT": fault}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100, env=environment)
    assert done.returncode == code, done.stderr
    return done


def answer(home: Path, *words: str) -> dict[str, object]:
    told = json.loads(run(home, *words, "--json").stdout)
    assert isinstance(told, dict)
    return told


def test_a_person_reads_what_became_of_every_event(tmp_path: Path) -> None:
    export = export_file(tmp_path / "export.json", a_morning(3))
    export.write_text(export.read_text().replace('"duration": 29.5', '"duration": -1', 1))
    told = run(tmp_path / "home", str(export))
    assert told.stdout.splitlines() == [
        "5 events in 3 buckets: 4 are new, 0 known.",
        "1 left out: their duration is no time (duration.invalid).",
    ]
    assert told.stderr == "", "no bar where nobody looks"


def test_a_program_reads_the_same(tmp_path: Path) -> None:
    source = str(aw_server_database(tmp_path / "aw.db", a_morning()))
    count = len(a_morning())
    first, second = answer(tmp_path / "home", source), answer(tmp_path / "home", source)
    assert (first["source"], first["events"], first["added"]) == ("the database of aw-server", count, count)
    assert (second["added"], second["known"], second["refused"]) == (0, count, {})


def test_categories_are_offered_and_taken_when_wanted(tmp_path: Path) -> None:
    source = str(aw_server_rust_database(tmp_path / "sqlite.db", a_morning(), {"classes": CLASSES}))
    home = tmp_path / "home"
    offered = run(home, source).stdout
    assert "ActivityWatch has 2 categories" in offered
    assert f"daywright import activitywatch {source} --rules" in offered
    rules = [sys.executable, "-m", "daywright", "rules", "export", "--home", str(home)]
    before = json.loads(subprocess.run(rules, capture_output=True, check=True).stdout)
    assert ["Work", "Code"] not in [category["path"] for category in before["categories"]]
    assert "2 categories are in place" in run(home, source, "--rules").stdout
    after = json.loads(subprocess.run(rules, capture_output=True, check=True).stdout)
    assert [category["path"] for category in after["categories"]] == [["Work"], ["Work", "Code"]]


def test_settings_of_aw_server_come_from_their_own_file(tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"startOfDay": "05:00", "classes": CLASSES}))
    source = str(aw_server_database(tmp_path / "aw.db", a_morning()))
    told = answer(tmp_path / "home", source, "--settings", str(settings))
    assert (told["settings"], told["categories"]) == (["startOfDay", "classes"], 2)


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (None, 2, "cannot be read: No such file or directory"),
        (b"hello", 2, "is nothing of ActivityWatch's"),
        (b'{"buckets": {"a": {"events": [{}]}, "b": {"events": [{}', 1, "is damaged: not JSON from byte"),
    ],
)
def test_what_cannot_be_imported_is_told_in_one_line(
    content: bytes | None, code: int, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "file"
    if content is not None:
        path.write_bytes(content)
    told = run(tmp_path / "home", str(path), code=code)
    assert said in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_server_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    assert "cannot be reached" in run(tmp_path / "home", "http://127.0.0.1:9", code=4).stderr


@pytest.mark.faults
def test_an_import_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    moments = a_morning(9_000)
    source, home = str(export_file(tmp_path / "export.json", moments)), tmp_path / "home"
    run(home, source, code=-9, fault="import.stored:2")
    done = answer(home, source)
    assert done["resumed"] is True
    assert (done["events"], done["refused"]) == (len(moments), {})
    assert (done["added"], done["known"]) == (len(moments) - 4_000, 4_000), "what was stored last was not noted yet"
    assert answer(home, source)["known"] == len(moments)
