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
Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class NumberedDay:
    """A day and, per segment, the number of the thing it shows (see `things`). `day` counts from 1970."""

    day: int
    columns: DayColumns
    thing: Codes


@dataclass(frozen=True, slots=True)
class Segments:
    """Segments sorted by start, shape (segments,) each. `thing` is a number among `Things`, `device` an id."""

    start: Ints
    length: Ints
    thing: Codes
    role: NDArray[np.uint8]
    device: Ints

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def of_days(cls, days: Sequence[NumberedDay]) -> Self:
        """Join days, given in ascending order."""
        if not days:
            none = np.empty(0, np.int64)
            return cls(none, none, np.empty(0, np.int32), np.empty(0, np.uint8), none)
        sizes = [len(day.thing) for day in days]
        start = np.concatenate([day.columns.start for day in days], dtype=np.int64)
        start += np.repeat(np.array([day.day * MS_PER_DAY for day in days], np.int64), sizes)
        lane = np.concatenate([day.columns.lane for day in days])
        return cls(
            start=start,
            length=np.concatenate([day.columns.length for day in days], dtype=np.int64),
            thing=np.concatenate([day.thing for day in days]),
            role=lane & np.uint8(3),
            device=_devices(days, lane >> np.uint8(2), sizes),
        )

    def where(self, wanted: Bools | Ints | slice) -> Self:
        """Return only the wanted segments."""
        return type(self)(
            self.start[wanted], self.length[wanted], self.thing[wanted], self.role[wanted], self.device[wanted]
        )

    def within(self, from_ms: int, to_ms: int) -> Self:
        """Return what lies in [from, to); segments that cross an edge are cut there."""
        start = np.maximum(self.start, from_ms)
        length = np.minimum(self.start + self.length, to_ms) - start
        return type(self)(start, length, self.thing, self.role, self.device).where(length > 0)

    @property
    def primary(self) -> Bools:
        """Which segments count: all but those of the parallel lane."""
        counted: Bools = self.role != Role.PARALLEL
        return counted


def _devices(days: Sequence[NumberedDay], place: NDArray[np.uint8], sizes: Sequence[int]) -> Ints:
    """Places among the devices of each day → ids; mostly all days know the same devices."""
    known = {day.columns.device_ids for day in days}
    if len(known) == 1:
        return np.array(known.pop() or (0,), np.int64)[place]
    offsets: dict[tuple[int, ...], int] = {}
    ids: list[int] = []
    for one in sorted(known):
        offsets[one] = len(ids)
        ids += one or (0,)
    first = np.repeat(np.array([offsets[day.columns.device_ids] for day in days]), sizes)
    return np.array(ids, np.int64)[first + place]


def time_by(code: NDArray[np.integer], length: Ints, codes: int) -> Ints:
    """Milliseconds per code; a code of −1 counts nowhere. Shape (codes,)."""
    return np.bincount(code + 1, length, codes + 1)[1:].astype(np.int64)
