"""Which rule comes first, for many observations at once.

A year has millions of events, tens of thousands of contexts, and far fewer distinct labels: each distinct label is
looked at once, by a dictionary for whole values and domains and by one RE2 set for all patterns of its field, in time
linear in the label. The earliest hit over all fields is the answer.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import re2

from daywright.core import globs
from daywright.core.domains import suffixes
from daywright.core.rules import NO_RULE, Field, Op, Rule, RuleSet

RuleNumbers = npt.NDArray[np.int32]

# A field's patterns are one automaton. This holds three times what `rule_documents` lets a list ask for.
_SET_MEMORY = 64 * 2**20

_UNKNOWN = -1


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


class Column(NamedTuple):
    """One field of many observations: per observation the number of its text, −1 for none. `texts` may only grow."""

    texts: Sequence[str]
    codes: npt.NDArray[np.int32]


class Matcher:
    """A rule set made ready. Building it costs milliseconds, so keep it while the rules stand.

    It remembers which rule each text of a column met first, so give it one list of texts per field, always the same.
    """

    def __init__(self, ruleset: RuleSet) -> None:
        by_field: dict[Field, list[tuple[int, Rule]]] = {}
        for number, rule in enumerate(ruleset.rules):
            by_field.setdefault(rule.field, []).append((number, rule))
        self._fields = {field: _FieldMatcher(numbered) for field, numbered in by_field.items()}
        self._known: dict[Field, RuleNumbers] = {}

    def first_match(self, columns: LabelColumns) -> RuleNumbers:
        """For each observation the number of the first rule that matches, or NO_RULE."""
        best = np.full(len(columns), NO_RULE, dtype=np.int32)
        for field, matcher in self._fields.items():
            column: Sequence[str] = getattr(columns, field.value)
            distinct = list(set(column))
            known = dict(zip(distinct, matcher.firsts(distinct).tolist(), strict=True))
            found = np.fromiter(map(known.__getitem__, column), dtype=np.int32, count=len(column))
            np.minimum(best, found, out=best)
        return best

    def first_of(self, column_of: Callable[[Field], Column], count: int) -> RuleNumbers:
        """Say the same of `count` observations given by numbers of texts. Asks only for fields that rules look at."""
        best = np.full(count, NO_RULE, dtype=np.int32)
        for field, matcher in self._fields.items():
            column = column_of(field)
            known = self._learned(field, matcher, column)
            np.minimum(best, known[column.codes], out=best)
        return best

    def _learned(self, field: Field, matcher: "_FieldMatcher", column: Column) -> RuleNumbers:
        """First rule per text, for all texts that the column's observations have; the last entry is for none."""
        texts = len(column.texts)
        known = np.full(texts + 1, _UNKNOWN, np.int32)
        before = self._known.get(field)
        if before is not None:
            known[: len(before) - 1] = before[:-1]
        known[-1] = NO_RULE
        used = np.zeros(texts + 1, np.bool_)
        used[column.codes] = True
        new = np.flatnonzero(used & (known == _UNKNOWN))
        known[new] = matcher.firsts([column.texts[number] for number in new.tolist()])
        self._known[field] = known
        return known


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
        self._patterns = bool(as_seen or folded)
        self._first_in_ascii = _pattern_search([*as_seen, *folded])
        self._first_as_seen = _pattern_search(as_seen)
        self._first_in_folded = _pattern_search(folded)

    def firsts(self, labels: Sequence[str]) -> RuleNumbers:
        """For each label the number of the first rule that matches, or NO_RULE."""
        best = np.full(len(labels), NO_RULE, dtype=np.int32)
        if self._whole:
            np.minimum(best, _taken(self._whole, labels), out=best)
        if self._folded:
            np.minimum(best, _taken(self._folded, map(str.casefold, labels)), out=best)
        if self._suffix:
            found = (min(map(self._suffix.get, suffixes(label), repeat(NO_RULE))) for label in labels)
            np.minimum(best, np.fromiter(found, np.int32, len(labels)), out=best)
        if self._patterns:
            self._search(labels, best)
        best[[place for place, label in enumerate(labels) if not label]] = NO_RULE
        return best

    def _search(self, labels: Sequence[str], best: RuleNumbers) -> None:
        ascii_ = [place for place, label in enumerate(labels) if label.isascii()]
        others = [place for place, label in enumerate(labels) if not label.isascii()]
        seen = [labels[place] for place in others]
        _lower(best, ascii_, self._first_in_ascii(labels[place].encode() for place in ascii_))
        _lower(best, others, self._first_as_seen(label.encode("utf-8", "replace") for label in seen))
        _lower(best, others, self._first_in_folded(label.casefold().encode("utf-8", "replace") for label in seen))


def _taken(numbers: dict[str, int], labels: Iterable[str]) -> RuleNumbers:
    return np.fromiter(map(numbers.get, labels, repeat(NO_RULE)), np.int32)


def _lower(best: RuleNumbers, places: Sequence[int], found: Iterable[tuple[int, int]]) -> None:
    for place, number in found:
        best[places[place]] = min(best[places[place]], number)


Search = Callable[[Iterable[bytes]], Iterable[tuple[int, int]]]


def _pattern_search(patterns: list[tuple[str, int]]) -> Search:
    """A function from texts to the place of each that any pattern is found in, with the lowest number of these."""
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

    def search(texts: Iterable[bytes]) -> Iterable[tuple[int, int]]:
        for place, hits in enumerate(map(together.Match, texts)):
            if hits:
                yield place, min(map(numbers.__getitem__, hits))

    return search


def _nothing(_texts: Iterable[bytes]) -> Iterable[tuple[int, int]]:
    return ()


def pages(kinds: Sequence[str], entities: Column) -> npt.NDArray[np.bool_]:
    """Of observations of these kinds, tell whose entity is an address; another's is a file."""
    paged = np.fromiter(map("web".__eq__, kinds), np.bool_, len(kinds))
    for place in np.flatnonzero(~paged & (entities.codes >= 0)).tolist():
        paged[place] = _is_address(kinds[place], entities.texts[entities.codes[place]])
    return paged


def _is_address(kind: str, entity: str) -> bool:
    return kind == "web" or (kind != "editor" and "://" in entity)
