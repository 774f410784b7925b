"""The table of faults: what happens, how a test makes it happen, which tests hold it off, how soon all is well again.

Numbers are found in the names of tests. Times were measured by `python -m bench.delivery --record`.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
CATALOGUE = TESTS / "faults" / "catalogue.toml"
MEASURED = TESTS / "faults" / "measured.json"
NAME = re.compile(r"^def test_((?:[fa]\d\d_)+)", re.MULTILINE)


def found_tests() -> dict[str, Counter[str]]:
    """For each number, how many tests of which files carry it."""
    found: dict[str, Counter[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for numbers in NAME.findall(path.read_text(encoding="utf-8")):
            for number in numbers.upper().strip("_").split("_"):
                found.setdefault(number, Counter())[path.relative_to(ROOT).as_posix()] += 1
    return found


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """One row for each number of the catalogue."""
    tests = found_tests()
    measured = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {"seconds": {}}
    for number, row in tomllib.loads(CATALOGUE.read_text(encoding="utf-8")).items():
        held = tests.get(number, Counter())
        if bool(held) == ("open" in row):
            raise SystemExit(f"{CATALOGUE.name}: {number} has tests, or says why it has none; not both, not neither")
        by = ", ".join(f"`{path}`" + (f" ({count})" if count > 1 else "") for path, count in held.items())
        seconds = measured["seconds"].get(row.get("recovery", ""))
        yield number, row["fault"], row["injected"], by or f"not yet: {row['open']}", _time(seconds)


def _time(seconds: float | None) -> str:
    return "at once" if seconds is None else f"{seconds:.1f} s"


def measured_words() -> str:
    """When and where the times were taken."""
    if not MEASURED.exists():
        return "Not measured yet.\n"
    said = json.loads(MEASURED.read_text(encoding="utf-8"))
    return f"Measured on {said['date']}, {said['machine']}.\n"
