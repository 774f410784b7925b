"""What import contracts cannot say: the size of modules, the names inside a feature, tests beside their sources."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "daywright"
MODULES = sorted(SOURCE.rglob("*.py"))
MOST_LINES = 400
TOO_LONG: frozenset[str] = frozenset()  # may only shrink
FEATURE_FILES = {"__init__", "routes", "schemas", "service", "queries", "tables", "jobs"}
NOT_FEATURES = {"foundation", "migrations", "static", "__pycache__"}
FEATURES = sorted(path for path in (SOURCE / "server").iterdir() if path.is_dir() and path.name not in NOT_FEATURES)


def _name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_module_is_longer_than_one_idea(path: Path) -> None:
    long = len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    assert long == (_name(path) in TOO_LONG)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "the first lines of a module are its idea"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda path: path.name)
def test_a_feature_holds_only_the_six_files(feature: Path) -> None:
    assert {path.stem for path in feature.iterdir() if path.name != "__pycache__"} <= FEATURE_FILES


@pytest.mark.parametrize("feature", FEATURES, ids=lambda path: path.name)
def test_other_features_enter_by_the_front_door(feature: Path) -> None:
    own = f"daywright.server.{feature.name}"
    doors = {f"daywright.server.{other.name}" for other in FEATURES}
    for path in feature.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or node.module is None or node.module.startswith(own):
                continue
            for door in doors:
                assert not node.module.startswith(f"{door}."), (
                    f"{_name(path)} goes around the front door: {node.module}"
                )


def test_tests_mirror_sources() -> None:
    for path in (ROOT / "tests").rglob("test_*.py"):
        parts = path.relative_to(ROOT / "tests").parts
        if len(parts) > 1 and parts[0] not in ("e2e", "faults", "fakes"):
            assert (SOURCE / parts[0]).is_dir(), f"{path.name} tests nothing under src/daywright/{parts[0]}"


def test_no_module_reads_the_clock_of_another_layer() -> None:
    for path in [*(SOURCE / "core").rglob("*.py"), *(SOURCE / "wire").rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert "datetime.now(" not in text, f"{_name(path)}: time comes in as an argument"
        assert "date.today(" not in text, f"{_name(path)}: time comes in as an argument"


def test_secrets_and_databases_stay_out_of_the_repository() -> None:
    ignored = set((ROOT / ".gitignore").read_text(encoding="utf-8").splitlines())
    assert {".env", "*.db", "*.db-wal", "*.db-shm"} <= ignored
