"""Sums over columns: time by code, time by group and code, and which category most of a code's time belongs to.

Everything is whole milliseconds. A code of −1 stands for "none" and counts nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from daywright.core.rules import Category, Kind
from daywright.core.score import Productivity, productivity
from daywright.core.segments import Bools, Codes, Ints, time_by

KINDS = tuple(Kind)
MS_PER_SECOND = 1000


def table_by(group: Codes, groups: int, code: NDArray[np.integer], codes: int, length: Ints) -> Ints:
    """Milliseconds per group and code; codes go from −1, the first column, on. Shape (groups, codes + 1)."""
    place = group.astype(np.int64) * (codes + 1) + code + 1
    return np.bincount(place, length, groups * (codes + 1)).astype(np.int64).reshape(groups, codes + 1)


def longest(total: Ints, limit: int) -> Ints:
    """Return the places of the `limit` longest, and of all that are as long as the last of them; never an empty one."""
    some = np.flatnonzero(total)
    if len(some) <= limit:
        return some
    length = total[some]  # a period has few of all places: thousands of equal zeros take a partition many times as long
    least = np.partition(length, len(length) - limit)[len(length) - limit]
    found: Ints = some[length >= least]
    return found


def main_of(places: Ints, code: NDArray[np.integer], codes: int, category: Codes, length: Ints) -> dict[int, int]:
    """Tell for each of the codes in `places` which category (−1 for none) most of its time belongs to."""
    if not len(places):
        return {}
    row = np.full(codes + 1, -1, np.int32)  # the last entry is for things without the label
    row[places] = np.arange(len(places), dtype=np.int32)
    of = row[code]
    asked = np.flatnonzero(of >= 0)
    width = int(category.max()) + 2
    table = np.bincount(of[asked] * np.int64(width) + category[asked] + 1, length[asked], len(places) * width)
    main = table.reshape(len(places), width).argmax(axis=1) - 1
    return dict(zip(places.tolist(), main.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Totals:
    """What stands above every list: time, time by kind (in the order of `KINDS`), score and coverage."""

    total_ms: int
    kind_ms: tuple[int, ...]
    productivity: Productivity

    def of(self, kind: Kind) -> int:
        """Milliseconds of one kind."""
        return self.kind_ms[KINDS.index(kind)]


class Scale(NamedTuple):
    """What categories weigh, as columns with "no category" in front. `scored` tells which count toward the score."""

    kind: NDArray[np.int8]
    weight: Ints
    scored: Bools

    @property
    def is_signal(self) -> Bools:
        """Tell which columns are signal."""
        return np.equal(self.kind, KINDS.index(Kind.SIGNAL))

    @classmethod
    def of(cls, categories: Sequence[Category]) -> "Scale":
        """Take the columns from a tree."""
        kind = [KINDS.index(Kind.UNCATEGORISED), *(KINDS.index(category.kind) for category in categories)]
        weight = [0, *(category.weight for category in categories)]
        return cls(np.array(kind, np.int8), np.array(weight, np.int64), np.arange(len(kind)) > 0)

    def totals(self, per_category: Ints) -> Totals:
        """Milliseconds per category, "none" in front → totals."""
        kinds = np.bincount(self.kind, per_category, len(KINDS)).astype(np.int64)
        total = int(per_category.sum())
        categorised = [
            (ms / MS_PER_SECOND, weight)
            for ms, weight, scored in zip(
                per_category.tolist(), self.weight.tolist(), self.scored.tolist(), strict=True
            )
            if ms and scored
        ]
        return Totals(total, tuple(kinds.tolist()), productivity(categorised, total / MS_PER_SECOND))


def rolled_up(categories: Sequence[Category], depth: int) -> Codes:
    """Category number → number of its ancestor at that depth (itself where it is no deeper)."""
    index = {category.path: number for number, category in enumerate(categories)}
    return np.array([index[category.path[:depth]] for category in categories], np.int32)


def below(categories: Sequence[Category], path: tuple[str, ...]) -> Bools:
    """Tell which categories are that node or stand below it."""
    return np.array([category.path[: len(path)] == path for category in categories], np.bool_)


__all__ = ["KINDS", "Scale", "Totals", "below", "longest", "main_of", "rolled_up", "table_by", "time_by"]
