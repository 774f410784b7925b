"""Time spent: the primary time of a period that passes the filters, and what is read off it.

There are two ways to the same sums. Where only things and whole local days matter, time is added up by pairs and days,
which blocks keep ready (`Coarse`). Hours of the clock, devices, and what the other cannot tell need every segment
(`Fine`).
"""

from abc import ABC, abstractmethod
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Final

import numpy as np

from daywright.core.cells import Cells, Step, cut, first_of_week, of_steps, steps
from daywright.core.localdays import LocalCalendar
from daywright.core.pairs import PairTime
from daywright.core.periods import Period
from daywright.core.reductions import Scale, Totals, table_by
from daywright.core.segments import Bools, Codes, Ints, Segments, time_by
from daywright.server.timeline.service.meanings import Meanings

FEW: Final = 8  # one thing in so many, or fewer
MS_PER_HOUR: Final = 3_600_000
US_PER_MS: Final = 1000


@dataclass(frozen=True)
class Spent(ABC):
    """Primary time of a period, filtered."""

    meanings: Meanings
    period: Period
    calendar: LocalCalendar
    week_start: int

    @property
    @abstractmethod
    def per_thing(self) -> Ints:
        """Milliseconds per thing."""

    @property
    @abstractmethod
    def extent(self) -> Period | None:
        """From the first to the last activity; None without any."""

    @property
    @abstractmethod
    def reach(self) -> Period | None:
        """A period that holds the extent and no local day beyond it."""

    @abstractmethod
    def by_category(self, cells: Cells) -> Ints:
        """Milliseconds per group of cells and category, "none" first. Shape (groups, categories + 1)."""

    @abstractmethod
    def by_group(self, cells: Cells) -> Ints:
        """Milliseconds per group of cells."""

    @abstractmethod
    def per_device(self) -> dict[int, int]:
        """Milliseconds per device."""

    @abstractmethod
    def switches(self) -> int:
        """Count changes of category or project, see `dayview.switches`; none goes from one local day to the next."""

    @cached_property
    def scale(self) -> Scale:
        """What the categories weigh."""
        return Scale.of(self.meanings.labelling.categories)

    @cached_property
    def per_category(self) -> Ints:
        """Milliseconds per category; the first is "none"."""
        return time_by(self.meanings.category + 1, self.per_thing, len(self.meanings.labelling.categories) + 1)

    @cached_property
    def totals(self) -> Totals:
        """Time, time by kind, score and coverage."""
        return self.scale.totals(self.per_category)

    def steps(self, by: str) -> list[Step]:
        """Cut what holds activity into hours, days, weeks or months of the period."""
        reach = self.reach
        if reach is None:
            return []
        first, last = (self.calendar.date_of(instant) for instant in (reach.start_us, reach.end_us - 1))
        if by == "week":
            first, last = (
                first_of_week(first, self.week_start),
                first_of_week(last, self.week_start) + timedelta(days=6),
            )
        if by == "month":
            first, last = first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
        start_us = max(self.period.start_us, self.calendar.begin(first))
        end_us = min(self.period.end_us, self.calendar.begin(last + timedelta(days=1)))
        return steps(by, self.calendar, start_us, end_us, week_start=self.week_start)

    def active_days(self) -> int:
        """Count the local days with any activity."""
        found = self.steps("day")
        return int(np.count_nonzero(self.by_group(of_steps(found)))) if found else 0


@dataclass(frozen=True)
class Fine(Spent):
    """Read off segments."""

    segments: Segments

    @cached_property
    def per_thing(self) -> Ints:
        """See `Spent`."""
        return time_by(self.segments.thing, self.segments.length, len(self.meanings.front))

    @property
    def extent(self) -> Period | None:
        """See `Spent`."""
        start, length = self.segments.start, self.segments.length
        return Period(int(start[0]) * US_PER_MS, int(start[-1] + length[-1]) * US_PER_MS) if len(start) else None

    @property
    def reach(self) -> Period | None:
        """See `Spent`."""
        return self.extent

    def by_category(self, cells: Cells) -> Ints:
        """See `Spent`."""
        pieces, group = cut(self.segments, cells)
        categories = len(self.meanings.labelling.categories)
        return table_by(group, cells.groups, self.meanings.category[pieces.thing], categories, pieces.length)

    def by_group(self, cells: Cells) -> Ints:
        """See `Spent`."""
        pieces, group = cut(self.segments, cells)
        return time_by(group, pieces.length, cells.groups)

    def per_device(self) -> dict[int, int]:
        """See `Spent`."""
        devices, place = np.unique(self.segments.device, return_inverse=True)
        return dict(zip(devices.tolist(), time_by(place, self.segments.length, len(devices)).tolist(), strict=True))

    def switches(self) -> int:
        """See `Spent`."""
        found = self.steps("day")
        return len(self.meanings.switches(*cut(self.segments, of_steps(found)))) if found else 0


@dataclass(frozen=True)
class Coarse(Spent):
    """Read off pairs and days. `wanted` tells which things count (None: all), `fine` reads the segments of a period."""

    times: Sequence[PairTime]
    wanted: Bools | None
    weekdays: Cells | None
    fine: Callable[[Period], Fine]
    all_switches: Callable[[], int]

    @cached_property
    def per_thing(self) -> Ints:
        """See `Spent`."""
        things = len(self.meanings.front)
        if self.weekdays is not None:
            day, thing, length = self._entries
            counted = np.repeat(self.weekdays.group_at(self._days) >= 0, day)
            return time_by(thing[counted], length[counted], things)
        if not self.times:
            return np.zeros(things, np.int64)
        thing = np.concatenate([time.thing for time in self.times])
        total = time_by(thing, np.concatenate([time.ms for time in self.times]), things)
        return total if self.wanted is None else total * self.wanted

    @property
    def extent(self) -> Period | None:
        """See `Spent`."""
        held = self._held
        if not len(held):
            return None
        if self.wanted is None:
            opens, closes = (self._joined(ends) for ends in ("opens", "closes"))
            return Period(int(opens[held[0]]) * US_PER_MS, int(closes[held[-1]]) * US_PER_MS)
        first, last = self._first_and_last
        opened, closed = self.fine(first).extent, self.fine(last).extent
        return Period(opened.start_us, closed.end_us) if opened and closed else None

    @property
    def reach(self) -> Period | None:
        """See `Spent`."""
        if not len(self._held):
            return None
        first, last = self._first_and_last
        return Period(first.start_us, last.end_us)

    def active_days(self) -> int:
        """See `Spent`."""
        return len(self._held)

    def by_category(self, cells: Cells) -> Ints:
        """See `Spent`. The edges of cells must be among those of local days and of the period."""
        group, thing, length = self._grouped(cells)
        categories = len(self.meanings.labelling.categories)
        return table_by(group, cells.groups, self.meanings.category[thing], categories, length)

    def by_group(self, cells: Cells) -> Ints:
        """See `Spent` and `by_category`."""
        group, _, length = self._grouped(cells)
        return time_by(group, length, cells.groups)

    def per_device(self) -> dict[int, int]:
        """See `Spent`."""
        return self.fine(self.period).per_device()

    def switches(self) -> int:
        """See `Spent`."""
        plain = self.wanted is None and self.weekdays is None
        return self.all_switches() if plain else self.fine(self.period).switches()

    def _joined(self, column: str) -> Ints:
        return np.concatenate([getattr(time, column) for time in self.times]) if self.times else np.empty(0, np.int64)

    @cached_property
    def _days(self) -> Ints:
        """When each day begins to count (ms)."""
        return np.concatenate([time.edges[:-1] for time in self.times]) if self.times else np.empty(0, np.int64)

    @cached_property
    def _entries(self) -> tuple[Ints, Codes, Ints]:
        """How many pairs each day has; of each the thing, and its milliseconds (0 where it does not count)."""
        if not self.times:
            return np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int64)
        counts = np.concatenate([np.diff(time.entries) for time in self.times])
        thing = np.concatenate([time.thing[time.pair] for time in self.times])
        length = np.concatenate([time.day_ms for time in self.times])
        return counts, thing, length if self.wanted is None else length * self.wanted[thing]

    @cached_property
    def _held(self) -> Ints:
        """The days with any activity."""
        if self.wanted is None:
            total = self._joined("closes")
        else:
            counts, _, length = self._entries
            total = np.bincount(np.repeat(np.arange(len(counts)), counts), length, len(counts)).astype(np.int64)
        if self.weekdays is not None:
            total = total * (self.weekdays.group_at(self._days) >= 0)
        return np.flatnonzero(total)

    @property
    def _first_and_last(self) -> tuple[Period, Period]:
        ends = np.concatenate([time.edges[1:] for time in self.times])
        first, last = (Period(int(self._days[at]) * US_PER_MS, int(ends[at]) * US_PER_MS) for at in self._held[[0, -1]])
        return first, last

    def _grouped(self, cells: Cells) -> tuple[Codes, Codes, Ints]:
        """Return group, thing and milliseconds per entry, of those that count."""
        counts, thing, length = self._entries
        of_day = cells.group_at(self._days)
        if self.weekdays is not None:
            of_day = np.where(self.weekdays.group_at(self._days) >= 0, of_day, np.int32(-1))
        group = np.repeat(of_day, counts)
        counted = group >= 0
        return (group, thing, length) if counted.all() else (group[counted], thing[counted], length[counted])


def narrowed(meanings: Meanings, times: Sequence[PairTime]) -> tuple[Meanings, Sequence[PairTime]]:
    """Leave out the things that a period does not hold, where it holds few: a day costs the same among ten years."""
    counts = [len(time) for time in times]
    if FEW * sum(counts) > len(meanings.front):
        return meanings, times
    things = np.concatenate([np.empty(0, np.int32), *(time.thing for time in times)])
    met, place = np.unique(things, return_inverse=True)
    parts = np.split(place.astype(np.int32), np.cumsum(counts)[:-1]) if counts else []
    front, inside = meanings.front[met], meanings.inside[met]
    return (
        Meanings.of(front, inside, meanings.dictionary, meanings.labelling),
        [replace(time, thing=part) for time, part in zip(times, parts, strict=True)],
    )


def per_hour(count: int, ms: int) -> float:
    """Return a count per hour of that time, 0 where there is none."""
    return count * MS_PER_HOUR / ms if ms else 0.0
