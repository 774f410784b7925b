"""The pages of the documentation and the fenced blocks in them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "changelog.d").glob("*.md"), *DOCS.rglob("*.md")])
BLOCK = re.compile(r"^```(\S*) ?(.*)\n((?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between fences: its language, the word behind it, its text, the line it begins in."""

    page: Path
    language: str
    note: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{name(self.page)}:{self.line}"


def name(page: Path) -> str:
    """How a page is called in a report."""
    return str(page.relative_to(ROOT))


def blocks(page: Path, language: str = "", note: str = "") -> list[Block]:
    """The blocks of a page in order, of one language and with one note where these are given."""
    text = page.read_text(encoding="utf-8")
    found = [
        Block(page, block[1], block[2], block[3], text.count("\n", 0, block.start()) + 1)
        for block in BLOCK.finditer(text)
    ]
    return [block for block in found if block.language == (language or block.language) and note in block.note]
