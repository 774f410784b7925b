from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.localdays import HOUR_US, LocalCalendar
from daywright.core.periods import Period, before
from daywright.kit.clock import from_us, to_us

BERLIN = LocalCalendar(home="Europe/Berlin")
LATER = to_us(datetime(2050, 1, 1, tzinfo=UTC))
zones = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
dates = st.dates(date(2011, 6, 1), date(2029, 1, 1))


def _at(text: str) -> int:
    return to_us(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin")))


def _days(first: str, end: str) -> Period:
    return Period(BERLIN.begin(date.fromisoformat(first)), BERLIN.begin(date.fromisoformat(end)))


@pytest.mark.parametrize(
    ("period", "step", "expected"),
    [
        (("2026-03-02", "2026-03-09"), "day", ("2026-02-23", "2026-03-02")),
        (("2026-03-01", "2026-04-01"), "day", ("2026-01-29", "2026-03-01")),
        (("2026-03-01", "2026-04-01"), "month", ("2026-02-01", "2026-03-01")),
        (("2026-01-01", "2027-01-01"), "month", ("2025-01-01", "2026-01-01")),
        (("2026-03-02", "2026-03-12"), "week", ("2026-02-16", "2026-02-26")),
    ],
)
def test_the_period_before_has_the_same_local_length(
    period: tuple[str, str], step: str, expected: tuple[str, str]
) -> None:
    asked = _days(*period)
    assert before(BERLIN, asked, now_us=LATER, step=step).period(asked) == _days(*expected)


def test_days_that_lose_an_hour_are_compared_with_whole_days() -> None:
    change = _days("2026-03-28", "2026-03-29")
    assert change.end_us - change.start_us == 23 * HOUR_US
    assert before(BERLIN, change, now_us=LATER).period(change) == _days("2026-03-27", "2026-03-28")


def test_a_running_week_is_compared_up_to_the_same_time_of_the_same_weekday() -> None:
    week, now = _days("2026-03-02", "2026-03-09"), _at("2026-03-04T12:30")
    compared = before(BERLIN, week, now_us=now).period(week)
    assert compared == Period(_at("2026-02-23T04:00"), _at("2026-02-25T12:30"))


def test_a_stretch_of_hours_is_compared_with_the_hours_before_it() -> None:
    morning = Period(_at("2026-03-02T09:00"), _at("2026-03-02T12:00"))
    assert before(BERLIN, morning, now_us=LATER).period(morning) == Period(_at("2026-03-02T06:00"), morning.start_us)
    running = before(BERLIN, morning, now_us=_at("2026-03-02T10:00")).period(morning)
    assert from_us(running.end_us) == from_us(_at("2026-03-02T07:00"))


@settings(deadline=None)
@given(zones, dates, st.integers(1, 120), st.floats(0, 1.2), st.sampled_from(["day", "week", "month"]))
def test_the_period_before_ends_no_later_than_this_one_begins(
    zone: str, first: date, days: int, passed: float, step: str
) -> None:
    calendar = LocalCalendar(home=zone)
    period = Period(calendar.begin(first), calendar.begin(first + timedelta(days=days)))
    if period.start_us == period.end_us:
        return
    now_us = period.start_us + int((period.end_us - period.start_us) * passed)
    compared = before(calendar, period, now_us=now_us, step=step).period(period)
    assert compared.start_us <= compared.end_us <= period.start_us
    if now_us >= period.end_us and step == "day":
        assert compared.end_us == period.start_us
