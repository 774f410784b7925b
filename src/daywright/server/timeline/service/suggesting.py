"""Suggestions for time without a category: what a rule at the end of the list would take, and where it may belong."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from daywright.core.pairs import PairTime
from daywright.core.rules import NO_RULE, Category, CategoryPath, Role, Rule, RuleSet
from daywright.core.segments import Ints
from daywright.core.starter import STARTER
from daywright.core.suggestions import Proposal, Seen, parent_domain, proposals
from daywright.server import categories
from daywright.server.timeline.service.relabelling import Ground

EXAMPLES: Final = 3
SPARE: Final = 3  # proposals looked at per suggestion wanted: some lose their time to better placed ones
MOST_PAIRS: Final = 20_000  # the longest; what is left over explains nothing
LIKELY: Final = 0.6
ANY: Final = ("Any",)


@dataclass(slots=True)
class Suggestion:
    """A rule, the uncategorised time it would take (none of it also another's), and a category it may belong to."""

    rule: Proposal
    ms: int = 0
    contexts: set[int] = field(default_factory=set)
    examples: list[tuple[str, str]] = field(default_factory=list)
    category: CategoryPath | None = None


@dataclass(frozen=True, slots=True)
class _Unknown:
    """Pairs without a category, the longest first; `front` and `inside` are positions, −1 for none."""

    front: Ints
    inside: Ints
    ms: Ints


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All time without a category, and the suggestions, those that explain most first."""

    uncategorised_ms: int
    found: list[Suggestion]


def suggestions(on: Ground, limit: int) -> Suggestions:
    """Suggest at most `limit` rules."""
    unknown = _unknown(on)
    whole = int(unknown.ms.sum())
    longest = _Unknown(unknown.front[:MOST_PAIRS], unknown.inside[:MOST_PAIRS], unknown.ms[:MOST_PAIRS])
    proposed = proposals(_seen(on, longest), SPARE * limit)
    found = _matched(on, unknown, proposed)
    found.sort(key=lambda one: (-one.ms, one.rule.field, one.rule.value))
    found = found[:limit]
    _guess(on, found)
    return Suggestions(whole, found)


def _unknown(on: Ground) -> _Unknown:
    front, inside, ms = [], [], []
    for part, rule in on.rules_of(on.labelling):
        without = rule == NO_RULE
        places = on.places(part)
        front.append(places[0][without])
        inside.append(places[1][without])
        ms.append(part.ms[without])
    none = np.empty(0, np.int64)
    columns = [np.concatenate(column) if column else none for column in (front, inside, ms)]
    width = len(on.dictionary) + 1
    known, place = np.unique(columns[0] * width + columns[1] + 1, return_inverse=True)
    total = np.bincount(place, columns[2], len(known)).astype(np.int64)
    order = np.argsort(-total, kind="stable")
    return _Unknown(known[order] // width, known[order] % width - 1, total[order])


def _texts(on: Ground, unknown: _Unknown, label: str) -> list[str]:
    """Return a label per pair, as views read it: from what was inside first, but an application from the front."""
    column, texts = np.append(on.dictionary.codes[label], np.int32(-1)), on.dictionary.texts[label]
    before, within = column[unknown.front], column[unknown.inside]
    code = np.where(before >= 0, before, within) if label == "app" else np.where(within >= 0, within, before)
    return [texts[one] if one >= 0 else "" for one in code.tolist()]


def _seen(on: Ground, unknown: _Unknown) -> Iterator[Seen]:
    labels = [_texts(on, unknown, label) for label in ("app", "title", "domain", "project")]
    return (Seen(*row) for row in zip(*labels, unknown.ms.tolist(), strict=True))


def _matched(on: Ground, unknown: _Unknown, proposed: list[Proposal]) -> list[Suggestion]:
    """Let the proposals compete as rules do, so that what each explains is exact and disjoint."""
    tree = (Category(ANY, 0, None, Role.NEUTRAL),)
    ruleset = RuleSet(tree, tuple(Rule(ANY, one.field, one.op, (one.value,)) for one in proposed))
    labelling = categories.labelled(ruleset, on.dictionary)
    first = labelling.rule(unknown.front, unknown.inside)
    found = [Suggestion(one) for one in proposed]
    mine = np.flatnonzero(first < len(proposed))
    apps, titles = _texts(on, unknown, "app"), _texts(on, unknown, "title")
    for pair in mine.tolist():
        one = found[int(first[pair])]
        one.ms += int(unknown.ms[pair])
        one.contexts.add(int(unknown.inside[pair]) if unknown.inside[pair] >= 0 else int(unknown.front[pair]))
        example = (apps[pair], titles[pair])
        if len(one.examples) < EXAMPLES and example not in one.examples:
            one.examples.append(example)
    return [one for one in found if one.ms]


def _guess(on: Ground, found: list[Suggestion]) -> None:
    """Name the category a suggestion may belong to: what the starter set says of it, else what its like has."""
    tree = {tuple(name.casefold() for name in category.path): category.path for category in on.labelling.categories}
    starter = categories.labelled(STARTER, on.dictionary)
    like = _categories_alike(on)
    for one in found:
        places = np.array(sorted(one.contexts), np.int64)
        numbers = starter.of(places, np.full(len(places), -1))
        known = numbers[numbers >= 0]
        if len(known):
            path = STARTER.categories[int(np.bincount(known).argmax())].path
            one.category = tree.get(tuple(name.casefold() for name in path))
        if one.category is None:
            one.category = like.get((one.rule.field, _like(one.rule.field, one.rule.value)))


def _like(label: str, value: str) -> str:
    return parent_domain(value) or value if label == "domain" else value


def _categories_alike(on: Ground) -> dict[tuple[str, str], CategoryPath]:
    """Return the category most labelled time of an application, a project or a site's other pages has."""
    total: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for part in on.parts:
        front, inside = on.places(part)
        number = on.labelling.of(front, inside)
        for label in ("app", "project", "domain"):
            _add_alike(on, part, label, (front, inside, number), total)
    likely = {}
    for key, by_category in total.items():
        best = max(by_category, key=lambda number: by_category[number])
        if by_category[best] >= LIKELY * sum(by_category.values()):
            likely[key] = on.labelling.categories[best].path
    return likely


def _add_alike(
    on: Ground,
    part: PairTime,
    label: str,
    places: tuple[Ints, Ints, np.ndarray],
    total: dict[tuple[str, str], dict[int, int]],
) -> None:
    front, inside, number = places
    column, texts = np.append(on.dictionary.codes[label], np.int32(-1)), on.dictionary.texts[label]
    code = column[front] if label == "app" else np.where(column[inside] >= 0, column[inside], column[front])
    known = (code >= 0) & (number >= 0)
    width = len(on.labelling.categories) + 1
    keys, place = np.unique(code[known].astype(np.int64) * width + number[known], return_inverse=True)
    sums = np.bincount(place, part.ms[known], len(keys)).astype(np.int64)
    for key, ms in zip(keys.tolist(), sums.tolist(), strict=True):
        total[label, _like(label, texts[key // width])][key % width] += ms
