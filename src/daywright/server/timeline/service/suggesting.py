"""Suggestions for time without a category: what a rule at the end of the list would take, and where it may belong."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from daywright.core.rules import NO_RULE, Category, CategoryPath, Role, Rule, RuleSet
from daywright.core.segments import Ints
from daywright.core.starter import STARTER
from daywright.core.suggestions import Proposal, Seen, parent_domain, proposals
from daywright.server import categories
from daywright.server.timeline.service.relabelling import Ground

EXAMPLES: Final = 3
SPARE: Final = 3  # proposals looked at per suggestion wanted: some lose their time to better placed ones
MOST_PAIRS: Final = 20_000  # the longest; what is left over explains nothing
MOST_ASKED: Final = 200  # contexts of a suggestion that its category is guessed from
LIKELY: Final = 0.6
ENOUGH_MS: Final = 300_000
LEAST_MS: Final = 30_000  # what explains less is not worth a rule
ANY: Final = ("Any",)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rule, the uncategorised time it would take (none of it also another's), and a category it may belong to."""

    rule: Proposal
    ms: int
    contexts: int
    examples: list[tuple[str, str]]
    category: CategoryPath | None


@dataclass(frozen=True, slots=True)
class _Unknown:
    """Pairs without a category, the longest first; `front` and `inside` are positions, −1 for none."""

    front: Ints
    inside: Ints
    ms: Ints

    def where(self, wanted: np.ndarray | slice) -> "_Unknown":
        """Return only the wanted pairs."""
        return _Unknown(self.front[wanted], self.inside[wanted], self.ms[wanted])

    def longest(self, most: int) -> "_Unknown":
        """Return the first `most`."""
        return self.where(slice(most))


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All time without a category, and the suggestions, those that explain most first."""

    uncategorised_ms: int
    found: list[Suggestion]


def suggestions(on: Ground, limit: int) -> Suggestions:
    """Suggest at most `limit` rules."""
    unknown = _unknown(on)
    proposed = proposals(_seen(on, unknown.longest(MOST_PAIRS)), SPARE * limit)
    decided = _decided(on, unknown, proposed)
    ms = np.bincount(decided[decided >= 0], unknown.ms[decided >= 0], len(proposed)).astype(np.int64)
    best = sorted(
        np.flatnonzero(ms >= LEAST_MS).tolist(), key=lambda number: (-int(ms[number]), *proposed[number][:3])
    )[:limit]
    pairs = [unknown.where(decided == number) for number in best]
    places = [np.unique(np.where(mine.inside >= 0, mine.inside, mine.front)) for mine in pairs]
    likely = _categories_alike(on) if best else {}
    known = _starter_categories(on, places)
    return Suggestions(
        int(unknown.ms.sum()),
        [
            Suggestion(
                rule=proposed[number],
                ms=int(ms[number]),
                contexts=len(places[at]),
                examples=_examples(on, pairs[at]),
                category=known[at] or likely.get(_like(proposed[number].field, proposed[number].value)),
            )
            for at, number in enumerate(best)
        ],
    )


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


def _decided(on: Ground, unknown: _Unknown, proposed: list[Proposal]) -> np.ndarray:
    """Let the proposals compete as rules do, so that what each explains is exact and disjoint: its number per pair."""
    tree = (Category(ANY, 0, None, Role.NEUTRAL),)
    ruleset = RuleSet(tree, tuple(Rule(ANY, one.field, one.op, (one.value,)) for one in proposed))
    occurs = np.zeros(len(on.dictionary) + 1, np.bool_)
    occurs[unknown.front] = occurs[unknown.inside] = True
    places = np.flatnonzero(occurs[:-1])
    first = np.full(len(on.dictionary) + 1, NO_RULE, np.int32)
    first[places] = categories.first_rules(ruleset, on.dictionary, places)
    best = np.minimum(first[unknown.front], first[unknown.inside])
    return np.where(best == NO_RULE, -1, best)


def _examples(on: Ground, mine: _Unknown) -> list[tuple[str, str]]:
    """Return the longest things, each once."""
    longest = mine.longest(4 * EXAMPLES)
    shown = zip(_texts(on, longest, "app"), _texts(on, longest, "title"), strict=True)
    return list(dict.fromkeys(shown))[:EXAMPLES]


def _starter_categories(on: Ground, places: list[Ints]) -> list[CategoryPath | None]:
    """Return the category that the starter set gives most contexts of each group, where the user's tree has it."""
    asked = [group[:MOST_ASKED] for group in places]
    rules = categories.first_rules(STARTER, on.dictionary, np.concatenate(asked)) if asked else np.empty(0, np.int32)
    tree = {tuple(map(str.casefold, category.path)): category.path for category in on.labelling.categories}
    found: list[CategoryPath | None] = []
    for group in np.split(rules, np.cumsum([len(group) for group in asked])[:-1]):
        known = group[group != NO_RULE]
        path = STARTER.rules[int(np.bincount(known).argmax())].category if len(known) else ()
        found.append(tree.get(tuple(map(str.casefold, path))))
    return found


def _like(label: str, value: str) -> tuple[str, str]:
    """What a suggestion has in common with labelled time: its application, its project, or its site."""
    return label, parent_domain(value) or value if label == "domain" else value


def _categories_alike(on: Ground) -> dict[tuple[str, str], CategoryPath]:
    """Return the category most labelled time of an application, a project or a site's other pages has.

    Only what a thing is labelled by itself tells about it: a page may stand in a window whose title still is another's.
    """
    total: dict[tuple[str, str], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for part, rule in on.rules_of(on.labelling):
        front, inside = on.places(part)
        number = on.labelling.of(front, inside)
        for label in ("app", "project", "domain"):
            places = front if label == "app" else inside
            code = np.append(on.dictionary.codes[label], np.int32(-1))[places]
            tells = (code >= 0) & (number >= 0) & (on.labelling.first[places] == rule)
            for text, category, ms in _by_text(on, label, code[tells], number[tells], part.ms[tells]):
                total[_like(label, text)][category] += ms
    likely = {}
    for key, by_category in total.items():
        best = max(by_category, key=lambda number: by_category[number])
        if by_category[best] >= max(ENOUGH_MS, LIKELY * sum(by_category.values())):
            likely[key] = on.labelling.categories[best].path
    return likely


def _by_text(
    on: Ground, label: str, code: np.ndarray, number: np.ndarray, length: Ints
) -> Iterator[tuple[str, int, int]]:
    """Add time up by the label's text and the number of the category."""
    width = len(on.labelling.categories)
    keys, place = np.unique(code.astype(np.int64) * width + number, return_inverse=True)
    sums = np.bincount(place, length, len(keys)).astype(np.int64)
    for key, ms in zip(keys.tolist(), sums.tolist(), strict=True):
        yield on.dictionary.texts[label][key // width], key % width, ms
