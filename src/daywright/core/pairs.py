"""Time by what stood in front and what was inside it: all that rules can look at, without the segments.

A year of segments has far fewer pairs of contexts. What a rule change moves, what a rule takes and what has no category
are read off them, at a look-up per pair instead of one per segment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from daywright.core.segments import Codes, Ints, Segments


@dataclass(frozen=True, slots=True)
class PairTime:
    """Primary milliseconds per pair, and on which local days each pair has any.

    `thing` (number of a pair, see `things`) and `ms` have shape (pairs,), no pair twice. `pair` (an index into them)
    and `day` (the instant a local day begins, ms) have shape (days of pairs,).
    """

    thing: Codes
    ms: Ints
    pair: NDArray[np.int32]
    day: Ints

    def __len__(self) -> int:
        return len(self.ms)

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return sum(column.nbytes for column in (self.thing, self.ms, self.pair, self.day))

    @classmethod
    def of(cls, primary: Segments, day_begins: Sequence[int]) -> Self:
        """Add primary segments up. `day_begins`: where local days begin (ms), from the one that holds the first."""
        known, pair = np.unique(primary.thing, return_inverse=True)
        begins = np.array(day_begins, np.int64)
        first = np.searchsorted(begins, primary.start, side="right") - 1
        last = np.searchsorted(begins, primary.start + primary.length - 1, side="right") - 1
        over = last > first
        width = len(begins) + 1
        where = np.unique(np.concatenate([pair * width + first, pair[over] * width + last[over]]))
        return cls(
            thing=known,
            ms=np.bincount(pair, primary.length, len(known)).astype(np.int64),
            pair=(where // width).astype(np.int32),
            day=begins[where % width] if len(where) else np.empty(0, np.int64),
        )


@dataclass(frozen=True, slots=True)
class Moves:
    """Time that has another category than before: per pair of category codes (from, to), and on how many days."""

    ms: dict[tuple[int, int], int]
    days: int


def moves(parts: Sequence[tuple[PairTime, NDArray[np.integer], NDArray[np.integer]]]) -> Moves:
    """Compare the category codes (≥ 0) of each part's pairs before and after."""
    total: dict[tuple[int, int], int] = {}
    days: list[Ints] = []
    for time, before, after in parts:
        moved = before != after
        if not moved.any():
            continue
        days.append(np.unique(time.day[moved[time.pair]]))
        width = int(after.max()) + 1
        ways, place = np.unique(before[moved].astype(np.int64) * width + after[moved], return_inverse=True)
        sums = np.bincount(place, time.ms[moved], len(ways)).astype(np.int64)
        for way, ms in zip(ways.tolist(), sums.tolist(), strict=True):
            key = divmod(way, width)
            total[key] = total.get(key, 0) + ms
    return Moves(total, len(np.unique(np.concatenate(days))) if days else 0)
