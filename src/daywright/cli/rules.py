"""`daywright rules`: take the rules along, bring others, see which are missing."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from daywright.cli.failure import ExitCode, FailureError
from daywright.cli.local import Home, Json, opened, settings_for

if TYPE_CHECKING:
    from daywright.core.rule_documents import Problem
    from daywright.server.timeline import Preview

app = typer.Typer(help="Category tree and rules.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A file of rules, or of ActivityWatch's categories; - is standard input.")]
ROWS = 12


@app.command("export")
def export_rules(home: Home = None) -> None:
    """Print tree and rules as JSON; `daywright rules import` takes it back."""
    from daywright.kit.clock import rfc3339
    from daywright.server import categories
    from daywright.server.foundation.database import driver

    with opened(settings_for(home)) as (store, _), store.database.reading() as session:
        held = categories.newest(driver(session), store.owner)
    print(categories.rules_file(held.revision, held.ruleset, rfc3339(store.clock.wall_us())).text(), end="")


@app.command("import")
def import_rules(
    file: File,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would move.")] = False,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Put tree and rules from a file in place of those that hold, and show what that moves. The page can undo it."""
    from daywright.core.rule_documents import parse
    from daywright.server import categories, timeline
    from daywright.server.foundation.database import driver

    document, doubts = _document(_read(file))
    read = parse(document)
    if read.ruleset is None:
        wrong = [problem for problem in read.problems if not problem.warning]
        raise FailureError("\n".join([f"{file} cannot be used.", *map(_line, wrong[:ROWS])]), ExitCode.REFUSED)
    with opened(settings_for(home)) as (store, readers):
        with store.database.reading() as session:
            on = timeline.ground(timeline.asking(session, store.owner, readers), None)
        shown = timeline.preview(on, read.ruleset)
        if not dry_run:
            with store.database.writing() as session:
                connection = driver(session)
                revision = categories.newest(connection, store.owner).revision
                now_us = store.clock.wall_us()
                categories.replace(connection, store.owner, base=revision, document=document, now_us=now_us)
    _show(shown, [*doubts, *read.problems, *shown.doubts], applied=not dry_run, as_json=as_json)


@app.command()
def suggest(
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=100)] = 20,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """List rules that would explain time without a category, those that explain most first."""
    from daywright.core.durations import words
    from daywright.core.rules import PATH_SIGN
    from daywright.server import timeline

    with opened(settings_for(home)) as (store, readers):
        with store.database.reading() as session:
            on = timeline.ground(timeline.asking(session, store.owner, readers), None)
        told = timeline.suggestions(on, limit)
    if as_json:
        listed = [
            {
                "field": one.rule.field.value,
                "op": one.rule.op.value,
                "value": one.rule.value,
                "seconds": one.ms / 1000,
                "contexts": one.contexts,
                "category": list(one.category) if one.category else None,
            }
            for one in told.found
        ]
        answer = {"uncategorised_seconds": told.uncategorised_ms / 1000, "suggestions": listed}
        print(json.dumps(answer, ensure_ascii=False))
        return
    print(f"{words(told.uncategorised_ms / 1000)} have no category.")
    for one in told.found:
        likely = f"  ({PATH_SIGN.join(one.category)}?)" if one.category else ""
        print(f"{words(one.ms / 1000):>10}  {one.rule.field} {one.rule.op} {one.rule.value}{likely}")


def _read(file: Path) -> Any:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        return json.loads(text)
    except OSError as error:
        raise FailureError(f"{file} cannot be read: {error.strerror}.", ExitCode.USAGE) from None
    except (ValueError, RecursionError):
        raise FailureError(f"{file} is not JSON.", ExitCode.USAGE) from None


def _document(content: Any) -> tuple[Any, "list[Problem]"]:
    """Take a file of ours as it is; convert one of ActivityWatch, whose categories have names instead of paths."""
    from daywright.core.activitywatch_classes import convert

    listed = content if isinstance(content, list) else None
    if isinstance(content, dict):
        listed = content.get("classes", content.get("categories") if "rules" not in content else None)
    if listed is None:
        return content, []
    made = convert(listed)
    return made.document, made.problems


def _line(problem: "Problem") -> str:
    return f"  {problem.pointer or '/'}: {problem.detail} ({problem.code})"


def _show(shown: "Preview", problems: "list[Problem]", *, applied: bool, as_json: bool) -> None:
    from daywright.core.durations import words

    if as_json:
        moves = [{"from": move.before, "to": move.after, "seconds": move.ms / 1000} for move in shown.moves]
        warnings = [{"code": one.code, "pointer": one.pointer, "detail": one.detail} for one in problems]
        answer = {"applied": applied, "moved_seconds": shown.moved_ms / 1000, "days": shown.days}
        print(json.dumps({**answer, "moves": moves, "warnings": warnings}, ensure_ascii=False))
        return
    days = f"{shown.days} day{'' if shown.days == 1 else 's'}"
    print(f"{'Moved' if applied else 'Would move'} {words(shown.moved_ms / 1000)} on {days}.")
    for move in shown.moves[:ROWS]:
        print(f"{words(move.ms / 1000):>10}  {move.before} → {move.after}")
    if len(shown.moves) > ROWS:
        print(f"            and {len(shown.moves) - ROWS} more")
    for problem in problems:
        print(_line(problem).strip(), file=sys.stderr)
