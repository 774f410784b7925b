"""The made-up life: repeatable, free of contradictions, and like a life."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice, pairwise
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from daywright.core.persona import REAL_EXPORT, Bench, Observation, Person, recorded_days
from daywright.core.persona.almanac import DayKind, outlook
from daywright.kit.clock import US_PER_DAY, US_PER_SECOND, from_us, to_us

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 2)
NEVER_US = 1 << 60
EVERYTHING = Person(buckets=frozenset({"window", "afk", "power", "web", "editor", "phone"}))
# Clocks that change by night, at midnight, by half an hour, by a whole date, and never.
ZONES = ("Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")


def days(
    first: date = MONDAY,
    count: int = 5,
    zone: ZoneInfo = BERLIN,
    *,
    seed: int = 1,
    profile: Person | Bench = EVERYTHING,
) -> list[Observation]:
    return list(recorded_days(first, count, zone, seed=seed, until_us=NEVER_US, profile=profile))


def of(rows: Iterable[Observation], bucket: str) -> list[Observation]:
    return [row for row in rows if row.bucket == bucket]


def end_us(row: Observation) -> int:
    return row.start_us + row.duration_us


def streams(rows: Iterable[Observation]) -> Iterator[list[Observation]]:
    found: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for row in rows:
        found[row.device, row.bucket].append(row)
    yield from found.values()


def assert_free_of_contradictions(rows: list[Observation]) -> None:
    assert all(before.start_us <= after.start_us for before, after in pairwise(rows))
    assert all(0 < row.duration_us <= US_PER_DAY for row in rows)
    for stream in streams(rows):
        assert all(end_us(before) <= after.start_us for before, after in pairwise(stream))
    presence = [row.data["status"] for row in of(rows, "afk")]
    assert all(before != after for before, after in pairwise(presence))


@pytest.mark.parametrize("profile", [EVERYTHING, Bench()])
def test_the_same_seed_tells_the_same_days(profile: Person | Bench) -> None:
    assert days(profile=profile) == days(profile=profile)


def test_another_seed_tells_other_days() -> None:
    assert days(seed=1) != days(seed=2)


@pytest.mark.parametrize("profile", [EVERYTHING, Bench()])
def test_ten_days_are_the_beginning_of_twenty(profile: Person | Bench) -> None:
    ten = days(count=10, profile=profile)
    assert days(count=20, profile=profile)[: len(ten)] == ten


@pytest.mark.parametrize("profile", [EVERYTHING, Bench()])
def test_a_date_does_not_depend_on_where_the_range_begins(profile: Person | Bench) -> None:
    thursday = days(MONDAY + timedelta(days=3), 1, profile=profile)
    assert days(count=4, profile=profile)[-len(thursday) :] == thursday


def test_leaving_a_bucket_out_changes_nothing_in_the_others() -> None:
    assert days(profile=Person(buckets=frozenset({"window"}))) == of(days(), "window")


def test_a_lifetime_costs_nothing_until_it_is_read() -> None:
    rows = recorded_days(MONDAY, 30_000, BERLIN, seed=1, until_us=NEVER_US)
    assert len(list(islice(rows, 100))) == 100


@settings(max_examples=40, deadline=None)
@given(
    first=st.dates(date(2005, 1, 1), date(2060, 1, 1)),
    zone=st.sampled_from(ZONES),
    seed=st.integers(-(2**63), 2**63),
    profile=st.sampled_from((EVERYTHING, Bench(events_per_year=100_000))),
)
@example(first=date(2009, 1, 23), zone="Europe/Berlin", seed=-635, profile=EVERYTHING)  # gone before its page was there
def test_rows_come_in_order_and_never_contradict_each_other(
    first: date, zone: str, seed: int, profile: Person | Bench
) -> None:
    assert_free_of_contradictions(days(first, 4, ZoneInfo(zone), seed=seed, profile=profile))


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Europe/Berlin", (date(2026, 3, 28), date(2026, 10, 24))),
        ("America/Havana", (date(2026, 3, 7), date(2026, 10, 31))),
        ("Australia/Lord_Howe", (date(2026, 4, 4), date(2026, 10, 3))),
        ("Pacific/Apia", (date(2011, 12, 28),)),
    ],
)
@pytest.mark.parametrize("seed", range(12))
def test_a_changed_clock_breaks_nothing(zone: str, changes: tuple[date, ...], seed: int) -> None:
    for first in changes:
        assert_free_of_contradictions(days(first, 4, ZoneInfo(zone), seed=seed))


def test_a_date_that_its_zone_skipped_is_not_lived() -> None:
    assert days(date(2011, 12, 30), 1, ZoneInfo("Pacific/Apia")) == []


def test_a_working_day_starts_by_the_clock_on_the_wall_in_summer_and_in_winter() -> None:
    for first in (date(2026, 3, 23), date(2026, 3, 30)):  # the week before and after the clock changed
        sat_down = from_us(of(days(first, 1), "afk")[0].start_us).astimezone(BERLIN)
        assert datetime(first.year, first.month, first.day, 7, 40, tzinfo=BERLIN) < sat_down
        assert sat_down < datetime(first.year, first.month, first.day, 9, 55, tzinfo=BERLIN)


@settings(max_examples=40, deadline=None)
@given(minutes=st.integers(0, 3 * 24 * 60), profile=st.sampled_from((EVERYTHING, Bench(events_per_year=100_000))))
def test_nothing_is_seen_before_it_happens(minutes: int, profile: Person | Bench) -> None:
    now = to_us(datetime(2026, 3, 2, tzinfo=BERLIN)) + minutes * 60 * US_PER_SECOND
    seen = list(recorded_days(MONDAY, 3, BERLIN, seed=1, until_us=now, profile=profile))
    whole = [row for row in days(count=3, profile=profile) if row.start_us < now]
    assert seen == [row._replace(duration_us=min(row.duration_us, now - row.start_us)) for row in whole]


def test_files_are_edited_only_while_somebody_is_there() -> None:
    rows = days(count=14)
    present = [row for row in of(rows, "afk") if row.data["status"] == "not-afk"]
    for row in of(rows, "editor"):
        assert any(here.start_us <= row.start_us and end_us(row) <= end_us(here) for here in present)


def test_a_page_and_a_file_belong_to_the_window_in_front() -> None:
    rows = days(count=5)
    windows = of(rows, "window")
    for bucket, app, shown in (("web", "firefox", "title"), ("editor", "Code", "project")):
        for row in of(rows, bucket):
            front = next(window for window in windows if window.start_us <= row.start_us < end_us(window))
            assert front.data["app"] == app
            assert str(row.data[shown]) in str(front.data["title"])


def test_the_machine_locks_before_it_sleeps_and_sleeps_only_while_nobody_is_there() -> None:
    rows = days(count=7)
    power = of(rows, "power")
    present = [row for row in of(rows, "afk") if row.data["status"] == "not-afk"]
    assert {row.data["state"] for row in power} == {"locked", "unlocked", "asleep", "shutdown"}
    for before, row in pairwise(power):
        if row.data["state"] in {"asleep", "shutdown"}:
            assert before.data["state"] == "locked"
            assert end_us(before) == row.start_us
    for row in power:
        there = any(here.start_us < end_us(row) and row.start_us < end_us(here) for here in present)
        assert there == (row.data["state"] == "unlocked")


def test_the_power_rows_leave_no_moment_out_while_the_machine_is_on() -> None:
    power = of(days(count=7), "power")
    for before, row in pairwise(power):
        assert end_us(before) == row.start_us or before.data["state"] == "shutdown"


def test_a_film_plays_full_screen_while_the_keys_rest() -> None:
    rows = days(count=30)
    films = [row for row in of(rows, "window") if row.counts == {"fullscreen": 1} and row.duration_us > 20 * 60e6]
    away = [row for row in of(rows, "afk") if row.data["status"] == "afk"]
    assert films
    for film in films:
        assert any(row.start_us < film.start_us + 30e6 and end_us(row) >= end_us(film) for row in away)


def test_a_working_day_has_a_few_hundred_to_fifteen_hundred_windows_and_a_lunch() -> None:
    for seed in range(4):
        for offset in range(28):
            day = MONDAY + timedelta(days=offset)
            if outlook(seed, day).kind is not DayKind.WORK:
                continue
            rows = days(day, 1, seed=seed)
            assert 250 <= len(of(rows, "window")) <= 1_500
            midday = [to_us(datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN)) for hour in (11, 15)]
            away = [row for row in of(rows, "afk") if row.data["status"] == "afk" and row.duration_us > 5 * 60e6]
            assert any(midday[0] < row.start_us < midday[1] for row in away)


def hours_present(rows: Iterable[Observation]) -> float:
    return sum(row.duration_us for row in of(rows, "afk") if row.data["status"] == "not-afk") / 3600e6


def test_weekends_leave_and_sick_days_are_lighter_than_working_days() -> None:
    hours: dict[DayKind, list[float]] = defaultdict(list)
    for offset in range(365):
        day = date(2026, 1, 1) + timedelta(days=offset)
        hours[outlook(1, day).kind].append(hours_present(days(day, 1)))
    assert set(hours) == set(DayKind)
    assert 6.5 < mean(hours[DayKind.WORK]) < 9.5
    assert 0.8 < mean(hours[DayKind.WEEKEND]) < 4.0
    assert all(mean(hours[kind]) < 4.0 for kind in (DayKind.HOLIDAY, DayKind.SICK, DayKind.LEAVE))


def test_easter_moves_with_the_moon() -> None:
    mondays = [date(2024, 4, 1), date(2025, 4, 21), date(2026, 4, 6), date(2038, 4, 26)]
    assert [outlook(1, monday).kind for monday in mondays] == [DayKind.HOLIDAY] * 4


def test_work_turns_to_other_projects_and_chapters_over_the_weeks() -> None:
    seen = [outlook(1, MONDAY + timedelta(days=offset)) for offset in range(120)]
    assert len({day.project.name for day in seen}) == 3
    assert sum(before.project != after.project for before, after in pairwise(seen)) < 8
    assert len({(day.manuscript.name, day.chapter) for day in seen}) > 8


def test_a_focused_month_has_fewer_distractions_than_a_scattered_one() -> None:
    dates = [MONDAY + timedelta(days=offset) for offset in range(365)]
    work = [day for day in (outlook(1, each) for each in dates) if day.kind is DayKind.WORK]
    work.sort(key=lambda day: day.focus)

    def distracted(day: date) -> int:
        sites = ("reddit.com", "youtube.com", "bbc.com", "theguardian.com", "reuters.com", "ycombinator.com")
        return sum(
            row.duration_us
            for row in of(days(day, 1), "web")
            if any(site in str(row.data["url"]) for site in sites)
            and from_us(row.start_us).astimezone(BERLIN).hour < 17
        )

    assert mean(distracted(day.date) for day in work[:30]) > 2 * mean(distracted(day.date) for day in work[-30:])


def test_every_word_fits_into_what_the_server_takes() -> None:
    for row in days(count=60):
        assert all(len(value) <= 1024 for value in row.data.values() if isinstance(value, str))
        assert row.counts is None or all(count >= 0 for count in row.counts.values())


def export_statistics(rows: Iterable[Observation], count: int = 2_427) -> tuple[float, float, float]:
    """Shares of window events with a context new so far and with one of the last 20; the median duration."""
    known: set[tuple[object, ...]] = set()
    recent: list[tuple[object, ...]] = []
    new = returning = 0
    windows = list(islice((row for row in rows if row.bucket == "window"), count))
    for row in windows:
        context = tuple(row.data.values())
        new += context not in known
        returning += context in recent
        known.add(context)
        recent = [*(each for each in recent if each != context), context][-20:]
    return new / len(windows), returning / len(windows), median(row.duration_us for row in windows) / US_PER_SECOND


def test_the_bench_load_has_the_statistics_of_the_real_export() -> None:
    runs = [export_statistics(days(count=4, seed=seed, profile=REAL_EXPORT)) for seed in range(6)]
    new, returning, seconds = (mean(column) for column in zip(*runs, strict=True))
    assert abs(new - 0.15) < 0.02
    assert abs(returning - 0.63) < 0.03
    assert abs(seconds - 1.1) < 0.15


def test_locality_says_how_often_the_bench_load_returns() -> None:
    returning = [
        export_statistics(days(count=3, profile=Bench(locality=locality)))[1] for locality in (0.0, 0.3, 0.6, 1.0)
    ]
    assert returning == sorted(returning)
    assert returning[0] < 0.45
    assert returning[-1] > 0.8


@pytest.mark.parametrize("locality", [-0.1, 1.1])
def test_a_locality_that_is_no_share_is_refused(locality: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        days(profile=Bench(locality=locality))


@pytest.mark.slow
@pytest.mark.parametrize("contexts", [12_000, 75_000])
def test_a_year_of_bench_load_has_the_events_and_contexts_asked_for(contexts: int) -> None:
    rows = days(date(2026, 1, 1), 365, profile=Bench(contexts_per_year=contexts))
    distinct = Counter((row.bucket, *map(str, row.data.values())) for row in rows)
    assert abs(len(rows) - 721_000) < 0.05 * 721_000
    assert abs(len(distinct) - contexts) < 0.05 * contexts
    hundredth = sum(count for _, count in distinct.most_common(len(distinct) // 100))
    assert hundredth > 0.3 * len(rows)
