"""The pages keep their promises: every id, word, library, link and named test is there, once."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages import DOCS, PAGES, ROOT

REQUIREMENTS = DOCS / "reference" / "requirements.md"
GLOSSARY = DOCS / "reference" / "glossary.md"
DEPENDENCIES = DOCS / "explanation" / "dependencies.md"
DECISIONS = sorted((DOCS / "explanation" / "decisions").glob("[0-9]*.md"))
# First letter, how many digits its ids have, how many ids there are.
IDS = (("P", 2, 55), ("L", 2, 48), ("D", 2, 40), ("C", 3, 109), ("I", 2, 29), ("X", 2, 38), ("Q", 2, 8))
LONGEST_DECISION_LINES = 60


def rows(page: Path) -> Iterator[list[str]]:
    """The cells of every table row of a page, headings and rules left out."""
    lines = page.read_text().splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("|") and not line.startswith("|---") and not following.startswith("|---"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def named_tests() -> list[str]:
    return [proof for row in rows(REQUIREMENTS) for proof in re.findall(r"`([^`]+)`", row[-1])]


def test_every_requirement_stands_in_the_list_once_and_in_order() -> None:
    expected = [f"{letter}-{number:0{digits}}" for letter, digits, count in IDS for number in range(1, count + 1)]
    assert [row[0] for row in rows(REQUIREMENTS)] == expected


def test_a_proof_is_a_list_of_named_tests() -> None:
    for row in rows(REQUIREMENTS):
        assert re.fullmatch(r"(`[^`\s]+`(, `[^`\s]+`)*)?", row[-1]), row[0]


def test_every_test_that_proves_a_requirement_exists() -> None:
    for proof in named_tests():
        path, _, name = proof.partition("::")
        assert (ROOT / path).is_file(), proof
        if name:
            assert re.search(rf"\b{re.escape(name)}\b", (ROOT / path).read_text()), proof


def test_every_word_is_defined_once_and_in_a_few_lines() -> None:
    parts = re.split(r"^### (.+)$", GLOSSARY.read_text(), flags=re.MULTILINE)[1:]
    words = [word.casefold() for word in parts[::2]]
    assert len(words) == len(set(words))
    for word, meaning in zip(words, parts[1::2], strict=True):
        lines = re.split(r"^## ", meaning, flags=re.MULTILINE)[0].strip().splitlines()
        assert 1 <= len(lines) <= 5, word


@pytest.mark.parametrize(
    "word",
    [
        *("watcher", "bucket", "event", "heartbeat", "context", "AFK", "presence", "timeline", "parallel", "category"),
        *("signal", "noise", "work session", "focus session", "local day"),
        *("queuer", "WAL", "batcher", "sender"),
    ],
)
def test_the_words_everybody_uses_are_defined(word: str) -> None:
    assert re.search(rf"^### {word}$", GLOSSARY.read_text(), flags=re.MULTILINE | re.IGNORECASE)


def test_every_library_has_its_reason_and_no_reason_is_left_over() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    names = sorted(re.split(r"[^A-Za-z0-9._-]", each)[0].lower() for each in declared)
    assert sorted(row[0] for row in rows(DEPENDENCIES)) == names
    assert all(len(row) == 3 and all(row) for row in rows(DEPENDENCIES))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_fits_on_a_page_and_can_be_quoted(page: Path) -> None:
    text = page.read_text()
    assert len(text.splitlines()) <= LONGEST_DECISION_LINES
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequences",
        "Turned down",
        "Enforced by",
    ]
    quoted = " ".join(line.removeprefix("> ") for line in text.splitlines() if line.startswith("> "))
    assert re.fullmatch(r"[A-Z][^.]+\.", quoted)


def test_the_oldest_python_is_told_where_people_begin() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    oldest = wanted.removeprefix(">=")
    for page in ("README.md", "docs/tutorial/first-day.md", "docs/howto/collect-from-activitywatch.md"):
        assert f"Python {oldest} or newer" in (ROOT / page).read_text(), page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_make_command_a_page_names_exists() -> None:
    recipes = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    for page in PAGES:
        for command in re.findall(r"^    make ([a-z-]+)|`make ([a-z-]+)", page.read_text(), flags=re.MULTILINE):
            assert set(command) - {""} <= recipes, page


def test_every_page_of_the_documentation_is_listed_on_its_first_page() -> None:
    listed = set(re.findall(r"\]\(([^)#\s]+\.md)", (DOCS / "README.md").read_text()))
    pages = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md") if page not in DECISIONS}
    assert pages - {"README.md"} <= listed


@pytest.mark.parametrize("fragment", sorted((ROOT / "changelog.d").glob("*.md")), ids=lambda page: page.stem)
def test_news_is_a_sentence_or_two_of_a_known_kind(fragment: Path) -> None:
    if fragment.name == "README.md":
        return
    assert re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed|security)\.md", fragment.name)
    text = fragment.read_text()
    assert re.fullmatch(r"[A-Z`][^\n]+\.\n", text)
    assert len(re.findall(r"[.?](?:\s|$)", text)) <= 2
    assert "!" not in text
