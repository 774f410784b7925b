"""Sums by every facet, filters that combine, and the period before: the same time, however it is looked at."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from typing import Any

import pytest
from sqlalchemy import event

from daywright.core.cells import TimeOfWeek, of_steps
from daywright.core.rules import Kind
from daywright.core.segments import time_by
from daywright.server.app import Store
from daywright.server.timeline.service.asking import asking, parse_range
from daywright.server.timeline.service.filters import Filters
from daywright.server.timeline.service.spent import Spent
from fakes.clock import HandClock
from server_api import Api, afk, day_of_work, window

RANGE = {"start": "2025-10-20", "end": "2025-11-12"}  # summer time ends on the 26th, New York from the 30th on
IN_TIME = ("hour", "day", "week", "month", "weekday", "weekday_hour")
WHOLE = ("category", "kind", "device", *IN_TIME)
PLACES = (
    ("Code", "parser.py - queue - Visual Studio Code"),
    ("firefox", "Cats - YouTube — Mozilla Firefox"),
    ("firefox", "numpy · PyPI — Mozilla Firefox"),
    ("Slack", "general"),
    ("mystery", "?"),
)


def _events(seed: int) -> Iterator[dict[str, object]]:
    chance = random.Random(seed)
    at = datetime(2025, 10, 19, 22, tzinfo=UTC)
    while at < datetime(2025, 11, 13, tzinfo=UTC):
        app, title = chance.choice(PLACES)
        lasts = chance.choice([7.25, 90.5, 1800, 4000.125])
        start = at.isoformat().replace("+00:00", "Z")
        yield window(start, lasts, app, title)
        if app == "Code":
            data = {
                "file": "a.py",
                "project": chance.choice(["queue", "parser"]),
                "language": "python",
                "branch": "main",
            }
            yield {"bucket": "editor", "start": start, "duration": lasts, "data": data}
        if chance.random() < 0.3:
            yield {**window(start, lasts / 2, "Spotify", "Song"), "bucket": "window2"}
        at += timedelta(seconds=lasts + chance.choice([0, 0, 400, 20_000]))


@pytest.fixture
def weeks(api: Api) -> Api:
    found = list(_events(5))
    split = next(at for at, event in enumerate(found) if str(event["start"]) > "2025-10-30T12")
    api.send(*found[:split], zone="Europe/Berlin")
    api.send(*found[split:], zone="America/New_York")
    return api


def _sum(answer: Any) -> float:
    return round(sum(float(row["seconds"]) for row in answer["rows"]), 3)


def test_sums_by_every_facet_of_all_time_are_the_total(weeks: Api) -> None:
    total = weeks.get("/summary", **RANGE)["total_seconds"]
    assert total > 100_000
    for facet in WHOLE:
        answer = weeks.get("/summary", by=facet, **RANGE)
        assert (_sum(answer), answer["total_seconds"]) == (total, total), facet
    segments = weeks.get("/timeline", **RANGE)
    assert segments["total_seconds"] == total


def test_sums_by_a_label_are_the_labelled_time(weeks: Api) -> None:
    segments = [one for one in weeks.get("/timeline", **RANGE)["segments"] if one["lane"] == "primary"]
    for label in ("app", "title", "project", "language"):
        expected: dict[str, float] = {}
        for one in segments:
            length = (datetime.fromisoformat(one["end"]) - datetime.fromisoformat(one["start"])).total_seconds()
            if one[label]:
                expected[one[label]] = round(expected.get(one[label], 0) + length, 3)
        assert weeks.seconds_by(label, **RANGE) == expected


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_categories_roll_up_to_any_depth(weeks: Api, depth: int) -> None:
    own = weeks.seconds_by("category", **RANGE)
    rolled = {row["key"]: row["seconds"] for row in weeks.get("/summary", by="category", depth=depth, **RANGE)["rows"]}
    expected: dict[str, float] = {}
    for key, seconds in own.items():
        node = " › ".join(key.split(" › ")[:depth])
        expected[node] = round(expected.get(node, 0) + seconds, 3)
    assert rolled == expected


@pytest.mark.parametrize("facet", ["app", "project", "language", "kind", "category"])
def test_a_filter_by_a_row_gives_the_time_of_the_row(weeks: Api, facet: str) -> None:
    rows = weeks.get("/summary", by=facet, **RANGE)["rows"]
    nodes = {row["key"] for row in rows}
    for row in rows:
        below = sum(one["seconds"] for one in rows if one["key"].startswith(f"{row['key']} › ")) if nodes else 0
        answer = weeks.get("/summary", by="day", **{facet: row["key"]}, **RANGE)
        assert answer["total_seconds"] == round(row["seconds"] + below, 3)
        assert _sum(answer) == answer["total_seconds"]
        assert weeks.get("/timeline", **{facet: row["key"]}, **RANGE)["total_seconds"] == answer["total_seconds"]


def test_weekdays_and_times_of_day_divide_the_time(weeks: Api) -> None:
    total = weeks.get("/summary", **RANGE)["total_seconds"]
    parts = [
        weeks.get("/summary", weekday=days, from_time=opens, to_time=closes, **RANGE)["total_seconds"]
        for days, (opens, closes) in product(
            (["1", "3", "5"], ["2", "4"], ["6", "7"]), pairwise(("00:00", "06:30", "17:00", "24:00"))
        )
    ]
    assert round(sum(parts), 3) == total
    assert sum(part > 0 for part in parts) > 5


def test_a_time_of_day_may_run_over_midnight(weeks: Api) -> None:
    night = weeks.get("/summary", by="weekday_hour", from_time="22:00", to_time="02:00", **RANGE)
    assert {row["key"][2:] for row in night["rows"]} <= {"22", "23", "00", "01"}
    assert night["total_seconds"] == _sum(night) > 0


def test_weekday_hours_are_those_of_the_filters(weeks: Api) -> None:
    rows = weeks.get("/summary", by="weekday_hour", **RANGE)["rows"]
    for row in random.Random(2).sample(rows, 5):
        weekday, hour = row["key"].split("-")
        window_of = {"from_time": f"{hour}:00", "to_time": f"{int(hour) + 1:02}:00"}
        assert weeks.get("/summary", weekday=weekday, **window_of, **RANGE)["total_seconds"] == row["seconds"]


def test_different_filters_all_hold_and_a_repeated_one_means_any(weeks: Api) -> None:
    either = weeks.get("/summary", by="app", app=["Code", "Slack"], **RANGE)
    assert {row["key"] for row in either["rows"]} == {"Code", "Slack"}
    assert weeks.get("/summary", app="Slack", project="queue", **RANGE)["total_seconds"] == 0
    one = weeks.get("/summary", by="project", app="VS Code", project="queue", **RANGE)
    assert [row["key"] for row in one["rows"]] == ["queue"]


def test_a_text_is_found_in_any_label_whatever_its_case(weeks: Api) -> None:
    assert {row["key"] for row in weeks.get("/summary", by="app", q="YOUTUBE", **RANGE)["rows"]} == {"firefox"}
    assert weeks.get("/summary", q="no such thing", **RANGE)["total_seconds"] == 0


def test_a_device_that_is_not_known_has_no_time(weeks: Api) -> None:
    (device,) = weeks.get("/devices")["devices"]
    total = weeks.get("/summary", **RANGE)["total_seconds"]
    assert weeks.get("/summary", device=device["id"], **RANGE)["total_seconds"] == total
    assert weeks.get("/summary", device="elsewhere", **RANGE)["total_seconds"] == 0


def test_the_activity_page_shows_what_the_summaries_say(weeks: Api) -> None:
    page = weeks.get("/activity", facets="category,app,title,project,language,kind,device", depth=1, **RANGE)
    for facet, rows in page["facets"].items():
        more = {"depth": 1} if facet == "category" else {}
        expected = weeks.get("/summary", by=facet, limit=50, **more, **RANGE)["rows"]
        assert [(row["key"], row["seconds"]) for row in rows] == [(row["key"], row["seconds"]) for row in expected]
    kinds = ("signal_seconds", "noise_seconds", "neutral_seconds", "uncategorised_seconds")
    assert round(sum(page[kind] for kind in kinds), 3) == page["total_seconds"]
    assert page["active_days"] == len(weeks.seconds_by("day", **RANGE))
    assert {row["kind"] for row in page["facets"]["title"]} >= {"signal", "noise"}
    assert next(row for row in page["facets"]["app"] if row["key"] == "Code")["label"] == "VS Code"
    assert page["previous"] is None


def test_every_row_is_compared_with_the_period_before(weeks: Api) -> None:
    now, before = {"start": "2025-11-01", "end": "2025-11-08"}, {"start": "2025-10-25", "end": "2025-11-01"}
    for facet in ("app", "category", "weekday", "kind", "device"):
        rows = weeks.get("/summary", by=facet, compare="previous", **now)["rows"]
        earlier = weeks.seconds_by(facet, **before)
        assert {row["key"]: row["previous_seconds"] for row in rows} == {
            row["key"]: earlier.get(row["key"], 0) for row in rows
        }
    page = weeks.get("/activity", compare="previous", **now)
    expected = weeks.get("/activity", **before)
    assert page["previous"]["total_seconds"] == expected["total_seconds"] > 0
    assert page["previous"]["score"] == expected["score"]
    days = weeks.get("/summary", by="day", compare="previous", **now)["rows"]
    known = weeks.seconds_by("day", **before)
    for row in days:
        day = datetime.fromisoformat(row["key"]).date() - timedelta(days=7)
        assert row["previous_seconds"] == known.get(day.isoformat(), 0)


def test_a_period_that_runs_is_compared_up_to_the_same_point(api: Api, clock: HandClock) -> None:
    for day in ("2026-02-24", "2026-03-03"):
        api.send(window(f"{day}T08:00:00Z", 6 * 3600, "Code", "a"))
    week = {"start": "2026-03-02", "end": "2026-03-09", "compare": "previous"}
    answer = api.get("/summary", by="day", **week)  # it is Tuesday 3 March, 12:00 UTC
    assert answer["previous"]["total_seconds"] == 4 * 3600
    assert answer["previous"]["end"] == "2026-02-24T12:00:00.000000Z"
    points = api.get("/trends", **week)
    assert [point["total_seconds"] for point in points["previous"]] == [0, 4 * 3600, 0, 0, 0, 0, 0]
    clock.pass_seconds(30 * 86_400)
    assert api.get("/summary", by="day", **week)["previous"]["total_seconds"] == 6 * 3600


def test_only_primary_time_counts(api: Api) -> None:
    api.send(*day_of_work())
    before = api.get("/activity", start="2026-03-02", end="2026-03-03")
    media = {"url": "https://music.example/1", "title": "Song", "audible": True, "incognito": False}
    api.send({"bucket": "web", "start": "2026-03-02T08:00:00Z", "duration": 3000, "data": media})
    lanes = {one["role"] for one in api.get("/timeline", start="2026-03-02", end="2026-03-03")["segments"]}
    assert lanes == {"active", "parallel"}
    after = api.get("/activity", start="2026-03-02", end="2026-03-03")
    assert (after["total_seconds"], after["facets"]["app"]) == (before["total_seconds"], before["facets"]["app"])


def test_the_heatmap_adds_up_and_tells_how_long_each_hour_was_observed(weeks: Api) -> None:
    cells = weeks.get("/heatmap", **RANGE)["cells"]
    assert [(cell["weekday"], cell["hour"]) for cell in cells] == list(product(range(1, 8), range(24)))
    rows = weeks.get("/summary", by="weekday_hour", **RANGE)["rows"]
    assert {f"{cell['weekday']}-{cell['hour']:02}": cell["seconds"] for cell in cells if cell["seconds"]} == {
        row["key"]: row["seconds"] for row in rows
    }
    assert all(cell["signal_seconds"] <= cell["seconds"] <= cell["observed_hours"] * 3600 for cell in cells)
    days = weeks.seconds_by("day", **RANGE)
    mondays = [day for day in days if datetime.fromisoformat(day).isoweekday() == 1]
    assert [cell["observed_hours"] for cell in cells if (cell["weekday"], cell["hour"]) == (1, 12)] == [len(mondays)]
    evenings = weeks.get("/heatmap", from_time="18:00", app="Code", **RANGE)["cells"]
    assert all(cell["observed_hours"] == 0 for cell in evenings if cell["hour"] < 18)


def test_hours_that_are_still_to_come_are_not_observed(api: Api) -> None:
    api.send(window("2026-03-03T08:00:00Z", 60, "Code", "a"))
    cells = api.get("/heatmap", start="2026-03-03", end="2026-03-04")["cells"]
    observed = {cell["hour"]: cell["observed_hours"] for cell in cells if cell["weekday"] == 2}
    assert (observed[12], observed[13], observed[3]) == (1, 0, 0)  # it is 13:00 in Berlin


def test_the_calendar_holds_the_days_with_activity(weeks: Api) -> None:
    year = weeks.get("/calendar", year=2025)
    assert {day["date"]: day["total_seconds"] for day in year["days"]} == weeks.seconds_by(
        "day", start="2025-01-01", end="2026-01-01"
    )
    assert weeks.get("/calendar", year=2024)["days"] == []
    (day,) = (day for day in year["days"] if day["date"] == "2025-10-21")
    page = weeks.get("/days/2025-10-21")
    for member in ("total_seconds", "signal_seconds", "noise_seconds", "score"):
        assert day[member] == page[member]


@pytest.mark.parametrize("step", ["day", "week", "month"])
def test_trends_have_a_point_for_every_step(weeks: Api, step: str) -> None:
    answer = weeks.get("/trends", step=step, compare="previous", **RANGE)
    points, total = answer["points"], weeks.get("/summary", **RANGE)["total_seconds"]
    assert round(sum(point["total_seconds"] for point in points), 3) == total
    assert all(one["end"] == two["start"] for one, two in pairwise(points))
    assert [point["key"] for point in answer["previous"]] == [point["key"] for point in points]
    by = weeks.seconds_by(step, **RANGE)
    assert {point["key"]: point["total_seconds"] for point in points if point["total_seconds"]} == by


def test_an_empty_period_is_an_answer_too(api: Api) -> None:
    page = api.get("/activity", compare="previous", **RANGE)
    assert (page["total_seconds"], page["score"], page["switches_per_hour"], page["active_days"]) == (0, None, 0, 0)
    assert page["facets"] == {facet: [] for facet in ("category", "app", "title", "domain", "project")}
    assert api.get("/summary", by="hour", compare="previous", **RANGE)["rows"] == []
    assert api.get("/calendar", year=2025)["days"] == []
    assert len(api.get("/trends", **RANGE)["points"]) == 23


def test_a_day_counts_its_switches(api: Api) -> None:
    api.send(
        window("2026-03-02T08:00:00Z", 600, "Code", "a"),
        window("2026-03-02T08:10:00Z", 20, "firefox", "Cats - YouTube — Mozilla Firefox"),
        window("2026-03-02T08:10:20Z", 580, "Code", "a"),
        window("2026-03-02T08:20:00Z", 300, "firefox", "Cats - YouTube — Mozilla Firefox"),
        window("2026-03-02T08:25:00Z", 300, "Code", "a"),
        afk("2026-03-02T08:00:00Z", 1800, "not-afk"),
    )
    page = api.get("/days/2026-03-02")
    assert (page["switches"], page["switches_per_hour"]) == (2, 4)
    assert api.get("/activity", start="2026-03-02", end="2026-03-03")["switches_per_hour"] == 4


@pytest.mark.parametrize(
    ("path", "params", "code"),
    [
        ("/summary", {"from_time": "9"}, "time.invalid"),
        ("/summary", {"to_time": "24:01"}, "time.invalid"),
        ("/summary", {"weekday": "8"}, "request.malformed"),
        ("/summary", {"kind": "good"}, "request.malformed"),
        ("/summary", {"compare": "tomorrow"}, "request.malformed"),
        ("/activity", {"facets": "app,mood"}, "facet.unknown"),
        ("/activity", {"depth": "9"}, "request.malformed"),
        ("/trends", {"step": "decade"}, "request.malformed"),
        ("/calendar", {"year": "12"}, "request.malformed"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(api: Api, path: str, params: dict[str, str], code: str) -> None:
    answer = api.client.get(f"/api/v1{path}", params={**RANGE, **params}, headers=api.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def _reductions(spent: Spent) -> dict[str, object]:
    """Everything that can be read off either way."""
    meanings, days = spent.meanings, spent.steps("day")
    totals = {}
    for label in ("app", "title", "project"):
        texts = meanings.dictionary.texts[label]
        found = time_by(meanings.codes(label), spent.per_thing, len(texts)).tolist()
        totals[label] = {text: ms for text, ms in zip(texts, found, strict=True) if ms}
    return {
        **totals,
        "totals": spent.totals,
        "extent": spent.extent,
        "active days": spent.active_days(),
        "switches": spent.switches(),
        "devices": spent.per_device(),
        "days": days,
        "by day": spent.by_category(of_steps(days)).tolist() if days else [],
        "by week": spent.by_group(of_steps(spent.steps("week"))).tolist() if days else [],
    }


FILTERS = (
    Filters(),
    Filters(labels={"app": ["Code"]}),
    Filters(categories=["Uncategorised"]),
    Filters(kinds=[Kind.NOISE], when=TimeOfWeek(frozenset({1, 2, 6}))),
    Filters(when=TimeOfWeek(frozenset({7}))),
    Filters(text="nowhere"),
)
PERIODS = (
    ("2025-10-20", "2025-11-12"),
    ("2025-10-25", "2025-10-28"),
    ("2025-10-25T13:07:00Z", "2025-11-02T00:01:00Z"),
    ("2025-10-28T09:00:00Z", "2025-10-28T11:00:00Z"),
    ("1995-01-01", "2095-01-01"),
    ("2027-01-01", "2027-02-01"),
)


@pytest.mark.parametrize("filters", FILTERS, ids=range(len(FILTERS)))
def test_time_by_pairs_and_days_is_that_of_the_segments(weeks: Api, filters: Filters) -> None:
    state = weeks.client.app.state  # type: ignore[attr-defined]
    with state.database.reading() as session:
        asked = asking(session, 1, state.readers)
        for start, end in PERIODS:
            period = parse_range(start, end, asked.calendar, at_most=timedelta(days=99_999))
            coarse, fine = asked.spent(period, filters).now, asked.spent(period, filters, step="hour").now
            assert type(coarse) is not type(fine)
            assert _reductions(coarse) == _reductions(fine)


@pytest.fixture
def statements(api: Api) -> list[str]:
    """What is asked of the database from now on."""
    heard: list[str] = []
    engine = api.client.app.state.database.engine  # type: ignore[attr-defined]
    event.listen(engine, "checkout", lambda connection, *_: connection.set_trace_callback(heard.append))
    return heard


def test_a_page_that_was_asked_before_reads_no_day_again(weeks: Api, statements: list[str]) -> None:
    question = {**RANGE, "compare": "previous", "facets": "category,app,title,domain,project,language"}
    first = weeks.get("/activity", **question)
    weeks.client.app.state.writer.submit(lambda _connection: None).result(5)  # type: ignore[attr-defined]
    weeks.get("/activity", **question)
    statements.clear()
    assert weeks.get("/activity", **question) == first
    assert not [one for one in statements if "blob" in one or "event" in one]
    assert len(statements) <= 30


def test_pages_asked_while_facts_arrive_are_those_of_some_moment(weeks: Api) -> None:
    """Totals only grow as time is filled in, and the page always adds up."""
    kinds = ("signal_seconds", "noise_seconds", "neutral_seconds", "uncategorised_seconds")

    def deliver() -> None:
        for minute in range(25):
            weeks.send(window(f"2025-11-13T05:{minute:02}:00Z", 60, "new", f"page {minute}"))

    def look() -> list[float]:
        found = []
        for _ in range(12):
            page = weeks.get("/activity", start="2025-10-20", end="2025-11-15", facets="app,kind,device")
            parts = [sum(row["seconds"] for row in page["facets"][facet]) for facet in ("app", "kind", "device")]
            assert {round(part, 3) for part in parts} == {page["total_seconds"]}
            assert round(sum(page[kind] for kind in kinds), 3) == page["total_seconds"]
            found.append(page["total_seconds"])
        return found

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(look) for _ in range(3)]
        pool.submit(deliver).result(60)
        for job in jobs:
            totals = job.result(60)
            assert totals == sorted(totals)
    expected = sum(
        row["seconds"] for row in weeks.get("/summary", by="hour", start="2025-10-20", end="2025-11-15")["rows"]
    )
    assert weeks.get("/activity", start="2025-10-20", end="2025-11-15")["total_seconds"] == round(expected, 3)


def test_answers_follow_facts_that_come_while_they_are_asked(weeks: Api, store: Store) -> None:
    total = weeks.get("/activity", **RANGE)["total_seconds"]
    assert store.owner
    weeks.send(window("2025-10-20T03:00:00Z", 600, "late", "arrival"))
    page = weeks.get("/activity", **RANGE)
    assert "late" in {row["key"] for row in page["facets"]["app"]}
    assert page["total_seconds"] >= total


def test_a_day_tells_its_own_things_however_many_others_there_are(api: Api) -> None:
    api.send(*(window(f"2026-03-01T08:{n // 60:02}:{n % 60:02}Z", 1, "Code", f"{n}") for n in range(100)))
    api.send(window("2026-03-02T08:00:00Z", 60, "Code", "7"), window("2026-03-02T08:01:00Z", 30, "Slack", "team"))
    told = api.get("/activity", start="2026-03-02", end="2026-03-03", facets="app,title", compare="previous")
    rows = {
        facet: [(row["key"], row["seconds"], row["previous_seconds"]) for row in told["facets"][facet]]
        for facet in told["facets"]
    }
    assert rows["app"] == [("Code", 60, 100), ("Slack", 30, 0)]
    assert rows["title"] == [("7", 60, 1), ("team", 30, 0)]
    assert (told["total_seconds"], told["previous"]["total_seconds"]) == (90, 100)
