"""The verbs as a person or a program meets them: what they print, and with which code they end."""

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest


def _run(*words: str, home: Path | None = None, code: int = 0) -> str:
    """Run a verb; standard output, or standard error when the wanted code is not 0."""
    command = [sys.executable, "-m", "daywright", *words, *(["--home", str(home)] if home else [])]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAYWRIGHT", "COV"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env={**kept, "TZ": "UTC"})
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("demo")
    _run("demo", "--days", "20", home=home)
    return home


def test_the_version_is_told() -> None:
    assert re.fullmatch(r"daywright \d+\.\d+\.\d+\n", _run("--version"))


def test_bare_help_lists_every_verb() -> None:
    text = _run("--help")
    for verb in ("up", "server", "agent", "status", "today", "demo", "device", "rules", "token", "verify"):
        assert f" {verb} " in text


def test_a_verb_that_is_none_is_a_usage_error() -> None:
    _run("dance", code=2)


def test_a_token_is_a_lowercase_uuid4_and_can_be_revoked(tmp_path: Path) -> None:
    secret = _run("token", "create", "laptop", "--scope", "write", home=tmp_path).strip()
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", secret)
    listed = _run("token", "list", "--json", home=tmp_path)
    assert secret not in listed
    (token,) = json.loads(listed)["tokens"]
    assert (token["name"], token["scope"], token["revoked"]) == ("laptop", "write", None)
    _run("token", "revoke", "laptop", home=tmp_path)
    assert "no live token" in _run("token", "revoke", "laptop", home=tmp_path, code=1)


def test_a_home_is_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "fresh"
    _run("token", "list", home=home)
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "daywright.db").stat().st_mode & 0o777 == 0o600


def test_today_shows_the_day_to_people_and_programs(demo_home: Path) -> None:
    text = _run("today", "--date", _busy_day(demo_home), home=demo_home)
    assert "active since" in text
    assert "Where it went" in text


def _busy_day(home: Path) -> str:
    """A day of the demo with at least five hours."""
    from datetime import date, timedelta

    last = date.fromisoformat(json.loads(_run("today", "--json", home=home))["date"])
    for back in range(1, 8):
        day = (last - timedelta(days=back)).isoformat()
        if json.loads(_run("today", "--date", day, "--json", home=home))["total_seconds"] > 5 * 3600:
            return day
    raise AssertionError("a week without a day of work")


def test_an_empty_home_says_so(tmp_path: Path) -> None:
    assert "Nothing was recorded" in _run("today", home=tmp_path)


def test_a_date_that_is_none_is_refused_in_one_line(tmp_path: Path) -> None:
    assert _run("today", "--date", "someday", home=tmp_path, code=2) == "daywright: A date looks like 2026-03-02.\n"


def test_after_the_demo_everything_is_made_that_a_first_look_needs(demo_home: Path) -> None:
    with sqlite3.connect(demo_home / "daywright.db") as database:
        assert database.execute("SELECT count(*) FROM image WHERE name = 'dictionary'").fetchone() == (1,)
        days = database.execute("SELECT count(*), max(utc_day) FROM day").fetchone()
        assert days[0] >= 20
        assert database.execute("SELECT count(*) FROM dirty_day WHERE utc_day <= ?", days[1:]).fetchone() == (0,)


def test_the_demo_can_be_made_again_but_never_over_real_events(demo_home: Path, tmp_path: Path) -> None:
    _run("demo", "--days", "2", home=demo_home)
    _run("token", "list", home=tmp_path)
    with sqlite3.connect(tmp_path / "daywright.db") as database:
        database.execute(
            "INSERT INTO bucket (user, device, name, aw_id, kind, type, client, hostname, created_us, data, longest_us)"
            " VALUES (1, 1, 'window', 'w', 'window', 'currentwindow', 'x', 'h', 0, '{}', 0)"
        )
        database.execute(
            "INSERT INTO context (user, hash, kind, data, app, title, domain, project, language, branch, entity)"
            " VALUES (1, x'00', 'window', '{}', '', '', '', '', '', '', '')"
        )
        database.execute("INSERT INTO event (bucket, start, context, duration) VALUES (1, 1, 1, 1)")
    assert "holds real events" in _run("demo", home=tmp_path, code=5)


def test_verify_finds_nothing_wrong_with_a_demo(demo_home: Path) -> None:
    report = json.loads(_run("verify", "--json", home=demo_home))
    assert report["differ"] == []
    assert report["days"] >= 15


def test_verify_ends_with_1_when_a_day_differs(tmp_path: Path) -> None:
    import sqlite3

    _run("demo", "--days", "8", home=tmp_path)
    with sqlite3.connect(tmp_path / "daywright.db") as database:
        database.execute("UPDATE day SET blob = x'00' WHERE utc_day = (SELECT min(utc_day) FROM day)")
    assert "are not what their events give" in _run("verify", home=tmp_path, code=1)
    _run("verify", "--repair", home=tmp_path)
    _run("verify", home=tmp_path)


def test_a71_verify_ends_with_1_when_the_audit_list_was_changed(tmp_path: Path) -> None:
    import sqlite3

    _run("device", "secret", "create", home=tmp_path)
    _run("device", "secret", "create", home=tmp_path)
    assert json.loads(_run("verify", "--json", home=tmp_path))["audit_entries"] == 2
    with sqlite3.connect(tmp_path / "daywright.db") as database:
        database.execute("UPDATE audit SET subject = 'another' WHERE id = 1")
    assert "changed at entry 1" in _run("verify", home=tmp_path, code=1)


def test_status_tells_each_part_s_state(demo_home: Path) -> None:
    status = json.loads(_run("status", "--json", home=demo_home))
    assert status["server"]["running"] is False
    assert status["agent"]["running"] is False
    assert {bucket["name"] for bucket in status["buckets"]} >= {"window", "afk"}


def test_status_tells_whose_clock_is_wrong(tmp_path: Path) -> None:
    _run("token", "list", home=tmp_path)
    import sqlite3

    with sqlite3.connect(tmp_path / "daywright.db") as database:
        database.execute("UPDATE device SET clock_skew_us = -7200000000")
    assert "clock 2 h 00 m behind" in _run("status", home=tmp_path)
    assert json.loads(_run("status", "--json", home=tmp_path))["devices"][0]["clock_skew_seconds"] == -7200


def test_a_port_in_use_is_explained_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = _run("up", "--no-agent", "--no-browser", "--port", str(port), home=tmp_path, code=1)
    assert text == f"daywright: port {port} is in use; stop what uses it or choose another with --port.\n"


def test_a_home_that_is_a_file_is_explained_in_one_line(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("")
    text = _run("up", "--no-agent", "--no-browser", "--port", "0", home=home, code=1)
    assert text.count("\n") == 1
    assert str(home) in text


def test_a_home_without_rights_is_explained_in_one_line(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        home = Path("/proc/daywright-cannot-be-here")
    else:
        (tmp_path / "locked").mkdir(mode=0o500)
        home = tmp_path / "locked" / "home"
    text = _run("today", home=home, code=1)
    assert text.count("\n") == 1
    assert text.startswith("daywright: ")


def test_a_file_that_is_no_database_is_explained_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "daywright.db").write_bytes(b"this is no database at all, not even a small one" * 100)
    text = _run("today", home=tmp_path, code=1)
    assert text.count("\n") == 1
    assert "not a database" in text


@pytest.mark.parametrize("line", ["port = 'many'", "port = 99999", "log_level = 'LOUD'", "this is no TOML"])
def test_a_wrong_setting_is_explained_in_one_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "config.toml").write_text(line)
    text = _run("today", home=tmp_path, code=1)
    assert text.count("\n") == 1
    assert "Traceback" not in text


def test_rules_can_be_taken_along_and_put_back(demo_home: Path, tmp_path: Path) -> None:
    text = _run("rules", "export", home=demo_home)
    exported = json.loads(text)
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({**exported, "rules": exported["rules"][:1]}), encoding="utf-8")
    tried = json.loads(_run("rules", "import", str(file), "--dry-run", "--json", home=demo_home))
    assert tried["applied"] is False
    assert tried["moved_seconds"] > 3600
    assert json.loads(_run("rules", "export", home=demo_home))["rules"] == exported["rules"]
    said = _run("rules", "import", str(file), home=demo_home)
    assert said.startswith("Moved ")
    assert "Development › Coding → Uncategorised" in said
    assert len(json.loads(_run("rules", "export", home=demo_home))["rules"]) == 1
    file.write_text(text, encoding="utf-8")
    back = json.loads(_run("rules", "import", str(file), "--json", home=demo_home))
    assert (back["applied"], back["moved_seconds"]) == (True, tried["moved_seconds"])


def test_categories_of_activitywatch_are_brought_over(tmp_path: Path) -> None:
    classes = [{"name": ["Work"], "rule": {"type": "regex", "regex": "Code"}, "data": {"score": 5}}]
    (tmp_path / "classes.json").write_text(json.dumps({"categories": classes}), encoding="utf-8")
    _run("rules", "import", str(tmp_path / "classes.json"), home=tmp_path / "home")
    held = json.loads(_run("rules", "export", home=tmp_path / "home"))
    assert [one["path"] for one in held["categories"]] == [["Work"]]
    assert [one["field"] for one in held["rules"]] == ["app", "title", "url"]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ("{", 2, "is not JSON"),
        ('{"categories": [], "rules": [{}]}', 5, "(rule.category.unknown)"),
        ("3", 5, "(ruleset.type)"),
    ],
)
def test_a_file_that_holds_no_rules_changes_nothing(tmp_path: Path, content: str, code: int, said: str) -> None:
    (tmp_path / "rules.json").write_text(content, encoding="utf-8")
    assert said in _run("rules", "import", str(tmp_path / "rules.json"), home=tmp_path / "home", code=code)


def test_what_is_missing_is_suggested(demo_home: Path) -> None:
    told = json.loads(_run("rules", "suggest", "--limit", "3", "--json", home=demo_home))
    listed = told["suggestions"]
    assert 0 < len(listed) <= 3
    assert listed == sorted(listed, key=lambda one: -one["seconds"])
    assert sum(one["seconds"] for one in listed) <= told["uncategorised_seconds"]
    assert f"{listed[0]['field']} {listed[0]['op']} {listed[0]['value']}" in _run("rules", "suggest", home=demo_home)
