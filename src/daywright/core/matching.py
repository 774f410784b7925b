"""Which rule comes first, for many observations at once.

A year has millions of events, tens of thousands of contexts, and far fewer distinct labels: each distinct label is
looked at once, by a dictionary for whole values and domains and by one RE2 set for all patterns of its field, in time
linear in the label. The earliest hit over all fields is the answer.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt
import re2

from daywright.core import globs
from daywright.core.domains import suffixes
from daywright.core.rules import NO_RULE, Field, Op, Rule, RuleSet

RuleNumbers = npt.NDArray[np.int32]

# A field's patterns are one automaton. This holds three times what `rule_documents` lets a list ask for.
_SET_MEMORY = 64 * 2**20


@dataclass(frozen=True, slots=True)
class LabelColumns:
    """The labels of many observations, one column per field of `Field`, all of one length."""

    app: Sequence[str]
    title: Sequence[str]
    domain: Sequence[str]
    url: Sequence[str]
    project: Sequence[str]
    language: Sequence[str]
    branch: Sequence[str]
    file: Sequence[str]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str, str, str, str, str, str]]) -> "LabelColumns":
        """From rows of `kind` and the seven columns of `Labels`; an entity is an address or a file by its kind."""
        columns = list(zip(*rows, strict=True)) or [()] * 8
        kind, app, title, domain, project, language, branch, entity = columns
        paged = list(map(_is_address, kind, entity))
        return cls(
            app=app,
            title=title,
            domain=domain,
            url=[text if page else "" for text, page in zip(entity, paged, strict=True)],
            project=project,
            language=language,
            branch=branch,
            file=["" if page else text for text, page in zip(entity, paged, strict=True)],
        )

    def __len__(self) -> int:
        return len(self.app)


class Matcher:
    """A rule set made ready. Building it costs milliseconds, so keep it while the rules stand."""

    def __init__(self, ruleset: RuleSet) -> None:
        by_field: dict[Field, list[tuple[int, Rule]]] = {}
        for number, rule in enumerate(ruleset.rules):
            by_field.setdefault(rule.field, []).append((number, rule))
        self._fields = {field: _FieldMatcher(numbered) for field, numbered in by_field.items()}

    def first_match(self, columns: LabelColumns) -> RuleNumbers:
        """For each observation the number of the first rule that matches, or NO_RULE."""
        best = np.full(len(columns), NO_RULE, dtype=np.int32)
        for field, matcher in self._fields.items():
            column: Sequence[str] = getattr(columns, field.value)
            known = {label: matcher.first(label) for label in set(column)}
            found = np.fromiter(map(known.__getitem__, column), dtype=np.int32, count=len(column))
            np.minimum(best, found, out=best)
        return best


def first_match(ruleset: RuleSet, columns: LabelColumns) -> RuleNumbers:
    """For each observation the number of the first rule that matches, or NO_RULE."""
    return Matcher(ruleset).first_match(columns)


def pattern_of(op: Op, value: str, *, ignore_case: bool) -> str:
    """The RE2 pattern of one `contains`, `glob` or `regex` value.

    Where case does not count, contains and glob compare folded texts, so their value is folded here.
    """
    match op:
        case Op.REGEX:
            return f"(?i:{value})" if ignore_case else f"(?:{value})"
        case Op.GLOB:
            pattern = globs.as_regex(value.casefold() if ignore_case else value)
        case _:
            pattern = re2.escape(value.casefold() if ignore_case else value)
    return f"(?i){pattern}" if ignore_case else pattern


class _FieldMatcher:
    """All rules of one field."""

    def __init__(self, numbered: Iterable[tuple[int, Rule]]) -> None:
        self._whole: dict[str, int] = {}
        self._folded: dict[str, int] = {}
        self._suffix: dict[str, int] = {}
        as_seen: list[tuple[str, int]] = []
        folded: list[tuple[str, int]] = []
        for number, rule in numbered:
            for value in rule.values:
                match rule.op:
                    case Op.EQUALS if rule.ignore_case:
                        self._folded.setdefault(value.casefold(), number)
                    case Op.EQUALS:
                        self._whole.setdefault(value, number)
                    case Op.DOMAIN_SUFFIX:
                        self._suffix.setdefault(value, number)
                    case _:
                        pattern = pattern_of(rule.op, value, ignore_case=rule.ignore_case)
                        folds = rule.ignore_case and rule.op is not Op.REGEX
                        (folded if folds else as_seen).append((pattern, number))
        # In ASCII text "(?i)" and folding say the same, so one pass answers both kinds of pattern.
        self._first_in_ascii = _pattern_search([*as_seen, *folded])
        self._first_as_seen = _pattern_search(as_seen)
        self._first_in_folded = _pattern_search(folded)

    def first(self, label: str) -> int:
        """The number of the first rule that matches this label, or NO_RULE."""
        if not label:
            return NO_RULE
        best = self._whole.get(label, NO_RULE)
        if self._folded:
            best = min(best, self._folded.get(label.casefold(), NO_RULE))
        if self._suffix:
            best = min(best, *map(self._suffix.get, suffixes(label), repeat(NO_RULE)))
        if label.isascii():
            return min(best, self._first_in_ascii(label.encode()))
        return min(
            best,
            self._first_as_seen(label.encode("utf-8", "replace")),
            self._first_in_folded(label.casefold().encode("utf-8", "replace")),
        )


def _pattern_search(patterns: list[tuple[str, int]]) -> Callable[[bytes], int]:
    """A function from a text to the lowest number among the patterns it matches."""
    if not patterns:
        return _nothing
    options = re2.Options()
    options.max_mem = _SET_MEMORY
    options.log_errors = False
    together = re2.Set.SearchSet(options)
    numbers: list[int] = []
    for pattern, number in patterns:
        together.Add(pattern)
        numbers.append(number)
    together.Compile()
    match = together.Match

    def search(text: bytes) -> int:
        hits = match(text)
        return min(map(numbers.__getitem__, hits)) if hits else NO_RULE

    return search


def _nothing(_text: bytes) -> int:
    return NO_RULE


def _is_address(kind: str, entity: str) -> bool:
    return kind == "web" or (kind != "editor" and "://" in entity)
