"""ActivityWatch's categories as a tree and ordered rules of ours.

There a class is a path with one pattern, found in any text of an observation; of all classes that match the deepest
path wins, of equals the later one, and a number called priority may say otherwise. Here the first rule wins, so classes
become rules in the order in which they would win. A pattern becomes one rule per field: application, title, address.

Their patterns are Python's. What needs another engine (look-around, references back) is named and left out; the
category stays. Scores (−10 to 10, inherited) become weights −2 to 2.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from daywright.core.rule_documents import CATEGORY_CAP, DEPTH_CAP, NAME_CAP, RULE_CAP, Problem, why_no_pattern
from daywright.core.rules import PATH_SIGN, CategoryPath, Field, Op, Role

FALLBACK: Final = ("uncategorized",)
FIELDS: Final = (Field.APP, Field.TITLE, Field.URL)
DEPTH_RANK: Final = 10
HIGH_SCORE: Final = 5
SHORT_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{3}")
COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
END: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\Z")
TRAILING_AHEAD: Final = re.compile(r"^((?:[^\\()\[\]|]|\\.)*)\(\?=((?:[^\\()\[\]]|\\.)*)\)$")
WHY: Final = (
    (re.compile(r"\(\?<?[=!]"), "it looks around"),
    (re.compile(r"(?<!\\)(?:\\\\)*\\[1-9]|\(\?P="), "it refers back to what it found"),
    (re.compile(r"\(\?>|[*+?}]\+"), "it forbids going back"),
    (re.compile(r"\(\?\("), "it asks what was found before"),
)


@dataclass(slots=True)
class Converted:
    """A document that `rule_documents` reads, and what could not be taken over or was changed."""

    categories: list[dict[str, object]] = field(default_factory=list)
    rules: list[dict[str, object]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def document(self) -> dict[str, object]:
        """What `parse` reads."""
        return {"categories": self.categories, "rules": self.rules}


@dataclass(frozen=True, slots=True)
class _Class:
    """One readable class; `place` is its number in the list."""

    place: int
    path: CategoryPath
    rule: Mapping[object, object]
    data: Mapping[object, object]

    @property
    def rank(self) -> float:
        given = next((self.rule[name] for name in ("priority", "weight") if _is_number(self.rule.get(name))), None)
        return given if isinstance(given, int | float) else DEPTH_RANK * len(self.path)


def convert(classes: object) -> Converted:
    """Convert a list of classes. Never raises, whatever it is given."""
    made = Converted()
    if not isinstance(classes, list):
        _note(made, "import.classes", "", "ActivityWatch's categories are a list.")
        return made
    known = list(_readable(classes, made))
    spelling = _tree(known, made)
    for one in sorted(known, key=lambda one: (-one.rank, -one.place)):
        path = spelling.get(_folded(one.path))
        rules = list(_rules(one, path, made)) if path else []
        if len(made.rules) + len(rules) > RULE_CAP:
            _note(made, "import.too_many", f"/classes/{one.place}", f"Only {RULE_CAP} rules are taken over.")
            break
        made.rules += rules
    return made


def _note(made: Converted, code: str, pointer: str, detail: str) -> None:
    made.problems.append(Problem(code, pointer, detail, warning=True))


def _readable(classes: list[object], made: Converted) -> Iterator[_Class]:
    for place, entry in enumerate(classes):
        pointer = f"/classes/{place}"
        if not isinstance(entry, Mapping):
            _note(made, "import.class", pointer, "A category is an object with a name and a rule.")
            continue
        rule, data = (part if isinstance(part, Mapping) else {} for part in (entry.get("rule"), entry.get("data")))
        path = _path(entry.get("name"), pointer, made)
        if path is None:
            continue
        if tuple(name.casefold() for name in path) == FALLBACK:
            continue  # what matches nothing is no category here
        yield _Class(place, path, rule, data)


def _path(names: object, pointer: str, made: Converted) -> CategoryPath | None:
    parts = [names] if isinstance(names, str) else names
    if not isinstance(parts, list) or not parts or not all(isinstance(name, str) for name in parts):
        _note(made, "import.name", f"{pointer}/name", "A category's name is a list of texts.")
        return None
    cleaned = [_name(name) for name in parts]
    if not all(cleaned):
        _note(made, "import.name", f"{pointer}/name", "A name is empty.")
        return None
    if len(cleaned) > DEPTH_CAP:
        cleaned = [*cleaned[: DEPTH_CAP - 1], _name(" / ".join(cleaned[DEPTH_CAP - 1 :]))]
    if cleaned[0].casefold() == "uncategorised":
        cleaned[0] = "Uncategorised (imported)"
    if cleaned != parts:
        written = PATH_SIGN.join(cleaned)
        _note(made, "import.name_changed", f"{pointer}/name", f"The category is called “{written}” here.")
    return tuple(cleaned)


def _name(name: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in name.replace("›", ">"))
    return " ".join(shown.split())[:NAME_CAP].strip()


def _folded(path: CategoryPath) -> tuple[str, ...]:
    return tuple(name.casefold() for name in path)


def _tree(known: list[_Class], made: Converted) -> dict[tuple[str, ...], CategoryPath]:
    """Every path and its parents once, children behind their parent; how each folded path is spelt in the tree.

    What a node lacks it has from its parent.
    """
    nodes: dict[CategoryPath, dict[str, object]] = {}
    spelling: dict[tuple[str, ...], CategoryPath] = {}
    said = {_folded(one.path): one for one in known}
    for one in known:
        for depth in range(1, len(one.path) + 1):
            folded = _folded(one.path[:depth])
            if folded in spelling or len(spelling) >= CATEGORY_CAP:
                continue
            parent = spelling.get(folded[:-1], ())
            path = spelling[folded] = (*parent, one.path[depth - 1])
            nodes[path] = _node(path, said.get(folded), nodes.get(parent))
    place = {path: number for number, path in enumerate(nodes)}
    ordered = sorted(nodes, key=lambda path: [place[path[:depth]] for depth in range(1, len(path) + 1)])
    made.categories += [nodes[path] for path in ordered]
    if len(spelling) >= CATEGORY_CAP:
        _note(made, "import.too_many", "/classes", f"Only {CATEGORY_CAP} categories are taken over.")
    if known and not any(_is_number(one.data.get("score")) for one in known):
        _note(made, "import.no_scores", "/classes", "No category has a score, so all of them are neutral.")
    return spelling


def _node(path: CategoryPath, one: _Class | None, parent: dict[str, object] | None) -> dict[str, object]:
    score = one.data.get("score") if one else None
    weight = _weight(score) if _is_number(score) else (parent or {}).get("weight", 0)
    role = Role.FOCUS if _positive(weight) else Role.NEUTRAL if weight == 0 else Role.NOISE
    colour = _colour(one.data.get("color") if one else None)
    return {"path": list(path), "weight": weight, "colour": colour, "role": role.value}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _positive(weight: object) -> bool:
    return isinstance(weight, int) and weight > 0


def _weight(score: object) -> int:
    """−10…10 → −2…2: from ±5 on it is the strongest; anything else that is not zero still has its sign."""
    if not isinstance(score, int | float) or score == 0:
        return 0
    size = 2 if abs(score) >= HIGH_SCORE else 1
    return size if score > 0 else -size


def _colour(colour: object) -> str | None:
    if not isinstance(colour, str):
        return None
    if SHORT_COLOUR.fullmatch(colour):
        return "#" + "".join(digit * 2 for digit in colour[1:]).lower()
    return colour.lower() if COLOUR.fullmatch(colour) else None


def _rules(one: _Class, path: CategoryPath, made: Converted) -> Iterator[dict[str, object]]:
    pattern = one.rule.get("regex")
    if one.rule.get("type") != "regex" or not isinstance(pattern, str) or not pattern.strip():
        return
    translated = _translated(pattern, f"/classes/{one.place}/rule/regex", made)
    if translated is None:
        return
    for seen in _fields(one.rule.get("select_keys")):
        yield {
            "category": list(path),
            "field": seen.value,
            "op": Op.REGEX.value,
            "values": [translated],
            "ignore_case": one.rule.get("ignore_case") is True,
        }


def _fields(keys: object) -> tuple[Field, ...]:
    if not isinstance(keys, list):
        return FIELDS
    named = {"app": Field.APP, "title": Field.TITLE, "url": Field.URL, "project": Field.PROJECT, "file": Field.FILE}
    named["language"] = Field.LANGUAGE
    return tuple(named[key] for key in keys if isinstance(key, str) and key in named)


def _translated(pattern: str, pointer: str, made: Converted) -> str | None:
    """Python's pattern as RE2 has it, None (and why) when it cannot be said there."""
    said = END.sub(r"\1\\z", pattern)
    if ahead := TRAILING_AHEAD.match(said):
        said = ahead[1] + "(?:" + ahead[2] + ")"  # what has to follow at the very end may as well be found
    reason = why_no_pattern(said)
    if reason is None:
        return said
    known = next((why for sign, why in WHY if sign.search(pattern)), None)
    detail = f"The pattern “{pattern[:80]}” cannot be used: {known or reason}. The category has no rule from it."
    _note(made, "import.regex.unsupported" if known else "import.regex.invalid", pointer, detail)
    return None
