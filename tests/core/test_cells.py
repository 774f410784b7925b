from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.cells import Cells, TimeOfWeek, cut, first_of_week, named_cells, steps, week_key
from daywright.core.localdays import HOUR_US, LocalCalendar
from daywright.core.segments import Segments
from daywright.kit.clock import from_us, to_us

BERLIN = "Europe/Berlin"
MINUTE_US = 60_000_000
FACETS = ("hour", "day", "week", "month", "weekday", "weekday_hour")
zone_names = st.sampled_from(
    ["UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
)
instants = st.integers(0, 19 * 365 * 86_400_000).map(lambda ms: to_us(datetime(2011, 1, 1, tzinfo=UTC)) + ms * 1000)
clock_times = st.none() | st.integers(0, 24 * 60 - 1).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def calendars(draw: st.DrawFn) -> LocalCalendar:
    changes = sorted(draw(st.sets(instants, max_size=3)))
    return LocalCalendar(
        zones=[(change, draw(zone_names)) for change in changes],
        home=draw(zone_names),
        day_start=timedelta(minutes=draw(st.integers(0, 719))),
    )


@st.composite
def timelines(draw: st.DrawFn, begin_us: int) -> Segments:
    """Segments without overlap, from somewhat before the range to somewhat after it."""
    steps_ms = draw(st.lists(st.tuples(st.integers(0, 9_000_000), st.integers(1, 9_000_000)), max_size=12))
    at = begin_us // 1000 - draw(st.integers(0, 20_000_000))
    rows = []
    for gap, lasts in steps_ms:
        rows.append((at + gap, lasts))
        at += gap + lasts
    start, length = np.array(rows, np.int64).reshape(-1, 2).T
    thing = np.arange(len(start), dtype=np.int32)
    return Segments(start, length, thing, np.zeros(len(start), np.uint8), np.ones(len(start), np.int64))


def _at(text: str, zone: str = BERLIN) -> int:
    return to_us(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def _wall(calendar: LocalCalendar, instant_us: int) -> datetime:
    return from_us(instant_us).astimezone(calendar.zone_at(instant_us))


@settings(deadline=None)
@given(st.data(), calendars(), instants, st.integers(1, 20 * 24 * 60), st.sampled_from(FACETS))
def test_sums_by_any_cells_are_the_time_of_the_range(
    data: st.DataObject, calendar: LocalCalendar, begin_us: int, minutes: int, by: str
) -> None:
    end_us = begin_us + minutes * MINUTE_US
    timeline = data.draw(timelines(begin_us))
    whole = cut(timeline, Cells.whole(begin_us // 1000, end_us // 1000)).segments
    pieces, group = cut(timeline, named_cells(by, calendar, begin_us, end_us).cells)
    assert pieces.length.sum() == whole.length.sum()
    assert (pieces.length > 0).all()
    per_thing: Counter[int] = Counter()
    for thing, length in zip(pieces.thing.tolist(), pieces.length.tolist(), strict=True):
        per_thing[thing] += length
    assert per_thing == Counter(dict(zip(whole.thing.tolist(), whole.length.tolist(), strict=True)))
    assert (group >= 0).all()


@settings(deadline=None)
@given(calendars(), instants, st.integers(1, 20 * 24 * 60), st.sampled_from(FACETS))
def test_cells_have_all_the_time_of_the_range(calendar: LocalCalendar, begin_us: int, minutes: int, by: str) -> None:
    end_us = begin_us + minutes * MINUTE_US
    cells, keys = named_cells(by, calendar, begin_us, end_us)
    assert int(cells.spent().sum()) == end_us // 1000 - begin_us // 1000
    assert len(keys) == len(set(keys)) == cells.groups
    assert (cells.edges[0], cells.edges[-1]) == (begin_us // 1000, end_us // 1000)


@settings(deadline=None)
@given(calendars(), instants, st.integers(1, 20 * 24 * 60), st.data())
def test_an_instant_counts_toward_its_own_weekday_and_hour(
    calendar: LocalCalendar, begin_us: int, minutes: int, data: st.DataObject
) -> None:
    end_us = begin_us + minutes * MINUTE_US
    cells, keys = named_cells("weekday_hour", calendar, begin_us, end_us)
    at = data.draw(st.integers(begin_us, end_us - 1)) // 1000 * 1000
    key = keys[int(cells.group_at(np.array([at // 1000]))[0])]
    assert key == f"{calendar.date_of(at).isoweekday()}-{_wall(calendar, at).hour:02}"


@settings(deadline=None)
@given(
    calendars(), instants, st.integers(1, 12 * 24 * 60), st.sets(st.integers(1, 7)), clock_times, clock_times, st.data()
)
def test_a_time_filter_keeps_the_instants_it_names(
    calendar: LocalCalendar, begin_us: int, minutes: int, days: set[int],
    opens: timedelta | None, closes: timedelta | None, data: st.DataObject,
) -> None:  # fmt: skip
    end_us = begin_us + minutes * MINUTE_US
    cells = TimeOfWeek(frozenset(days), opens, closes).cells(calendar, begin_us, end_us)
    at = data.draw(st.integers(begin_us, end_us - 1)) // 1000 * 1000
    wall = _wall(calendar, at)
    clock = timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
    since, until = opens or timedelta(), closes or timedelta()
    inside = since <= clock < until if since < until else clock >= since or clock < until
    wanted = (not days or calendar.date_of(at).isoweekday() in days) and (inside or opens == closes is None)
    assert (cells.group_at(np.array([at // 1000]))[0] >= 0) == wanted


@settings(deadline=None)
@given(st.data(), calendars(), instants, clock_times, clock_times)
def test_a_time_filter_and_its_opposite_share_the_time(
    data: st.DataObject, calendar: LocalCalendar, begin_us: int, opens: timedelta | None, closes: timedelta | None
) -> None:
    if (opens or timedelta()) == (closes or timedelta()):
        return
    end_us = begin_us + 9 * 24 * HOUR_US
    timeline = data.draw(timelines(begin_us))
    whole = cut(timeline, Cells.whole(begin_us // 1000, end_us // 1000)).segments
    parts = [
        cut(timeline, TimeOfWeek(frozenset(), *window).cells(calendar, begin_us, end_us)).segments
        for window in ((opens, closes), (closes, opens))
    ]
    assert sum(int(part.length.sum()) for part in parts) == int(whole.length.sum())


@pytest.mark.parametrize("day", [date(2020, 1, 1) + timedelta(days=step) for step in range(0, 3000, 11)])
def test_weeks_from_monday_are_those_of_iso(day: date) -> None:
    year, week, _ = day.isocalendar()
    assert week_key(day, 1) == f"{year}-W{week:02}"


def test_a_week_that_starts_on_sunday_holds_the_sunday_before_its_monday() -> None:
    assert first_of_week(date(2026, 3, 2), 7) == date(2026, 3, 1)
    assert week_key(date(2026, 3, 1), 7) == week_key(date(2026, 3, 7), 7) != week_key(date(2026, 3, 8), 7)


def test_steps_tile_the_range_and_their_ends_are_cut_to_it() -> None:
    found = steps("month", LocalCalendar(home=BERLIN), _at("2026-01-15T04:00"), _at("2026-03-10T04:00"))
    assert [step.key for step in found] == ["2026-01", "2026-02", "2026-03"]
    assert [step.start_us for step in found] == [
        _at("2026-01-15T04:00"),
        _at("2026-02-01T04:00"),
        _at("2026-03-01T04:00"),
    ]
    assert found[-1].end_us == _at("2026-03-10T04:00")


def test_the_night_of_the_change_has_an_hour_less_or_twice() -> None:
    calendar = LocalCalendar(home=BERLIN)
    spring = named_cells("weekday_hour", calendar, *calendar.day_bounds(date(2026, 3, 28)))
    spent = dict(zip(spring.keys, spring.cells.spent().tolist(), strict=True))
    assert (spent["6-01"], spent["6-02"], spent["6-03"]) == (3_600_000, 0, 3_600_000)
    autumn = named_cells("weekday_hour", calendar, *calendar.day_bounds(date(2026, 10, 24)))
    assert dict(zip(autumn.keys, autumn.cells.spent().tolist(), strict=True))["6-02"] == 2 * 3_600_000


def test_segments_that_overlap_are_cut_one_by_one() -> None:
    start, length = np.array([0, 10]), np.array([100, 30])
    both = Segments(start, length, np.array([0, 1], np.int32), np.full(2, 2, np.uint8), np.ones(2, np.int64))
    pieces, group = cut(both, Cells(np.array([20, 30, 60]), np.array([0, 1], np.int32), 2))
    assert pieces.start.tolist() == [20, 30, 20, 30]
    assert pieces.length.tolist() == [10, 30, 10, 10]
    assert (pieces.thing.tolist(), group.tolist()) == ([0, 0, 1, 1], [0, 1, 0, 1])
