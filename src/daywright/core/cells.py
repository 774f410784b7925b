"""Cells: time cut by a person's own calendar, and a timeline cut by cells.

A cell is a stretch of time and the group it counts toward: an hour, a local day, a week, one hour of one weekday, or
nothing. Cells follow one another without gaps, so any mix of facets and filters over time is one list of edges. Days,
weeks, months and weekdays are those of local days (a night belongs to the day before it); hours are the clock's.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np

from daywright.core.localdays import DAY_US, LocalCalendar
from daywright.core.segments import Codes, Ints, Segments
from daywright.kit.clock import US_PER_SECOND, from_us

DAYS_A_WEEK: Final = 7
HOURS_A_DAY: Final = 24
FOREVER: Final = 1 << 62
US_PER_MS: Final = US_PER_SECOND // 1000


@dataclass(frozen=True, slots=True)
class Cells:
    """`group[i]` is what [edges[i], edges[i + 1]) counts toward, −1 for nothing. Edges rise; ms since 1970."""

    edges: Ints
    group: Codes
    groups: int

    @classmethod
    def whole(cls, from_ms: int, to_ms: int) -> "Cells":
        """One cell of one group."""
        return cls(np.array([from_ms, to_ms], np.int64), np.zeros(1, np.int32), 1)

    def spent(self) -> Ints:
        """Milliseconds that each group has, whatever happened in them."""
        counted = self.group >= 0
        return np.bincount(self.group[counted], np.diff(self.edges)[counted], self.groups).astype(np.int64)

    def only(self, wanted: "Cells") -> "Cells":
        """Return these cells where `wanted` counts; no group outside it."""
        edges = np.union1d(self.edges, wanted.edges)
        begins = edges[:-1]
        group = np.where(wanted.group_at(begins) >= 0, self.group_at(begins), np.int32(-1))
        return Cells(edges, group, self.groups)

    def group_at(self, instants: Ints) -> Codes:
        """Return the group at each instant, −1 outside."""
        place = np.searchsorted(self.edges, instants, side="right")
        around = np.concatenate([[np.int32(-1)], self.group, [np.int32(-1)]]).astype(np.int32)
        return around[place]


class Named(NamedTuple):
    """Cells and the key of each group, in order."""

    cells: Cells
    keys: list[str]


class Step(NamedTuple):
    """One hour, day, week or month of a range, cut to it: key, begin and end (µs since 1970)."""

    key: str
    start_us: int
    end_us: int


def steps(by: str, calendar: LocalCalendar, from_us_: int, to_us_: int, *, week_start: int = 1) -> list[Step]:
    """Cut [from, to) into hours, days, weeks or months; the first and the last may be parts of one."""
    begun = [(key, begin) for key, begin in _begins(by, calendar, from_us_, to_us_, week_start) if begin < to_us_]
    edges = [from_us_, *(begin for _, begin in begun[1:]), to_us_]
    return [Step(key, a, b) for (key, _), (a, b) in zip(begun, itertools.pairwise(edges), strict=True)]


def _begins(by: str, calendar: LocalCalendar, from_us_: int, to_us_: int, week_start: int) -> Iterable[tuple[str, int]]:
    if by == "hour":
        for edge in calendar.hour_edges(from_us_, to_us_):
            yield from_us(edge).astimezone(calendar.zone_at(edge)).isoformat(timespec="seconds"), edge
        return
    key_of = _key_of(by, week_start)
    last = None
    for day, begin in calendar.days(from_us_, to_us_):
        key = key_of(day)
        if key != last:
            yield key, begin
        last = key


def _key_of(by: str, week_start: int) -> Callable[[date], str]:
    match by:
        case "day":
            return date.isoformat
        case "week":
            return lambda day: week_key(day, week_start)
        case _:
            return lambda day: day.isoformat()[:7]


def first_of_week(day: date, week_start: int) -> date:
    """Return the first day of the week; `week_start` is its ISO weekday."""
    return day - timedelta(days=(day.isoweekday() - week_start) % DAYS_A_WEEK)


def week_key(day: date, week_start: int = 1) -> str:
    """`2026-W10`: a week belongs to the year that holds most of it; with weeks from Monday on this is ISO 8601."""
    middle = first_of_week(day, week_start) + timedelta(days=3)
    return f"{middle.year}-W{(middle.timetuple().tm_yday - 1) // DAYS_A_WEEK + 1:02}"


def named_cells(by: str, calendar: LocalCalendar, from_us_: int, to_us_: int, *, week_start: int = 1) -> Named:
    """Cells of [from, to) by hour, day, week, month, weekday or weekday_hour."""
    if by == "weekday":
        return weekdays(calendar, from_us_, to_us_)
    if by == "weekday_hour":
        return weekday_hours(calendar, from_us_, to_us_)
    found = steps(by, calendar, from_us_, to_us_, week_start=week_start)
    numbers: dict[str, int] = {}  # whoever is back in a zone within the hour lives the same hour on
    group = np.array([numbers.setdefault(step.key, len(numbers)) for step in found], np.int32)
    return Named(Cells(of_steps(found).edges, group, len(numbers)), list(numbers))


def of_steps(found: Sequence[Step]) -> Cells:
    """One group for each step."""
    edges = np.array([*(step.start_us for step in found), found[-1].end_us], np.int64) // US_PER_MS
    return Cells(edges, np.arange(len(found), dtype=np.int32), len(found))


def weekdays(calendar: LocalCalendar, from_us_: int, to_us_: int) -> Named:
    """Seven groups, `1` to `7`, Monday first."""
    days = calendar.days(from_us_, to_us_)
    group = np.array([day.isoweekday() - 1 for day, _ in days[:-1]], np.int32)
    edges = _clipped([begin for _, begin in days], from_us_, to_us_)
    return Named(Cells(edges, group, DAYS_A_WEEK), [str(number + 1) for number in range(DAYS_A_WEEK)])


def weekday_hours(calendar: LocalCalendar, from_us_: int, to_us_: int) -> Named:
    """168 groups, `1-00` to `7-23`: the clock's hour on the weekday of its local day."""
    days = weekdays(calendar, from_us_, to_us_).cells
    hours = np.array(calendar.hour_edges(from_us_, to_us_), np.int64)
    clock = _clock_hours(calendar, hours[:-1])
    edges = np.union1d(_clipped(hours.tolist(), from_us_, to_us_), days.edges)
    begins = edges[:-1]
    hour = clock[np.searchsorted(hours // US_PER_MS, begins, side="right") - 1]
    group = (days.group[np.searchsorted(days.edges, begins, side="right") - 1] * HOURS_A_DAY + hour).astype(np.int32)
    keys = [f"{day + 1}-{hour:02}" for day in range(DAYS_A_WEEK) for hour in range(HOURS_A_DAY)]
    return Named(Cells(edges, group, len(keys)), keys)


def _clock_hours(calendar: LocalCalendar, instants_us: Ints) -> Codes:
    shown = np.empty(len(instants_us), np.int32)
    if not len(instants_us):
        return shown
    for since, until, offset in calendar.pieces(int(instants_us[0]), int(instants_us[-1]) + 1):
        within = slice(*np.searchsorted(instants_us, [since, until]).tolist())
        shown[within] = (instants_us[within] + offset) % DAY_US * HOURS_A_DAY // DAY_US
    return shown


def _clipped(edges_us: Sequence[int], from_us_: int, to_us_: int) -> Ints:
    return np.clip(np.array(edges_us, np.int64), from_us_, to_us_) // US_PER_MS


@dataclass(frozen=True, slots=True)
class TimeOfWeek:
    """Which times count: local days of some weekdays, wall-clock times in [from, to), which may run over midnight."""

    weekdays: frozenset[int] = frozenset()
    from_time: timedelta | None = None
    to_time: timedelta | None = None

    def __bool__(self) -> bool:
        return bool(self.weekdays) or self.from_time is not None or self.to_time is not None

    def cells(self, calendar: LocalCalendar, from_us_: int, to_us_: int) -> Cells:
        """One group where [from, to) counts; nothing elsewhere."""
        wanted = Cells.whole(from_us_ // US_PER_MS, to_us_ // US_PER_MS)
        if self.weekdays:
            days = weekdays(calendar, from_us_, to_us_).cells
            listed = np.array([number + 1 in self.weekdays for number in range(DAYS_A_WEEK)])
            wanted = wanted.only(Cells(days.edges, np.where(listed[days.group], 0, -1).astype(np.int32), 1))
        if self.from_time is not None or self.to_time is not None:
            wanted = wanted.only(self._clock_cells(calendar, from_us_, to_us_))
        return wanted

    def _clock_cells(self, calendar: LocalCalendar, from_us_: int, to_us_: int) -> Cells:
        opens = (self.from_time or timedelta()) // timedelta(microseconds=1)
        lasts = (self.to_time or timedelta()) // timedelta(microseconds=1) - opens
        lasts = lasts if lasts > 0 else lasts + DAY_US
        edges, counts = [from_us_], []
        for since, until, offset in calendar.pieces(from_us_, to_us_):
            first = (since + offset - opens - lasts) // DAY_US
            for midnight in range(first * DAY_US - offset, until, DAY_US):
                begin, end = max(midnight + opens, since), min(midnight + opens + lasts, until)
                if begin < end:
                    edges += [begin, end]
                    counts += [-1, 0]
        edges.append(to_us_)
        counts.append(-1)
        ms = np.array(edges, np.int64) // US_PER_MS
        some = np.diff(ms) > 0
        return Cells(np.append(ms[:-1][some], ms[-1]), np.array(counts, np.int32)[some], 1)


class Cut(NamedTuple):
    """Segments that cross no edge of a cell, and the group each counts toward."""

    segments: Segments
    group: Codes


def cut(segments: Segments, cells: Cells) -> Cut:
    """Cut segments at the edges of cells; what counts nowhere is left out. Pieces of one segment stay together."""
    edges = np.concatenate([[-FOREVER], cells.edges, [FOREVER]])
    lasting = np.where(np.diff(cells.edges) > 0, cells.group, np.int32(-1))
    groups = np.concatenate([[-1], lasting, [-1]]).astype(np.int32)
    start, end = segments.start, segments.start + segments.length
    cell = np.repeat(np.arange(len(groups)), np.diff(np.searchsorted(start, edges)))
    last = cell.copy()
    crossing = np.flatnonzero(end > edges[cell + 1])
    if len(crossing):
        last[crossing] = np.searchsorted(edges, end[crossing]) - 1
        pieces = last - cell + 1
        source = np.repeat(np.arange(len(start)), pieces)
        first = np.cumsum(pieces) - pieces
        cell = np.repeat(cell - first, pieces) + np.arange(len(source))
        segments = segments.where(source)
        start, end = np.maximum(start[source], edges[cell]), np.minimum(end[source], edges[cell + 1])
        segments = replace(segments, start=start, length=end - start)
    group = groups[cell]
    counted = group >= 0
    return Cut(segments, group) if counted.all() else Cut(segments.where(counted), group[counted])
