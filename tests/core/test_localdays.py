import itertools
import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.core.localdays import HOUR_US, LocalCalendar, local_date
from daywright.kit.clock import from_us, to_us

BERLIN = "Europe/Berlin"
MINUTE_US = 60_000_000
zone_names = st.sampled_from(
    ["UTC", BERLIN, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia",
     "Africa/Casablanca", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Atlantic/Azores"]
)  # fmt: skip
instants = st.integers(to_us(datetime(2005, 1, 1, tzinfo=UTC)), to_us(datetime(2030, 1, 1, tzinfo=UTC)))
day_starts = st.integers(0, 12 * 60 - 1).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def calendars(draw: st.DrawFn) -> LocalCalendar:
    changes = sorted(draw(st.sets(instants, max_size=4)))
    return LocalCalendar(
        zones=[(change, draw(zone_names)) for change in changes], home=draw(zone_names), day_start=draw(day_starts)
    )


def _at(text: str, zone: str) -> int:
    return to_us(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-28", 23), ("2026-03-29", 24), ("2026-10-24", 25), ("2026-10-25", 24), ("2026-06-01", 24)],
)
def test_a_day_that_starts_at_four_holds_the_change_of_the_night_after_it(day: str, hours: int) -> None:
    begin, end = LocalCalendar(home=BERLIN).day_bounds(date.fromisoformat(day))
    assert (end - begin) / HOUR_US == hours


def test_three_in_the_morning_is_still_yesterday() -> None:
    assert local_date(_at("2026-03-02T03:59:59", BERLIN), BERLIN) == date(2026, 3, 1)
    assert local_date(_at("2026-03-02T04:00:00", BERLIN), BERLIN) == date(2026, 3, 2)


def test_a_day_start_that_the_clock_jumps_over_begins_with_the_jump() -> None:
    calendar = LocalCalendar(home=BERLIN, day_start=timedelta(hours=2, minutes=30))
    assert from_us(calendar.begin(date(2026, 3, 29))) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_day_start_that_comes_twice_begins_the_first_time() -> None:
    calendar = LocalCalendar(home=BERLIN, day_start=timedelta(hours=2, minutes=30))
    assert from_us(calendar.begin(date(2026, 10, 25))) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_flying_west_makes_a_long_day_and_flying_east_a_short_one() -> None:
    west = LocalCalendar(zones=[(0, BERLIN), (_at("2026-06-10T12:00", BERLIN), "America/New_York")])
    begin, end = west.day_bounds(date(2026, 6, 10))
    assert (end - begin) / HOUR_US == 30
    east = LocalCalendar(zones=[(0, "America/New_York"), (_at("2026-06-10T12:00", BERLIN), BERLIN)])
    begin, end = east.day_bounds(date(2026, 6, 10))
    assert (end - begin) / HOUR_US == 18


def test_a_date_that_an_island_skipped_has_no_day() -> None:
    begin, end = LocalCalendar(home="Pacific/Apia", day_start=timedelta()).day_bounds(date(2011, 12, 30))
    assert begin == end


@given(calendars(), instants)
def test_every_instant_lies_in_the_day_it_belongs_to(calendar: LocalCalendar, instant_us: int) -> None:
    begin, end = calendar.day_bounds(calendar.date_of(instant_us))
    assert begin <= instant_us < end


@given(calendars(), st.dates(date(2006, 1, 1), date(2029, 1, 1)))
def test_days_tile_time(calendar: LocalCalendar, day: date) -> None:
    begin, end = calendar.day_bounds(day)
    assert calendar.begin(day + timedelta(days=1)) == end
    assert 0 <= end - begin <= 52 * HOUR_US


@given(calendars(), instants, st.integers(1, 15 * 24 * 60))
def test_edges_cover_the_range_and_rise(calendar: LocalCalendar, from_us_: int, minutes: int) -> None:
    to = from_us_ + minutes * MINUTE_US
    for edges in (calendar.day_edges(from_us_, to), calendar.hour_edges(from_us_, to)):
        assert edges[0] <= from_us_ < edges[1]
        assert edges[-2] < to <= edges[-1]
        assert all(one < two for one, two in itertools.pairwise(edges))


@given(calendars(), instants)
def test_within_an_hour_cell_the_clock_shows_one_hour(calendar: LocalCalendar, instant_us: int) -> None:
    def shown(at: int) -> tuple[object, ...]:
        local = from_us(at).astimezone(calendar.zone_at(at))
        return (local.date(), local.hour, local.utcoffset())

    edges = calendar.hour_edges(instant_us, instant_us + 30 * HOUR_US)
    for begin, end in itertools.pairwise(edges):
        assert end - begin <= HOUR_US
        assert shown(begin) == shown(end - 1)


def test_an_evening_that_runs_past_midnight_counts_toward_both_hours() -> None:
    edges = LocalCalendar(home=BERLIN).hour_edges(_at("2026-03-01T23:30", BERLIN), _at("2026-03-02T00:45", BERLIN))
    assert [from_us(edge).astimezone(ZoneInfo(BERLIN)).hour for edge in edges] == [23, 0, 1]


ZONES = ("UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Pago_Pago", "Africa/Cairo")
UNQUIET = (datetime(2011, 12, 28, tzinfo=UTC), datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC))


@pytest.mark.parametrize("seed", range(24))
def test_a_local_date_is_what_walking_every_minute_finds(seed: int) -> None:
    """Weeks in which clocks change, dates are skipped, and people travel: the latest date the clock has reached."""
    rng = random.Random(seed)
    begin = to_us(UNQUIET[seed % 3])
    travels = sorted(begin + rng.randrange(5 * 24 * 60) * MINUTE_US for _ in range(rng.randrange(4)))
    day_start = timedelta(minutes=rng.choice([0, 120, 150, 180, 240]))
    zones = [(travel, rng.choice(ZONES)) for travel in travels]
    calendar = LocalCalendar(zones=zones, home=rng.choice(ZONES), day_start=day_start)
    reached = date.min
    for minute in range(-2 * 24 * 60, 6 * 24 * 60):
        at = begin + minute * MINUTE_US
        wall = from_us(at).astimezone(calendar.zone_at(at)).replace(tzinfo=None)
        reached = max(reached, (wall - day_start).date())
        if minute >= 0 and minute % 7 == 0:
            assert calendar.date_of(at) == reached


def test_a_change_between_zones_whose_clocks_agree_cuts_no_hour_in_two() -> None:
    moved = LocalCalendar(zones=[(0, "UTC"), (_at("2026-01-05T10:20", "UTC"), "Europe/London")])
    edges = moved.hour_edges(_at("2026-01-05T10:00", "UTC"), _at("2026-01-05T11:00", "UTC"))
    assert len(edges) == 2
