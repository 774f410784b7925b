"""Globs with two signs: `*` is any run of characters, `?` any one. They cover the whole text.

`matches` needs no pattern engine and costs length of text times length of glob; `as_regex` says the same to RE2.
"""

import re

_PARTS = re.compile(r"[*?]|[^*?]+")


def matches(glob: str, text: str) -> bool:
    """True if `glob` covers all of `text`."""
    first, *others = glob.split("*")
    if not _fits(first, text, 0):
        return False
    if not others:
        return len(first) == len(text)
    at = len(first)
    # Leftmost is best for every piece between two stars; only the last one is tied, to the end.
    for piece in others[:-1]:
        found = _find(piece, text, at)
        if found is None:
            return False
        at = found + len(piece)
    start = len(text) - len(others[-1])
    return start >= at and _fits(others[-1], text, start)


def as_regex(glob: str) -> str:
    """The same as an RE2 pattern."""
    signs = {"*": ".*", "?": "."}
    return r"(?s)\A" + "".join(signs.get(part) or re.escape(part) for part in _PARTS.findall(glob)) + r"\z"


def _find(piece: str, text: str, at: int) -> int | None:
    """The first place at or after `at` where `piece`, without stars, fits."""
    if "?" not in piece:
        found = text.find(piece, at)
        return None if found == -1 else found
    return next((start for start in range(at, len(text) - len(piece) + 1) if _fits(piece, text, start)), None)


def _fits(piece: str, text: str, at: int) -> bool:
    if "?" not in piece:
        return text.startswith(piece, at)
    end = at + len(piece)
    return end <= len(text) and all(sign in {"?", seen} for sign, seen in zip(piece, text[at:end], strict=True))
