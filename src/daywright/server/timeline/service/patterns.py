"""Time by the calendar: the week as a grid of hours, the year as days, and how any span developed."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from daywright.core.cells import Cells, Step, of_steps, steps, weekday_hours
from daywright.core.periods import Period
from daywright.core.reductions import Totals
from daywright.core.segments import Ints
from daywright.server.timeline.service.facets import Compared, moved_steps
from daywright.server.timeline.service.filters import Filters
from daywright.server.timeline.service.spent import Spent

HOURS_A_DAY = 24


class HourOfWeek(NamedTuple):
    """One hour of one weekday: primary time, how much of it was signal, and how long such hours were observed."""

    weekday: int
    hour: int
    ms: int
    signal_ms: int
    observed_ms: int


@dataclass(frozen=True, slots=True)
class Point:
    """What one step of time held."""

    step: Step
    totals: Totals


def week(spent: Spent, everything: Spent, filters: Filters, now_us: int) -> list[HourOfWeek]:
    """Add up the 168 hours of a week. Observed is what passed of them on local days with any activity at all."""
    period = spent.period
    cells = weekday_hours(spent.calendar, *period).cells
    table = spent.by_category(cells)
    total, signal = table.sum(axis=1), table[:, spent.scale.is_signal].sum(axis=1)
    observed = _observed(cells, everything, filters, now_us)
    return [
        HourOfWeek(at // HOURS_A_DAY + 1, at % HOURS_A_DAY, int(total[at]), int(signal[at]), int(observed[at]))
        for at in range(cells.groups)
    ]


def _observed(cells: Cells, everything: Spent, filters: Filters, now_us: int) -> Ints:
    period = everything.period
    days = of_steps(steps("day", everything.calendar, *period))
    active = Cells(days.edges, np.where(everything.by_group(days) > 0, 0, -1).astype(np.int32), 1)
    cells = cells.only(active).only(filters.when.cells(everything.calendar, *period))
    if now_us <= period.start_us:
        return np.zeros(cells.groups, np.int64)
    return cells.only(Cells.whole(period.start_us // 1000, min(period.end_us, now_us) // 1000)).spent()


def days_with_activity(spent: Spent) -> list[Point]:
    """List the local days that hold any time."""
    return [point for point in points(spent, spent.steps("day")) if point.totals.total_ms]


def points(spent: Spent, found: list[Step]) -> list[Point]:
    """Take the totals of each step."""
    if not found:
        return []
    table = spent.by_category(of_steps(found))
    return [Point(step, spent.scale.totals(row)) for step, row in zip(found, table, strict=True)]


def trend(spent: Compared, step: str) -> tuple[list[Point], list[Point] | None]:
    """Return every step of the period, empty ones too, and its counterparts when it is compared."""
    period: Period = spent.now.period
    found = steps(step, spent.now.calendar, *period, week_start=spent.now.week_start)
    now = points(spent.now, found)
    if not (spent.before and spent.moved):
        return now, None
    return now, points(spent.before, moved_steps(found, spent.moved))
