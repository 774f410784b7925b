"""Time by what stood in front and what was inside it, day by day: all that rules and most views look at.

A year of segments has far fewer pairs of contexts (things, see `things`). Totals, facets, what a rule change moves and
what has no category are read off them, at a look-up per pair instead of one per segment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from daywright.core.cells import Cells, cut
from daywright.core.segments import Codes, Ints, Segments


@dataclass(frozen=True, slots=True)
class PairTime:
    """Primary milliseconds per pair, in all and for each of some local days that follow one another.

    `thing` (ascending) and `ms` have shape (pairs,). The pairs of day i and their times stand in `pair` (an index into
    `thing`) and `day_ms` from `entries[i]` to `entries[i + 1]`. `edges` are where the days begin, and where the last
    one ends; `opens` and `closes` (shape (days,)) when a day's first activity began and its last ended, 0 without any.
    """

    thing: Codes
    ms: Ints
    pair: Codes
    day_ms: Codes
    entries: Ints
    edges: Ints
    opens: Ints
    closes: Ints

    def __len__(self) -> int:
        return len(self.ms)

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return sum(getattr(self, column).nbytes for column in self.__slots__)

    @property
    def day(self) -> Ints:
        """Per entry, when its day begins."""
        return np.repeat(self.edges[:-1], np.diff(self.entries))

    @classmethod
    def of(cls, primary: Segments, day_edges: Sequence[int]) -> Self:
        """Add up primary segments between the first and the last edge (ms); days begin at the edges."""
        edges = np.array(day_edges, np.int64)
        days = len(edges) - 1
        pieces, day = cut(primary, Cells(edges, np.arange(days, dtype=np.int32), days))
        thing, place = _distinct(pieces.thing)
        pairs = len(thing)
        table = np.bincount(day * np.int64(pairs) + place, pieces.length, days * pairs)
        some = np.flatnonzero(table)
        first = np.searchsorted(day, np.arange(days + 1))
        held = np.diff(first) > 0
        opens, closes = np.zeros(days, np.int64), np.zeros(days, np.int64)
        opens[held] = pieces.start[first[:-1][held]]
        closes[held] = (pieces.start + pieces.length)[first[1:][held] - 1]
        return cls(
            thing=thing,
            ms=np.bincount(place, pieces.length, pairs).astype(np.int64),
            pair=(some % max(pairs, 1)).astype(np.int32),
            day_ms=table[some].astype(np.int32),
            entries=np.searchsorted(some, np.arange(days + 1) * pairs),
            edges=edges,
            opens=opens,
            closes=closes,
        )

    def days(self, first: int, end: int) -> Self:
        """Return only the days numbered `first` to `end` (exclusive)."""
        entries = self.entries[first : end + 1]
        pair, day_ms = self.pair[entries[0] : entries[-1]], self.day_ms[entries[0] : entries[-1]]
        known, place = _distinct(pair)
        return type(self)(
            thing=self.thing[known],
            ms=np.bincount(place, day_ms, len(known)).astype(np.int64),
            pair=place,
            day_ms=day_ms,
            entries=entries - entries[0],
            edges=self.edges[first : end + 1],
            opens=self.opens[first:end],
            closes=self.closes[first:end],
        )


def _distinct(codes: Codes) -> tuple[Codes, Codes]:
    """Return the distinct codes (≥ 0), ascending, and for each code its place among them."""
    seen = np.zeros(int(codes.max()) + 1 if len(codes) else 0, np.bool_)
    seen[codes] = True
    place = np.cumsum(seen, dtype=np.int32) - np.int32(1)
    return np.flatnonzero(seen).astype(np.int32), place[codes]


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
