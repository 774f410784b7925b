"""How every verb ends when it cannot do its work."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from daywright.cli.main import main
from daywright.server.app import open_store
from daywright.server.foundation import database
from daywright.server.foundation.settings import Settings


def _main(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["daywright", *words])
    with pytest.raises(SystemExit) as end:
        main()
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.fixture
def locked_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home whose database another program keeps locked."""
    open_store(Settings(home=tmp_path)).database.close()
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 10)
    with closing(sqlite3.connect(tmp_path / "daywright.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield tmp_path
        other.execute("ROLLBACK")


@pytest.mark.parametrize("verb", [("token", "create", "x"), ("token", "revoke", "x"), ("demo",)], ids=" ".join)
def test_f20_a_verb_that_cannot_write_says_so_in_one_line(
    locked_home: Path, verb: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(monkeypatch, *verb, "--home", str(locked_home)) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("daywright: the database")


@pytest.mark.parametrize("verb", [("status",), ("today",), ("token", "list"), ("verify",)], ids=" ".join)
def test_f20_a_verb_that_only_reads_does_so_while_another_program_writes(
    locked_home: Path, verb: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["daywright", *verb, "--home", str(locked_home), "--json"][: 3 + len(verb)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code in (0, None)


@pytest.mark.parametrize("name", ["", "a\nb", "\x1b[31m", "x" * 101])
def test_a_token_needs_a_name_that_can_be_told(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(monkeypatch, "token", "create", name, "--home", str(tmp_path)) == 2
    assert capsys.readouterr().err.count("\n") == 1
