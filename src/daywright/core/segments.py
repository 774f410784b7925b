"""A stretch of one timeline as columns, and the sums taken over it.

Between a day of the cache and a view: days are joined, cut to a range, and added up by code. Times are whole
milliseconds since 1970, UTC. Primary segments never overlap, so what they cover can be read off a running sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from daywright.core.flatten import DayColumns, Role

MS_PER_DAY: Final = 86_400_000

Number = TypeVar("Number", np.int64, np.uint8)
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
    def of_days(cls, days: Sequence[tuple[int, DayColumns]], from_ms: int, to_ms: int) -> Self:
        """Join days, each with its UTC day number, given in ascending order, and cut them to [from, to)."""
        parts = [cls.of_day(day, columns) for day, columns in days]
        if parts:  # only the outer days can reach beyond the range
            parts[0] = parts[0].within(from_ms, to_ms)
            parts[-1] = parts[-1].within(from_ms, to_ms)
        return cls(
            start=_joined([part.start for part in parts], np.int64),
            length=_joined([part.length for part in parts], np.int64),
            context=_joined([part.context for part in parts], np.int64),
            refinement=_joined([part.refinement for part in parts], np.int64),
            role=_joined([part.role for part in parts], np.uint8),
            device=_joined([part.device for part in parts], np.int64),
        )

    @classmethod
    def of_day(cls, day: int, columns: DayColumns) -> Self:
        """Put a day, given with its UTC day number, at its place in time."""
        return cls(
            start=columns.start + np.int64(day * MS_PER_DAY),
            length=columns.length.astype(np.int64),
            context=columns.context.astype(np.int64),
            refinement=columns.refinement.astype(np.int64),
            role=columns.lane & np.uint8(3),
            device=np.array(columns.device_ids or (0,), np.int64)[columns.lane >> 2],
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


def _joined(parts: Sequence[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    return np.concatenate(parts) if parts else np.empty(0, kind)


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
