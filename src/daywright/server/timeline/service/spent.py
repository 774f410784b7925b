"""Time spent: the filtered primary time of a period, and what is read off it at once: totals, pace, edges."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np

from daywright.core import dayview
from daywright.core.cells import Cells, Step, cut, first_of_week, of_steps, steps
from daywright.core.localdays import LocalCalendar
from daywright.core.periods import Period
from daywright.core.reductions import Scale, Totals, table_by
from daywright.core.segments import Ints, time_by
from daywright.server.timeline.service.labelled import Meanings, Stretch

MS_PER_HOUR = 3_600_000


@dataclass(frozen=True)
class Spent:
    """Primary time of a period, filtered."""

    primary: Stretch
    period: Period
    calendar: LocalCalendar
    week_start: int

    @property
    def meanings(self) -> Meanings:
        """What its things mean."""
        return self.primary.meanings

    @cached_property
    def per_thing(self) -> Ints:
        """Milliseconds per thing."""
        segments = self.primary.segments
        return time_by(segments.thing, segments.length, len(self.meanings.front))

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

    @property
    def extent(self) -> Period | None:
        """From the first to the last activity; None without any."""
        segments = self.primary.segments
        if not len(segments):
            return None
        return Period(int(segments.start[0]) * 1000, int(segments.start[-1] + segments.length[-1]) * 1000)

    def steps(self, by: str) -> list[Step]:
        """Cut what holds activity into hours, days, weeks or months of the period."""
        extent = self.extent
        if extent is None:
            return []
        first, last = (self.calendar.date_of(instant) for instant in (extent.start_us, extent.end_us - 1))
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

    def by_category(self, cells: Cells) -> Ints:
        """Milliseconds per group of cells and category, "none" first. Shape (groups, categories + 1)."""
        pieces, group = cut(self.primary.segments, cells)
        categories = len(self.meanings.labelling.categories)
        return table_by(group, cells.groups, self.meanings.category[pieces.thing], categories, pieces.length)

    def by_group(self, cells: Cells) -> Ints:
        """Milliseconds per group of cells."""
        pieces, group = cut(self.primary.segments, cells)
        return time_by(group, pieces.length, cells.groups)

    def active_days(self) -> int:
        """Count the local days with any activity."""
        found = self.steps("day")
        return int(np.count_nonzero(self.by_group(of_steps(found)))) if found else 0

    def switches(self) -> int:
        """Count changes of category or project; see `dayview.switches`."""
        segments = self.primary.segments
        return dayview.switches(segments.start, segments.length, self.primary.category, self.primary.codes("project"))


def per_hour(count: int, ms: int) -> float:
    """Return a count per hour of that time, 0 where there is none."""
    return count * MS_PER_HOUR / ms if ms else 0.0
