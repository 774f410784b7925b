"""Nothing that a person or a program may meet is missing from the reference."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from daywright.agent.config import PREFIX, SETTINGS
from daywright.cli.main import app
from daywright.server.app import open_store
from daywright.server.foundation.settings import Settings
from pages import DOCS, ROOT

SOURCE = ROOT / "src" / "daywright"
REFERENCE = DOCS / "reference"
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
# Texts of the same form in the modules that raise codes: addresses, files, and these.
NO_CODE = re.compile(r".*\.(com|toml|html|db|id|new)")
NO_CODES = {
    "http.request",
    "http.response.start",
    "http.disconnect",
    "web.tab.current",
    "app.editor.activity",
    "daywright.call",
}
METHODS = {"get", "put", "post", "patch", "delete", "websocket"}


def _page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


RAISES = re.compile(r"\b(Refusal|Problem|Rejection|_BadEventError)\(")


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if RAISES.search(text) or "router." in text:
            yield path, ast.parse(text)


def _codes() -> set[str]:
    return {
        node.value
        for _, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
        if not NO_CODE.fullmatch(node.value)
    } - {*NO_CODES, *_fault_points(), "websocket.disconnect"}  # ASGI's own word


def _fault_points() -> Iterator[str]:
    """Places where tests kill the program: they look like codes, and nobody is ever answered with one."""
    for _, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "fault_point":
                yield ast.literal_eval(node.args[0])


def _routes() -> Iterator[str]:
    """Every decorated route as the page writes it."""
    for path, tree in _trees():
        prefix = re.search(r'APIRouter\(prefix="([^"]+)"\)', path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in METHODS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "router"
            ):
                method = "WS" if node.func.attr == "websocket" else node.func.attr.upper()
                yield f"`{method} {prefix[1] if prefix else ''}{ast.literal_eval(node.args[0])}`"


def test_the_reference_says_what_the_code_says() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "scripts.reference", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_every_code_that_is_raised_is_explained_and_no_other() -> None:
    explained = set(re.findall(r"^\| `([a-z_.]+)` \|", _page("errors.md"), flags=re.MULTILINE))
    assert explained == _codes()


def test_every_route_has_its_row_with_a_rule_and_a_line() -> None:
    routes = list(_routes())
    assert len(routes) > 15
    rows = {
        row[0]: row[1:] for row in re.findall(r"^\| (`[^`]+`) \| (\w+) \| (.+) \|$", _page("http.md"), re.MULTILINE)
    }
    for route in routes:
        assert route in rows
        assert rows[route][1].endswith(".")


def test_every_setting_has_its_row() -> None:
    page = _page("settings.md")
    for field in Settings.model_fields:
        assert f"`DAYWRIGHT_{field.upper()}`" in page
    for setting in SETTINGS:
        assert f"`{PREFIX}{setting.name.upper()}`" in page


def test_every_verb_has_its_section() -> None:
    page = _page("cli.md")
    verbs = [str(command.name) for command in app.registered_commands]
    groups = [
        f"{group.name} {command.name or getattr(command.callback, '__name__', '')}"
        for group in app.registered_groups
        for command in (group.typer_instance.registered_commands if group.typer_instance else ())
    ]
    assert len(verbs) > 6
    assert len(groups) > 2
    for verb in [*verbs, *groups]:
        assert f"### daywright {verb}\n" in page


def test_every_table_and_file_is_named_where_privacy_is_explained(tmp_path: Path) -> None:
    page = (DOCS / "explanation" / "privacy.md").read_text(encoding="utf-8")
    store = open_store(Settings(home=tmp_path))
    with store.database.reading() as session:
        listed = session.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        tables = {name for name in listed if not name.startswith("sqlite_")}
    store.database.close()
    assert len(tables) > 10
    for name in tables | {path.name for path in tmp_path.iterdir() if not path.name.endswith(("-wal", "-shm"))}:
        assert f"`{name}`" in page


def test_every_word_for_how_deliveries_go_is_explained() -> None:
    page = (DOCS / "howto" / "troubleshoot.md").read_text(encoding="utf-8")
    said = set()
    for module in ("transports/verdict.py", "gauge.py", "sender.py", "health.py"):
        text = (SOURCE / "agent" / module).read_text(encoding="utf-8")
        said |= set(re.findall(r'Action\.\w+,\s*"([a-z_]+)"', text))
        said |= set(re.findall(r'status(?:\"\])?(?:, self\.gauge\.sentence)?(?:: str)? = "([a-z_]+)"', text))
    assert {"ok", "offline", "login_needed", "bad_answer", "starting", "stopped"} <= said
    for word in said:
        assert f"`{word}`" in page
