"""Generate what the reference pages say about the code: verbs, settings, routes, codes. `--check` only compares.

Each page is written by people around marked parts; what stands between a part's marks comes from here.
"""

import ast
import importlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "daywright"
PAGES = ROOT / "docs" / "reference"
PART = re.compile(r"(<!-- begin (\w+): written by `make docs` -->\n).*?(<!-- end \2 -->)", re.DOTALL)
EXIT_MEANINGS = {
    "FAILURE": "it did not work; the line on standard error says why",
    "USAGE": "the command was not understood",
    "NOT_ENROLLED": "this device is not enrolled; of `daywright agent` also: another one records into this folder",
    "UNREACHABLE": "the server does not answer",
    "REFUSED": "it was understood and refused: by the server, or to protect what is there",
}
# What to do about an answer; a code that is raised and not here, or here and not raised, fails `make docs`.
ADVICE = {
    "account.name_taken": "Nothing was changed. Choose another name.",
    "auth.cross_site": "Send a token. Who has to use a browser's cookie also sends the header `X-Daywright-Client`.",
    "auth.device": "Use a token made with `--scope write`: it has a device of its own. A browser's cookie has none.",
    "auth.invalid": "Take the token in `HOME/token`, or make one with `daywright token create NAME --scope admin`.",
    "auth.required": "Do what it says. A revoked token and one of another installation get this answer too.",
    "auth.scope": "Make a token with the scope it names: `daywright token create NAME --scope SCOPE`.",
    "auth.signature": "Only an enrolled device calls this, and signs what it sends. No token opens it.",
    "batch.malformed": "Nothing of the batch was stored. Compare it with `wire/schema/v1/ingest.json`.",
    "body.encoding": "Send the body as it is, or whole and packed in a way that `Accept-Encoding` of the answer names.",
    "body.incomplete": "Send it again; the connection was closed too early.",
    "body.slow": "Send the body without pauses of 30 seconds or more.",
    "body.too_large": "Events: at most 2 MB as sent, 8 MB unpacked; send fewer at once. Anything else: at most 4 MB.",
    "body.type": "Send `Content-Type: application/json`.",
    "bucket.force": "Add `?force=1` to the address.",
    "bucket.own": "Make a bucket of your own, or use a token with admin scope to correct what own watchers saw.",
    "bucket.too_many": "Delete the buckets that nothing reports to any more.",
    "bucket.unknown": "`GET /api/0/buckets/` lists them; watchers make theirs when they start.",
    "config.screenshots": "Send 0, or 30 and more.",
    "config.stale": "Read the settings again, make your change on top of them, send it with their `version`.",
    "correction.category_unknown": "Name a path of the tree that `GET /api/v1/rules` shows.",
    "correction.change_unknown": "Send the `change` of an answer about a correction.",
    "correction.changed_since": "Undo the newest change first; `GET /api/v1/corrections` shows it.",
    "correction.empty": "`end` is exclusive and lies after `start`.",
    "correction.erase_sets_nothing": "Leave both out, or use the action `set`.",
    "correction.future": "Let it end now at the latest.",
    "correction.nothing_set": "Give one of them, or use the action `erase`.",
    "correction.title_too_long": "Say it in fewer words.",
    "correction.too_long": "Say it in pieces.",
    "correction.unknown": "`GET /api/v1/corrections` lists those of a range.",
    "date.invalid": "Use year, month and day with a hyphen between them, from 1990 to 2200.",
    "event.unknown": "`GET /api/0/buckets/BUCKET/events` lists them with their numbers.",
    "device.name_taken": "Choose another name.",
    "device.not_enrolled": "A device that came with a token has no key: revoke the token and make another.",
    "device.revoked": "The agent stops sending. Its owner makes an enrolment secret, and the machine enrols again.",
    "device.shut_out": "Make an enrolment secret and enrol the machine again; it becomes the same device.",
    "device.this_machine": "To record nothing here, start with `daywright up --no-agent`.",
    "device.too_many": "Enrol a machine that was here before again: it becomes the same device.",
    "device.unknown": "`GET /api/v1/devices` lists them.",
    "enroll.expiry": "Leave `expires_at` out for a day from now, or name an instant within a year.",
    "enroll.invalid": "Ask the owner for a new secret. Unknown, expired, used-up and revoked ones all get this answer.",
    "enroll.pending": "Wait: the owner approves it on the page *Devices* or with `daywright device approve`.",
    "enroll.secret_unknown": "`GET /api/v1/admin/enroll-secrets` lists them.",
    "enroll.too_many": "Revoke those nobody needs.",
    "facet.unknown": "Send the names it lists, separated by commas.",
    "filters.unusable": "Correct the setting `privacy_filters`; nothing of it was kept.",
    "host.unknown": "Use the address that `daywright up` prints, or add the name to `allowed_hosts`.",
    "instant.invalid": "Give the instant an offset or `Z`; years from 1990 to 2200.",
    "key.not_active": "Sign with the newest key that was stored.",
    "live.too_many": "Close pages that are open elsewhere, then load this one again.",
    "method.not_allowed": "The routes and their methods are in [http.md](http.md).",
    "origin.foreign": "Call from a program. Pages of other sites are never let in.",
    "query.refused": "`type` is the kind ActivityWatch's servers give, `message` says what is wrong with the program.",
    "range.empty": "`end` is exclusive: for one day it is the day after.",
    "range.too_long": "Ask for less at once: 40,000 days of a summary, 400 days of a timeline.",
    "rate.limited": "Send the same again after `Retry-After` seconds.",
    "request.malformed": "`errors` names every field that is wrong.",
    "request.refused": "`detail` says what was wrong with the request.",
    "route.unknown": "The routes are in [http.md](http.md).",
    "rules.no_history": "There is nothing to undo.",
    "rules.revision_unknown": "`GET /api/v1/rules/history` lists those you can go back to.",
    "rules.stale": "Read the rules again, make your change on top of them, send it with their `revision`.",
    "server.busy": "Send the same again after `Retry-After` seconds.",
    "server.error": "The log has the cause under the answer's `request_id`.",
    "server.stopping": "Send the same again after `Retry-After` seconds, when the server is back.",
    "sig.invalid": "Unknown device, old key, or changed on its way. If it lasts, enrol the device again.",
    "sig.malformed": "Six headers, each once: see [signed requests](../explanation/signed-requests.md).",
    "sig.replay": "Sign each attempt anew, with a fresh time and nonce.",
    "sig.stale": "Set the clock, or sign with the time in `X-Server-Time`, which is in Unix seconds.",
    "storage.unavailable": "Make room on the disk, then send the same again.",
    "time.invalid": "Use hours and minutes of the 24-hour clock.",
    "token.device": "No route and no command leads here; it guards the code.",
    "zone.history": "Nothing was changed. Send all zones, oldest first; only the first has no `since`.",
    "zone.unknown": "Use a name like `Europe/Berlin`; a batch may leave `zone` out.",
}
REJECTIONS = {
    "duration.invalid": ("`duration` is negative or not a finite number.", "Send seconds, 0 or more."),
    "duration.too_long": ("It lasts longer than 24 hours.", "Send it in pieces."),
    "event.too_large": ("It is larger than 65,536 bytes as JSON.", "Leave out what nobody reads later."),
    "schema.invalid": (
        "A member is missing or of another type, `start` has no offset, or `data` is no object of at most 16 levels.",
        "Compare it with `wire/schema/v1/ingest.json`.",
    ),
    "time.future": (
        "It ends more than 10 minutes after now, by the server's clock.",
        "Set the clocks, then send it again.",
    ),
    "time.too_old": ("It starts before 2015.", "Set the device's clock."),
}


@dataclass(frozen=True, slots=True)
class Raised:
    """A code as some place of the source gives it, with its status (0: none) and words."""

    code: str
    status: int
    words: str


def table(headings: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table; a bar inside a cell is escaped."""
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


# Verbs


def verbs() -> str:
    """Write a section for every verb: usage, what it does, arguments and options."""
    import typer.main

    from daywright.cli.main import app

    root: Any = typer.main.get_command(app)
    with root.make_context("daywright", [], resilient_parsing=True) as context:
        found = [_verb(root, context), *_below(root, context)]
    return "\n".join(found)


def _below(group: Any, context: Any) -> Iterator[str]:
    for name, command in group.commands.items():
        with command.make_context(name, [], parent=context, resilient_parsing=True) as inner:
            yield _verb(command, inner)
            if hasattr(command, "commands"):
                yield from _below(command, inner)


def _verb(command: Any, context: Any) -> str:
    path = context.command_path
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    parts = [f"## {path}" if context.parent is None else f"### {path}", f"    {usage}", command.help]
    records = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
    if hasattr(command, "commands"):
        rows = [
            (f"[`{path} {name}`](#{_anchor(f'{path} {name}')})", one.help) for name, one in command.commands.items()
        ]
        parts.append(table(("verb", "what it does"), rows).rstrip())
    parts.append(table(("option", "meaning"), [(f"`{names}`", text) for names, text in records]).rstrip())
    if path == "daywright agent":
        parts += ["What follows is handed to the agent:", table(("option", "meaning"), _agent_flags()).rstrip()]
    return "\n\n".join(parts) + "\n"


def _agent_flags() -> Iterator[tuple[str, str]]:
    from daywright.agent.config import SETTINGS

    for one in SETTINGS:
        flag = "--" + one.name.replace("_", "-")
        yield f"`{flag} {one.takes}`" if one.takes else f"`{flag}`", one.help


def _anchor(heading: str) -> str:
    return heading.replace(" ", "-")


def exits() -> str:
    """Write the exit codes."""
    from daywright.cli.failure import ExitCode

    rows = [("0", "it worked, or was told to stop and did"), ("130", "it was interrupted with Ctrl+C")]
    rows[1:1] = [(str(code.value), EXIT_MEANINGS[code.name]) for code in ExitCode]
    return table(("code", "meaning"), rows)


# Settings


def server() -> str:
    """Write the server's settings."""
    from pydantic import AliasChoices

    from daywright.server.foundation.settings import Settings

    rows = []
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        names = (
            [str(each) for each in alias.choices] if isinstance(alias, AliasChoices) else [f"DAYWRIGHT_{name.upper()}"]
        )
        variables = ", ".join(f"`{each}`" for each in names if each.isupper())
        flag = f"`--{name}`" if name in ("home", "host", "port") else ""
        default = "the platform's, see above" if field.default_factory else _shown(field.default)
        rows.append((f"`{name}`" if name != "home" else "", variables, flag, default, field.description or ""))
    return table(("in `config.toml`", "in the environment", "flag", "default", "meaning"), rows)


def _shown(value: object) -> str:
    return "none" if value in ((), None) or not str(value) else f"`{value}`"


def agent() -> str:
    """Write the agent's settings."""
    from daywright.agent.config import PREFIX, SETTINGS

    rows = [
        (
            f"`{one.name}`" if one.name not in ("home", "stop_with_parent") else "",
            f"`{PREFIX}{one.name.upper()}`",
            f"`--{one.name.replace('_', '-')}`",
            one.takes.lower() or "switch",
            one.help,
        )
        for one in SETTINGS
    ]
    return table(("in `[agent]`", "in the environment", "flag", "takes", "meaning"), rows)


# Routes


def routes() -> str:
    """Write every route: method, path, who may, what it does, what may be asked for."""
    import tempfile

    from daywright.server.app import build, open_store
    from daywright.server.foundation.settings import Settings

    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        store = open_store(settings)
        try:
            app = build(settings, store)
            described = app.openapi()["paths"]
            found = sorted(_routes(app.routes, described))
        finally:
            store.database.close()
    return table(("route", "who may", "what it does"), [row for _, *row in found])


def _routes(listed: Iterable[Any], described: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for route in listed:
        if (included := getattr(route, "original_router", None)) is not None:
            yield from _routes(included.routes, described)
            continue
        rules = {rule for call in _calls(getattr(route, "dependant", None)) if (rule := getattr(call, "access", None))}
        rule = ", ".join(sorted(rules)) or "anyone"
        text = " ".join((route.endpoint.__doc__ or "").split())
        if not text.endswith("."):
            text = "The OpenAPI document of all this."
        for method in sorted(getattr(route, "methods", None) or {"WS"}):
            if method == "HEAD":
                continue
            asks = described.get(route.path, {}).get(method.lower(), {}).get("parameters", [])
            queries = ", ".join(f"`{each['name']}`" for each in asks if each["in"] == "query")
            more = f" Asks for {queries}." if queries else ""
            yield route.path, f"`{method} {route.path}`", rule, text + more


def _calls(dependant: Any) -> Iterator[Callable[..., object]]:
    for inner in dependant.dependencies if dependant else ():
        if inner.call is not None:
            yield inner.call
        yield from _calls(inner)


# Codes


def answers() -> str:
    """Write the codes of problem answers."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    from daywright.server.foundation import errors

    found = [raised for path in sorted((SOURCE / "server").rglob("*.py")) for raised in _raised(path, "Refusal", 1)]
    made = [errors._from_http(HTTPException(status)) for status in (404, 405)]  # noqa: SLF001
    made.append(errors._from_validation(RequestValidationError([])))  # noqa: SLF001
    found += [Raised(one.code, one.status, one.detail) for one in made]
    found.append(Raised("request.refused", 0, ""))
    if set(ADVICE) != {raised.code for raised in found}:
        wrong = sorted(set(ADVICE) ^ {raised.code for raised in found})
        raise SystemExit(f"scripts/reference.py says too little or too much about {', '.join(wrong)}")
    rows = []
    for code in sorted(ADVICE):
        places = [raised for raised in found if raised.code == code]
        status = " or ".join(sorted({str(one.status) for one in places if one.status})) or "4xx"
        words = " ".join(dict.fromkeys(one.words for one in places if one.words))
        rows.append((f"`{code}`", status, words, ADVICE[code]))
    return table(("code", "status", "what it says", "what to do"), rows)


def rejections() -> str:
    """Write the codes of refused events."""
    path = SOURCE / "server" / "events" / "service" / "shape.py"
    codes = {raised.code for raised in _raised(path, "_BadEventError", 0)} | {"schema.invalid"}
    if codes != set(REJECTIONS):
        raise SystemExit(f"scripts/reference.py says too little or too much about {sorted(codes ^ set(REJECTIONS))}")
    rows = [(f"`{code}`", *REJECTIONS[code]) for code in sorted(REJECTIONS)]
    return table(("code", "what is wrong", "what to do"), rows)


RULE_CODES = (
    ("core/rule_documents.py", "_wrong", 0, "refused"),
    ("core/rule_documents.py", "_doubtful", 0, "stored, with a warning"),
    ("core/activitywatch_classes.py", "_note", 1, "left out or changed by an import, with a warning"),
    ("server/timeline/service/relabelling.py", "Problem", 0, "warned of in a preview"),
)


def rules() -> str:
    """Write the codes of refused and doubtful rules."""
    rows: list[tuple[str, str, str]] = []
    for module, call, place, what in RULE_CODES:
        found = list(_raised(SOURCE / module, call, place))
        for code in sorted({raised.code for raised in found}):
            words = " ".join(dict.fromkeys(raised.words for raised in found if raised.code == code))
            rows.append((f"`{code}`", what, words or "…"))
    rows.sort(key=lambda row: row[0].strip("`"))
    return table(("code", "it is", "what it says"), rows)


def _raised(path: Path, call: str, place: int) -> Iterator[Raised]:
    """Find the calls of `call` in a module whose argument at `place` is, or names, a code."""
    text = path.read_text(encoding="utf-8")
    if f"{call}(" not in text:
        return
    module = importlib.import_module(".".join(path.relative_to(ROOT / "src").with_suffix("").parts))
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        named = _named(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and _name(node.func) == call and len(node.args) > place:
                given = [named.get(each.id, each) if isinstance(each, ast.Name) else each for each in node.args]
                yield from _codes(given, place, vars(module))


def _named(function: ast.AST) -> dict[str, ast.expr]:
    """Return what the names of a function were last given."""
    return {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _codes(given: list[ast.expr], place: int, known: dict[str, object]) -> Iterator[Raised]:
    status = given[0].value if isinstance(given[0], ast.Constant) and isinstance(given[0].value, int) else 0
    texts = [text for each in given[place + 1 :] if (text := _words(each, known))]
    for code in ast.walk(given[place]):
        if isinstance(code, ast.Constant) and isinstance(code.value, str) and "." in code.value:
            yield Raised(code.value, status, texts[-1] if texts else "")


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _words(node: ast.expr, known: dict[str, object]) -> str:
    """Return a text as a person meets it; what is only known when the program runs is an ellipsis."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(_piece(piece, known) for piece in node.values)


def _piece(piece: ast.expr, known: dict[str, object]) -> str:
    if isinstance(piece, ast.Constant):
        return str(piece.value)
    try:
        return str(eval(ast.unparse(piece.value), dict(known)))  # type: ignore[attr-defined]  # noqa: S307  (our own source)
    except (NameError, AttributeError):
        return "…"


def faults() -> str:
    """Write what may go wrong, how a test makes it so, which tests hold it off, and how soon all is well again."""
    from scripts.faults import measured_words, rows

    headings = ("number", "what happens", "how a test makes it happen", "held off by", "well again")
    return f"{measured_words()}\n{table(headings, rows())}"


PARTS: dict[str, Callable[[], str]] = {
    part.__name__: part for part in (verbs, exits, server, agent, routes, answers, rejections, rules, faults)
}


def main() -> int:
    """Write the parts, or with `--check` name the pages in which one is out of date."""
    check, left, stale = "--check" in sys.argv[1:], set(PARTS), []
    for page in sorted(PAGES.glob("*.md")):
        now = page.read_text(encoding="utf-8")
        left -= {found[2] for found in PART.finditer(now)}
        wanted = PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n{found[3]}", now)
        if wanted != now:
            stale.append(page)
            if not check:
                page.write_text(wanted, encoding="utf-8")
    for part in sorted(left):
        print(f"no page in docs/reference has the part {part}", file=sys.stderr)  # noqa: T201
    if check:
        for page in stale:
            print(f"{page.relative_to(ROOT)} is out of date; run `make docs`.", file=sys.stderr)  # noqa: T201
    return 1 if left or (check and stale) else 0


if __name__ == "__main__":
    raise SystemExit(main())
