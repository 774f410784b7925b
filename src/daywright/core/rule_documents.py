"""Rule sets as people and programs write them down, read into `RuleSet` with every problem named at once.

A document is plain data (what JSON can hold):

    {"categories": [{"path": ["Work", "Docs"], "weight": 2, "colour": "#3a7bd5", "role": "focus"}],
     "rules": [{"category": ["Work", "Docs"], "field": "domain", "op": "domain_suffix",
                "values": ["overleaf.com"], "ignore_case": true}]}

A rule with one value may say `value` instead of `values`. Unknown keys are left to newer versions. A problem has a
stable code, a JSON pointer to its place, and words for a person; warnings do not keep a document from being used.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, TypeVar

import re2

from daywright.core.domains import domain_pattern
from daywright.core.matching import pattern_of
from daywright.core.rules import Category, CategoryPath, Field, Op, Role, Rule, RuleSet

CATEGORY_CAP = 500
RULE_CAP = 2_000
VALUES_CAP = 20_000
VALUE_CAP = 1_000
NAME_CAP = 60
DEPTH_CAP = 5
WEIGHTS = range(-2, 3)

RESERVED_NAME = "uncategorised"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# What one pattern may need: some 7,000 steps, where a hundred alternative words need 1,000.
_PATTERN_MEMORY = 2**17
# What all patterns of a list may need together, in RE2's steps, so that no list can stall a server.
SIZE_CAP = 200_000

# Labels that have nothing in common: what matches most of them says nothing about what was done.
_UNLIKE = (
    "Untitled 1 - LibreOffice Writer",
    "max@laptop: ~/code",
    "Inbox - Mail",
    "org.gnome.Nautilus",
    "news.example.com",
    "https://shop.example/cart?id=7",
    "/home/max/notes/2026-03-01.md",
    "今日のニュース",
    "Zoom Meeting",
    "feature/login-page",
    "Python",
    "x",
)
_MOST = 9


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and whether the document can be used all the same."""

    code: str
    pointer: str
    detail: str
    warning: bool = False


class Parsed(NamedTuple):
    """A rule set and its warnings, or no rule set and everything that is wrong."""

    ruleset: RuleSet | None
    problems: tuple[Problem, ...]


def parse(document: object) -> Parsed:
    """Read a document. Never raises, whatever it is given."""
    reading = _Reading()
    ruleset = reading.ruleset(document)
    failed = any(not problem.warning for problem in reading.problems)
    return Parsed(None if failed else ruleset, tuple(reading.problems))


def document_of(ruleset: RuleSet) -> dict[str, list[dict[str, object]]]:
    """The document that `parse` reads as this rule set."""
    return {
        "categories": [
            {
                "path": list(category.path),
                "weight": category.weight,
                "colour": category.colour,
                "role": category.role.value,
            }
            for category in ruleset.categories
        ],
        "rules": [
            {
                "category": list(rule.category),
                "field": rule.field.value,
                "op": rule.op.value,
                "values": list(rule.values),
                "ignore_case": rule.ignore_case,
            }
            for rule in ruleset.rules
        ],
    }


class Outline(NamedTuple):
    """The categories of a rule set, and of each rule the number of its category."""

    categories: tuple[Category, ...]
    numbers: list[int]


def outline(written: Mapping[str, Any]) -> Outline:
    """Read what `document_of` wrote without judging it, and without its patterns: a fortieth of the time of `parse`."""
    categories = tuple(
        Category(tuple(entry["path"]), entry["weight"], entry["colour"], Role(entry["role"]))
        for entry in written["categories"]
    )
    number = {category.path: place for place, category in enumerate(categories)}
    return Outline(categories, [number[tuple(entry["category"])] for entry in written["rules"]])


def why_no_pattern(value: str, *, ignore_case: bool = True) -> str | None:
    """Say why a text cannot be the value of a `regex` rule; None when it can."""
    if not value.strip() or len(value) > VALUE_CAP or not _is_text(value):
        return f"a pattern has 1 to {VALUE_CAP} readable signs"
    # Alone first: "a)(b" is a pattern only once it is wrapped.
    for pattern in (value, pattern_of(Op.REGEX, value, ignore_case=ignore_case)):
        compiled = _compiled(pattern)
        if isinstance(compiled, str):
            return compiled
    return None


class _Reading:
    """One pass over a document, collecting problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._paths: set[CategoryPath] = set()
        self._values = 0
        self._size = 0
        self._seen: dict[tuple[Field, Op, bool, str], int] = {}

    def ruleset(self, document: object) -> RuleSet:
        if not isinstance(document, Mapping):
            self._wrong("ruleset.type", "", "A rule set is an object with categories and rules.")
            return RuleSet()
        categories = tuple(self._categories(document.get("categories", [])))
        rules = tuple(self._rules(document.get("rules", [])))
        if self._size > SIZE_CAP:
            self._wrong("ruleset.too_large", "/rules", "All patterns together are too large to match quickly.")
        return RuleSet(categories, rules)

    def _wrong(self, code: str, pointer: str, detail: str) -> None:
        self.problems.append(Problem(code, pointer, detail))

    def _doubtful(self, code: str, pointer: str, detail: str) -> None:
        self.problems.append(Problem(code, pointer, detail, warning=True))

    # Categories

    def _categories(self, listed: object) -> Iterator[Category]:
        if not isinstance(listed, list):
            self._wrong("ruleset.categories", "/categories", "Categories are a list.")
            return
        if len(listed) > CATEGORY_CAP:
            self._wrong("category.too_many", "/categories", f"At most {CATEGORY_CAP} categories.")
            return
        places: dict[CategoryPath, str] = {}
        taken: set[CategoryPath] = set()
        for number, entry in enumerate(listed):
            pointer = f"/categories/{number}"
            if not isinstance(entry, Mapping):
                self._wrong("category.type", pointer, "A category is an object.")
                continue
            category = self._category(entry, pointer)
            if category is None:
                continue
            folded = tuple(name.casefold() for name in category.path)
            if folded in taken:
                self._wrong("category.duplicate", f"{pointer}/path", f"“{category.label}” is listed twice.")
                continue
            taken.add(folded)
            places[category.path] = pointer
            yield category
        self._paths = set(places)
        for path, pointer in places.items():
            if len(path) > 1 and path[:-1] not in self._paths:
                self._wrong("category.parent.unknown", f"{pointer}/path", f"“{path[-2]}” is not in the tree.")

    def _category(self, entry: Mapping[object, object], pointer: str) -> Category | None:
        path = self._path(entry.get("path"), f"{pointer}/path")
        weight = entry.get("weight")
        if isinstance(weight, bool) or not isinstance(weight, int) or weight not in WEIGHTS:
            self._wrong("category.weight", f"{pointer}/weight", "A weight is a whole number from −2 to 2.")
            weight = 0
        colour = entry.get("colour")
        if colour is not None and not (isinstance(colour, str) and _COLOUR.fullmatch(colour)):
            self._wrong("category.colour", f"{pointer}/colour", "A colour is #rrggbb, or null.")
            colour = None
        role = _member(Role, entry.get("role", Role.NEUTRAL))
        if role is None:
            self._wrong("category.role", f"{pointer}/role", f"A role is one of {_listed(Role)}.")
        if path is None or role is None:
            return None
        return Category(path, weight, colour.lower() if isinstance(colour, str) else None, role)

    def _path(self, entry: object, pointer: str) -> CategoryPath | None:
        if not isinstance(entry, list) or not entry or not all(isinstance(name, str) for name in entry):
            self._wrong("category.path", pointer, "A path is a list of names, from the top of the tree.")
            return None
        if len(entry) > DEPTH_CAP:
            self._wrong("category.depth", pointer, f"A tree is at most {DEPTH_CAP} levels deep.")
            return None
        for number, name in enumerate(entry):
            if not _is_name(name):
                self._wrong(
                    "category.name",
                    f"{pointer}/{number}",
                    f"A name has 1 to {NAME_CAP} signs on one line, without “›”.",
                )
                return None
        if len(entry) == 1 and entry[0].casefold() == RESERVED_NAME:
            self._wrong("category.name.reserved", f"{pointer}/0", "“Uncategorised” is what no rule matches.")
            return None
        return tuple(entry)

    # Rules

    def _rules(self, listed: object) -> Iterator[Rule]:
        if not isinstance(listed, list):
            self._wrong("ruleset.rules", "/rules", "Rules are a list.")
            return
        if len(listed) > RULE_CAP:
            self._wrong("rule.too_many", "/rules", f"At most {RULE_CAP} rules.")
            return
        for number, entry in enumerate(listed):
            pointer = f"/rules/{number}"
            if not isinstance(entry, Mapping):
                self._wrong("rule.type", pointer, "A rule is an object.")
                continue
            rule = self._rule(entry, pointer, number)
            if rule is not None:
                yield rule

    def _rule(self, entry: Mapping[object, object], pointer: str, number: int) -> Rule | None:
        category = entry.get("category")
        path = tuple(category) if isinstance(category, list) and all(isinstance(name, str) for name in category) else ()
        if path not in self._paths:
            self._wrong("rule.category.unknown", f"{pointer}/category", "This category is not in the tree.")
        field = _member(Field, entry.get("field"))
        if field is None:
            self._wrong("rule.field.unknown", f"{pointer}/field", f"A field is one of {_listed(Field)}.")
        op = _member(Op, entry.get("op"))
        if op is None:
            self._wrong("rule.op.unknown", f"{pointer}/op", f"A comparison is one of {_listed(Op)}.")
        if op is Op.DOMAIN_SUFFIX and field not in {Field.DOMAIN, None}:
            self._wrong("rule.op.field", f"{pointer}/op", "domain_suffix compares domains only.")
            return None
        ignore_case = entry.get("ignore_case", True)
        if not isinstance(ignore_case, bool):
            self._wrong("rule.ignore_case", f"{pointer}/ignore_case", "ignore_case is true or false.")
            return None
        if field is None or op is None:
            return None
        like = Rule(path, field, op, (), ignore_case)
        values = tuple(self._values_of(entry, pointer, like, number))
        return Rule(path, field, op, values, ignore_case) if values else None

    def _values_of(self, entry: Mapping[object, object], pointer: str, like: Rule, number: int) -> Iterator[str]:
        if "values" in entry:
            listed = entry["values"]
            if not isinstance(listed, list) or not listed:
                self._wrong("rule.value.missing", f"{pointer}/values", "A rule has at least one value.")
                return
            placed = [(f"{pointer}/values/{place}", value) for place, value in enumerate(listed)]
        else:
            placed = [(f"{pointer}/value", entry.get("value"))]
        self._values += len(placed)
        if self._values > VALUES_CAP:
            self._wrong("rule.value.too_many", pointer, f"At most {VALUES_CAP} values in all rules together.")
            return
        for place, value in placed:
            if not isinstance(value, str) or not value.strip():
                self._wrong("rule.value.missing", place, "A value is a text that is not empty.")
            elif len(value) > VALUE_CAP or not _is_text(value):
                self._wrong("rule.value.text", place, f"A value is at most {VALUE_CAP} readable signs.")
            else:
                kept = self._value(value, place, like)
                if kept is not None:
                    self._note_repetition(like, kept, place, number)
                    yield kept

    def _value(self, value: str, place: str, like: Rule) -> str | None:
        match like.op:
            case Op.REGEX:
                return self._regex(value, place, ignore_case=like.ignore_case)
            case Op.DOMAIN_SUFFIX:
                domain = domain_pattern(value)
                if not domain:
                    self._wrong("rule.domain.invalid", place, "This cannot be a domain.")
                return domain or None
            case Op.EQUALS if like.field is Field.DOMAIN:
                return domain_pattern(value) or value
            case Op.CONTAINS | Op.GLOB:
                self._size += len(value)
                self._note_breadth(value, place, like.op)
            case _:
                pass
        return value

    def _note_breadth(self, value: str, place: str, op: Op) -> None:
        if op is Op.GLOB and not value.strip("*?"):
            self._doubtful("rule.value.too_broad", place, "This matches everything.")
        elif len(value.strip("* ")) == 1 and value.isascii():
            self._doubtful("rule.value.too_broad", place, "A single sign is found in almost everything.")

    def _regex(self, value: str, place: str, *, ignore_case: bool) -> str | None:
        # Alone first: "a)(b" is a pattern only once it is wrapped.
        compiled = _compiled(value)
        if not isinstance(compiled, str):
            compiled = _compiled(pattern_of(Op.REGEX, value, ignore_case=ignore_case))
        if isinstance(compiled, str):
            large = "too large" in compiled or "repetition size" in compiled
            code = "rule.regex.too_large" if large else "rule.regex.invalid"
            self._wrong(code, place, f"Not a pattern: {compiled}.")
            return None
        self._size += compiled.programsize
        if compiled.search("") or sum(bool(compiled.search(label)) for label in _UNLIKE) >= _MOST:
            self._doubtful("rule.regex.too_broad", place, "This matches almost everything.")
        return value

    def _note_repetition(self, like: Rule, value: str, place: str, number: int) -> None:
        folded = value.casefold() if like.ignore_case and like.op is not Op.REGEX else value
        first = self._seen.setdefault((like.field, like.op, like.ignore_case, folded), number)
        if first != number:
            self._doubtful("rule.repeated", place, f"Rule {first + 1} already takes this value.")


class _Pattern(Protocol):
    """What is used here of RE2's compiled pattern."""

    @property
    def programsize(self) -> int: ...

    def search(self, text: str) -> object: ...


def _compiled(pattern: str) -> _Pattern | str:
    """The compiled pattern, or RE2's reason to refuse it."""
    options = re2.Options()
    options.max_mem = _PATTERN_MEMORY
    options.log_errors = False
    try:
        compiled: _Pattern = re2.compile(pattern, options)
    except re2.error as refused:
        reason = refused.args[0] if refused.args else "unreadable"
        return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return compiled


_Member = TypeVar("_Member", bound=StrEnum)


def _member(names: type[_Member], name: object) -> _Member | None:
    return next((member for member in names if member.value == name), None)


def _listed(names: type[StrEnum]) -> str:
    return ", ".join(member.value for member in names)


def _is_text(value: str) -> bool:
    return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_name(name: str) -> bool:
    return 0 < len(name) <= NAME_CAP and name.isprintable() and name == name.strip() and "›" not in name
