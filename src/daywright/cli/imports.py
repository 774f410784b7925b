"""`daywright import`: history that another program recorded, brought over."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, Json, opened, settings_for
from daywright.cli.terminal import plain
from daywright.kit.faultpoints import arm

if TYPE_CHECKING:
    from daywright.core.activitywatch_classes import Converted
    from daywright.server.activitywatch import Brought, Source, SourceError, Tally
    from daywright.server.activitywatch import Home as Target
    from daywright.server.app import Store
    from daywright.server.foundation.settings import Settings

app = typer.Typer(help="Bring over what another program recorded.", no_args_is_help=True)

REASONS = {
    "bucket.refused": "their bucket cannot be made here",
    "bucket.unknown": "they belong to no bucket",
    "data.invalid": "their data is no JSON object",
    "data.too_large": "their data is larger than a megabyte",
    "duration.invalid": "their duration is no time",
    "event.invalid": "they are no events",
    "filtered": "your privacy filters leave them out",
    "time.invalid": "their time cannot be read",
    "time.unbelievable": "their time is before 1990 or after 2200",
}


@app.callback()
def _imports() -> None:
    """Bring over what another program recorded."""


@app.command()
def activitywatch(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL",
            help="A running ActivityWatch (http://127.0.0.1:5600), its export file, or the SQLite file of its server.",
        ),
    ],
    rules: Annotated[
        bool, typer.Option("--rules", help="Put ActivityWatch's categories in place of your tree and rules.")
    ] = False,
    settings_file: Annotated[
        Path | None, typer.Option("--settings", help="The settings.json of aw-server, which its database lacks.")
    ] = None,
    api_key_file: Annotated[
        Path | None, typer.Option("--api-key-file", help="Holds the key that a running ActivityWatch asks for.")
    ] = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Bring over everything ActivityWatch recorded. Doing it again changes nothing; a killed import goes on."""
    from daywright.server import activitywatch

    arm(os.environ.get("DAYWRIGHT_FAULT", ""))
    settings, began = settings_for(home), time.monotonic()
    more = _settings_in(settings_file)
    try:
        with closing(activitywatch.open_source(source, api_key=_key(api_key_file))) as found:
            dashboard = {**found.settings, **more}
            with opened(settings) as (store, _), _progress(found, quiet=as_json) as show:
                brought = activitywatch.bring(found, _target(store, settings), dashboard, show)
                made = _categories(store, dashboard.get("classes"), wanted=rules)
            answer = _answer(found.what, brought, made, time.monotonic() - began)
    except activitywatch.SourceError as error:
        raise FailureError(f"{plain(str(error))}.", _code(error)) from None
    if as_json:
        print(json.dumps({**answer, "rules_replaced": rules and bool(made.categories)}, ensure_ascii=False))
        return
    _tell(source, brought, made, replaced=rules)


def _target(store: "Store", settings: "Settings") -> "Target":
    from daywright.server import activitywatch
    from daywright.server.foundation.access import Actor, Scope

    return activitywatch.Home(
        database=store.database,
        clock=store.clock,
        actor=Actor(store.owner, Scope.ADMIN, store.device, by_cookie=False),
        device=store.device,
        hash_key=store.hash_key,
        folder=settings.home / "imports",
    )


def _code(error: "SourceError") -> ExitCode:
    if error.unreachable:
        return ExitCode.UNREACHABLE
    if error.closed:
        return ExitCode.REFUSED
    return ExitCode.FAILURE if error.damaged else ExitCode.USAGE


def _key(file: Path | None) -> str:
    return "" if file is None else _text(file).strip()


def _settings_in(file: Path | None) -> dict[str, object]:
    if file is None:
        return {}
    try:
        told = json.loads(_text(file))
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise FailureError(f"{file} holds no settings of ActivityWatch.", ExitCode.USAGE)
    return told


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FailureError(
            f"{file} cannot be read: {getattr(error, 'strerror', 'it is no text')}.", ExitCode.USAGE
        ) from None


@contextmanager
def _progress(source: "Source", *, quiet: bool) -> "Iterator[Callable[[Tally], None]]":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True, quiet=quiet)
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("Importing", total=source.total)
        yield lambda tally: bar.update(task, completed=tally.read)


def _categories(store: "Store", classes: object, *, wanted: bool) -> "Converted":
    """Read the categories and, when wanted, put them in place of tree and rules."""
    from daywright.core.activitywatch_classes import Converted, convert
    from daywright.server import categories
    from daywright.server.foundation.database import driver
    from daywright.server.foundation.errors import Refusal

    made = Converted() if classes is None else convert(classes)
    if wanted and made.categories:
        with store.database.writing() as session:
            connection = driver(session)
            revision = categories.newest(connection, store.owner).revision
            try:
                categories.replace(
                    connection, store.owner, base=revision, document=made.document, now_us=store.clock.wall_us()
                )
            except Refusal as refusal:
                raise FailureError(f"the categories cannot be used: {refusal.detail}", ExitCode.REFUSED) from None
    return made


def _answer(what: str, brought: "Brought", made: "Converted", took_s: float) -> dict[str, object]:
    tally = brought.tally
    return {
        "source": what,
        "resumed": brought.resumed,
        "buckets": brought.buckets,
        "events": tally.read,
        "added": tally.added,
        "known": tally.known,
        "refused": dict(tally.refused),
        "settings": list(brought.settings),
        "settings_refused": list(brought.unusable),
        "categories": len(made.categories),
        "seconds": round(took_s, 1),
    }


def _tell(source: str, brought: "Brought", made: "Converted", *, replaced: bool) -> None:
    tally = brought.tally
    again = " (going on where the last import was interrupted)" if brought.resumed else ""
    print(f"{tally.read:,} events in {brought.buckets} buckets{again}: {tally.added:,} are new, {tally.known:,} known.")
    for code, count in tally.refused.most_common():
        print(f"{count:,} left out: {REASONS.get(code, code)} ({code}).")
    if brought.settings:
        print(f"{len(brought.settings)} settings of the dashboard were kept.")
    for key in brought.unusable:
        print(f"The setting {plain(key)} cannot be kept.", file=sys.stderr)
    if not made.categories:
        return
    if replaced:
        print(f"{len(made.categories)} categories are in place; the Rules page can undo that.")
    else:
        print(
            f"ActivityWatch has {len(made.categories)} categories; to put them in place of yours:\n"
            f"  daywright import activitywatch {plain(source)} --rules"
        )
    for problem in made.problems if replaced else ():
        print(f"{problem.pointer}: {problem.detail} ({problem.code})", file=sys.stderr)
