"""A stretch of one timeline as columns, and the sums taken over it.

Between a day of the cache and a view: days are joined, cut to a range, and added up by code. Times are whole
milliseconds since 1970, UTC. Primary segments never overlap, so what they cover can be read off a running sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from daywright.core.flatten import DayColumns, Role

MS_PER_DAY: Final = 86_400_000

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Segments:
    """Segments sorted by start, shape (segments,) each. `device` is an id, `refinement` 0 where there is none."""

    start: Ints
    length: Ints
    context: Ints
    refinement: Ints
    role: NDArray[np.uint8]
    device: Ints

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def of_days(cls, days: Sequence[tuple[int, DayColumns]]) -> Self:
        """Join days, each with its UTC day number, given in ascending order."""
        starts = [day * MS_PER_DAY + columns.start.astype(np.int64) for day, columns in days]
        devices = [np.array(columns.device_ids or (0,), np.int64)[columns.lane >> 2] for _, columns in days]
        return cls(
            start=_joined(starts),
            length=_joined([columns.length for _, columns in days]),
            context=_joined([columns.context for _, columns in days]),
            refinement=_joined([columns.refinement for _, columns in days]),
            role=np.concatenate([columns.lane & 3 for _, columns in days]) if days else np.empty(0, np.uint8),
            device=_joined(devices),
        )

    def where(self, wanted: Bools | slice) -> Self:
        """Return only the wanted segments."""
        return type(self)(
            self.start[wanted],
            self.length[wanted],
            self.context[wanted],
            self.refinement[wanted],
            self.role[wanted],
            self.device[wanted],
        )

    def within(self, from_ms: int, to_ms: int) -> Self:
        """Return what lies in [from, to); segments that cross an edge are cut there."""
        start = np.maximum(self.start, from_ms)
        length = np.minimum(self.start + self.length, to_ms) - start
        cut = type(self)(start, length, self.context, self.refinement, self.role, self.device)
        return cut.where(length > 0)

    @property
    def primary(self) -> Bools:
        """Which segments count: all but those of the parallel lane."""
        counted: Bools = self.role != Role.PARALLEL
        return counted


def _joined(parts: Sequence[NDArray[np.integer]]) -> Ints:
    return np.concatenate(parts).astype(np.int64, copy=False) if parts else np.empty(0, np.int64)


def time_by(code: NDArray[np.integer], length: Ints, codes: int) -> Ints:
    """Milliseconds per code; a code of −1 counts nowhere. Shape (codes,)."""
    counted = code >= 0
    if not counted.all():
        code, length = code[counted], length[counted]
    return np.bincount(code, length, codes).astype(np.int64)


def time_between(edges: Ints, start: Ints, length: Ints) -> Ints:
    """Milliseconds that non-overlapping segments cover in each of the cells between `edges`. Shape (edges − 1,)."""
    if not len(start):
        return np.zeros(len(edges) - 1, np.int64)
    before = np.concatenate([[0], np.cumsum(length)])
    last = np.searchsorted(start, edges, side="right") - 1
    within = np.minimum(edges - start[np.maximum(last, 0)], length[np.maximum(last, 0)])
    covered: Ints = np.where(last >= 0, before[np.maximum(last, 0)] + within, 0)
    return np.diff(covered)
