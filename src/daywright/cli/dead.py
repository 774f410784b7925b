"""`daywright dead`: events that were set aside, and what becomes of them."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, Json, log_desk, settings_for
from daywright.cli.terminal import plain

if TYPE_CHECKING:
    from daywright.agent.desk import Desk

app = typer.Typer(help="Events that were set aside because the server refused them.", no_args_is_help=True)
Numbers = Annotated[list[int] | None, typer.Argument(help="Their numbers, as `daywright dead list` shows them.")]
All = Annotated[bool, typer.Option("--all", help="All of them.")]


@app.command("list")
def list_dead(home: Home = None, as_json: Json = False) -> None:
    """List what was set aside, newest first, without what it says."""
    from daywright.kit.clock import rfc3339

    rows = [
        {
            "number": letter.seq,
            "bucket": letter.kind,
            "reason": letter.code,
            "set_aside": rfc3339(letter.dead_us),
            "bytes": letter.size,
        }
        for letter in _desk(home).letters()
    ]
    if as_json:
        print(json.dumps({"dead": rows}, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['number']:>8}  {plain(str(row['bucket'])):<10} {plain(str(row['reason'])):<24} {row['set_aside']}")


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; standard output when left out.")] = None,
    home: Home = None,
) -> None:
    """Write what was set aside, one JSON object a line, titles included."""
    letters, trouble = _desk(home).exported()
    lines = "".join(json.dumps(letter, ensure_ascii=False) + "\n" for letter in letters)
    if trouble:
        print(f"Some of them cannot be opened: {plain(trouble)}.", file=sys.stderr)
    if file is None:
        print(lines, end="")
        return
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise FailureError(f"{file} is there already.", ExitCode.REFUSED) from None
    except OSError as error:
        raise FailureError(f"{file} cannot be written: {error.strerror}.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(lines)
    print(
        f"{file} holds titles in the clear; only you can read it. Delete it when it is no longer needed.",
        file=sys.stderr,
    )


@app.command()
def requeue(numbers: Numbers = None, everything: All = False, home: Home = None) -> None:
    """Let them wait again: after the server was repaired, they are delivered."""
    chosen = _chosen(numbers, everything)
    _say(_change(lambda desk: desk.call_back(chosen), home), "waits again", "wait again")


@app.command()
def purge(numbers: Numbers = None, everything: All = False, home: Home = None) -> None:
    """Delete them for good."""
    chosen = _chosen(numbers, everything)
    _say(_change(lambda desk: desk.throw_away(chosen), home), "is deleted", "are deleted")


def _change(work: "Callable[[Desk], int]", home: Path | None) -> int:
    from daywright.agent.wal import StorageError

    try:
        return work(_desk(home))
    except (StorageError, OSError) as error:
        raise FailureError(f"the log cannot be changed: {error}.") from None


def _say(count: int, one: str, many: str) -> None:
    print(f"{count} event {one}." if count == 1 else f"{count} events {many}.")


def _chosen(numbers: list[int] | None, everything: bool) -> list[int] | None:
    if bool(numbers) == everything:
        raise FailureError("name their numbers, or say --all.", ExitCode.USAGE)
    return numbers or None


def _desk(home: Path | None) -> "Desk":
    return log_desk(settings_for(home).home)
