"""What other rules would change, what each rule takes, what has no category: read off pairs, never off events."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from daywright.core.pairs import PairTime, moves
from daywright.core.periods import Period
from daywright.core.rule_documents import Problem
from daywright.core.rules import RuleSet
from daywright.core.segments import Codes, Ints
from daywright.server import categories, events
from daywright.server.timeline.service.asking import Asking
from daywright.server.timeline.service.meanings import path_text

US_PER_MS: Final = 1000
MOST_TIME: Final = 0.5
ENOUGH_MS: Final = 3_600_000  # with less time than this, any rule takes most of it


@dataclass(frozen=True, slots=True)
class Move:
    """Time that goes from one category to another, by their paths as text."""

    before: str
    after: str
    ms: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule set would change: the longest moves first, on how many local days, and doubts about it."""

    moves: list[Move]
    days: int
    doubts: list[Problem]

    @property
    def moved_ms(self) -> int:
        """All of it."""
        return sum(move.ms for move in self.moves)


@dataclass(frozen=True, slots=True)
class Ground:
    """The time of a range by pairs, with the dictionary and the labelling that hold."""

    parts: Sequence[PairTime]
    front: Codes
    inside: Codes
    dictionary: events.Dictionary
    labelling: categories.Labelling
    tried: Callable[[RuleSet], categories.Labelling]

    def places(self, part: PairTime) -> tuple[Ints, Ints]:
        """Return where the contexts of each pair stand in the dictionary, −1 for none."""
        return self.front[part.thing].astype(np.int64), self.inside[part.thing].astype(np.int64)

    def rules_of(self, labelling: categories.Labelling) -> Iterator[tuple[PairTime, np.ndarray]]:
        """Iterate the parts, each with the rule that decides for each pair."""
        for part in self.parts:
            yield part, labelling.rule(*self.places(part))


def ground(asked: Asking, span: Period | None) -> Ground:
    """Read the time of a range (all time without one)."""
    from_ms, to_ms = (span.start_us // US_PER_MS, span.end_us // US_PER_MS) if span else (0, 1 << 52)
    parts, numbering = asked.readers.paired.between(asked.reading, asked.calendar, from_ms, to_ms)
    meanings = asked.readers.meanings(asked.reading, numbering)
    labellings, user, dictionary = asked.readers.labellings, asked.user, meanings.dictionary
    return Ground(
        [part.time for part in parts],
        meanings.front,
        meanings.inside,
        dictionary,
        labelling=meanings.labelling,
        tried=lambda ruleset: labellings.tried(user, ruleset, dictionary),
    )


def preview(on: Ground, wanted: RuleSet) -> Preview:
    """Compare the labelling that holds with that of `wanted`."""
    labelling = on.tried(wanted)
    names: dict[str, int] = {}
    before = _codes(on.labelling, names)
    after = _codes(labelling, names)
    texts = list(names)
    compared = []
    for part in on.parts:
        front, inside = on.places(part)
        compared.append((part, before[on.labelling.of(front, inside)], after[labelling.of(front, inside)]))
    moved = moves(compared)
    found = [Move(texts[one], texts[other], ms) for (one, other), ms in moved.ms.items()]
    found.sort(key=lambda move: (-move.ms, move.before, move.after))
    return Preview(found, moved.days, _greedy(on, labelling))


def _codes(labelling: categories.Labelling, names: dict[str, int]) -> np.ndarray:
    """Per category a number that means the same path in every labelling; the last entry is for none."""
    paths = [path_text(category.path) for category in labelling.categories]
    return np.array([names.setdefault(text, len(names)) for text in [*paths, path_text(())]], np.int64)


def taken(on: Ground, labelling: categories.Labelling) -> Ints:
    """Return the milliseconds each rule decides. Shape (rules,)."""
    rules = len(labelling.rules)
    total = np.zeros(rules, np.int64)
    for part, rule in on.rules_of(labelling):
        mine = rule < rules
        total += np.bincount(rule[mine], part.ms[mine], rules).astype(np.int64)
    return total


def _greedy(on: Ground, labelling: categories.Labelling) -> list[Problem]:
    """Doubt rules that are new and take more than half of all time by themselves."""
    all_ms = sum(int(part.ms.sum()) for part in on.parts)
    if all_ms < ENOUGH_MS:
        return []
    known = set(on.labelling.rules)
    share = taken(on, labelling) / all_ms
    return [
        Problem("rule.takes_most", f"/rules/{number}", f"This rule alone takes {share[number]:.0%} of your time.", True)  # noqa: FBT003
        for number in np.flatnonzero(share > MOST_TIME).tolist()
        if labelling.rules[number] not in known
    ]
