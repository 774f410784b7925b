"""The day cache under faults: late facts, broken blobs, two readers at once, and `verify`."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from daywright.core.flatten import DayColumns, flatten_days
from daywright.server import events, timeline
from daywright.server.app import Store
from daywright.server.foundation import writer
from daywright.server.foundation.database import driver
from daywright.server.timeline.service import days
from fakes.clock import HandClock
from server_api import Api, afk, day_of_work, second_device, window

DAY = {"start": "2026-03-02", "end": "2026-03-03"}


def _execute(api: Api, statement: str) -> None:
    with api.client.app.state.database.writing() as session:  # type: ignore[attr-defined]
        session.connection().exec_driver_sql(statement)


def _verify(api: Api, store: Store, *, repair: bool = False) -> list[timeline.Checked]:
    days = api.client.app.state.readers.days  # type: ignore[attr-defined]
    return list(timeline.verify(store.database, days, store.owner, repair=repair))


def _settle(api: Api) -> None:
    """Wait until the writer has kept what was built."""
    api.client.app.state.writer.submit(lambda _connection: None).result(5)  # type: ignore[attr-defined]


def test_a_day_is_kept_and_its_mark_removed(api: Api, store: Store) -> None:
    api.send(*day_of_work())
    assert [day.stale for day in _verify(api, store)] == [True, True]
    api.seconds_by("app")
    _settle(api)
    assert [(day.stale, day.differs) for day in _verify(api, store)] == [(False, False)]


def test_a_broken_blob_is_rebuilt_and_replaced(api: Api, store: Store) -> None:
    api.send(*day_of_work())
    right = api.get("/timeline", **DAY)
    _settle(api)
    _execute(api, "UPDATE day SET blob = x'00112233'")
    api.client.app.state.readers.days.forget()  # type: ignore[attr-defined]
    assert [day.differs for day in _verify(api, store)] == [True]
    assert api.get("/timeline", **DAY) == right
    _settle(api)
    assert [day.differs for day in _verify(api, store)] == [False]


def test_verify_finds_a_day_that_says_something_else_and_repairs_it(api: Api, store: Store) -> None:
    api.send(*day_of_work())
    right = api.get("/timeline", **DAY)
    _settle(api)
    _execute(api, "DELETE FROM event WHERE id = 1")
    assert [day.differs for day in _verify(api, store, repair=True)] == [True]
    assert api.get("/timeline", **DAY) != right
    _settle(api)
    assert [day.differs for day in _verify(api, store)] == [False]


def test_dropping_the_whole_cache_loses_nothing(api: Api) -> None:
    api.send(*day_of_work())
    right = api.get("/timeline", **DAY)
    _settle(api)
    with api.client.app.state.database.writing() as session:  # type: ignore[attr-defined]
        session.connection().exec_driver_sql("INSERT INTO dirty_day SELECT user, utc_day, 7 FROM day")
        session.connection().exec_driver_sql("DELETE FROM day")
    api.client.app.state.readers.days.forget()  # type: ignore[attr-defined]
    assert api.get("/timeline", **DAY) == right


def test_ingest_and_reading_at_once_end_in_the_days_the_facts_give(api: Api, store: Store) -> None:
    chance = random.Random(11)
    client: TestClient = api.client

    def deliver(part: int) -> None:
        for number in range(12):
            minute = chance.randrange(600)
            start = f"2026-03-02T{5 + minute // 60:02}:{minute % 60:02}:00Z"
            api.send(window(start, chance.randrange(900), f"app{part}", str(number)), afk(start, 600, "not-afk"))

    def look(_part: int) -> None:
        for _ in range(12):
            total = api.get("/timeline", **DAY)["total_seconds"]
            assert 0 <= total <= 86_400

    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(work, part) for part in range(3) for work in (deliver, look)]
        for job in jobs:
            job.result(60)
    cached = api.get("/timeline", **DAY)
    _settle(api)
    assert not any(day.differs for day in _verify(api, store))
    client.app.state.readers.days.forget()  # type: ignore[attr-defined]
    _execute(api, "UPDATE dirty_day SET version = version + 1")
    assert api.get("/timeline", **DAY) == cached


def _differing(api: Api, store: Store) -> list[int]:
    """Build what is stale; the days that are then kept differently from what their facts give."""
    api.get("/timeline", start="2026-01-01", end="2026-03-20")
    _settle(api)
    checked = _verify(api, store)
    assert not any(day.stale for day in checked)
    return [day.day for day in checked if day.differs]


def test_a_late_fact_changes_the_day_that_goes_on_where_it_ended(api: Api, store: Store) -> None:
    other = second_device(api, store)
    other.send(window("2026-02-20T08:30:00Z", 4 * 3600, "Code", "b"), afk("2026-02-20T08:30:00Z", 4 * 3600, "not-afk"))
    api.send(
        window("2026-02-10T09:00:00Z", 60, "mail", "a"),
        window("2026-02-20T09:00:00Z", 4 * 3600, "firefox", "a"),
        afk("2026-02-20T08:00:00Z", 4 * 3600, "not-afk"),
    )
    assert _differing(api, store) == []
    before = api.seconds_by("app", "2026-02-20", "2026-02-21")
    api.send(window("2026-02-12T09:00:00Z", 60, "firefox", "a"))  # on 20 February firefox is nothing new any more
    assert _differing(api, store) == []
    assert api.seconds_by("app", "2026-02-20", "2026-02-21") != before


def test_f39_a_clock_that_goes_back_leaves_no_day_behind(api: Api, store: Store, clock: HandClock) -> None:
    clock.set_wall(2 * 86_400)
    api.send(window("2026-03-05T08:00:00Z", 3600, "Code", "a"))
    assert api.seconds_by("day", "2026-03-01", "2026-03-08") == {"2026-03-05": 3600}
    clock.set_wall(-2 * 86_400 + 13 * 3600)
    api.send(afk("2026-03-04T00:30:00Z", 60, "not-afk"), afk("2026-03-04T00:31:00Z", 1000, "afk"))
    assert _differing(api, store) == []


def test_of_two_facts_that_start_together_neither_is_the_one_before_by_its_arrival(api: Api, store: Store) -> None:
    api.send(window("2026-02-10T09:00:00Z", 60, "mail", "a"), window("2026-02-10T09:00:00Z", 60, "firefox", "a"))
    with store.database.reading() as session:
        connection = driver(session)
        (bucket,) = events.buckets_of(connection, store.owner)
        assert len(events.last_events_before(connection, bucket, store.clock.wall_us())) == 2


def test_an_old_home_may_know_more_devices_than_a_day_can_tell_apart(api: Api, store: Store) -> None:
    for number in range(70):
        second_device(api, store, f"phone {number}")
    api.send(window("2026-03-02T08:00:00Z", 3600, "Code", "a"))
    assert api.seconds_by("app") == {"Code": 3600}


def test_more_devices_at_once_than_a_day_can_tell_apart_break_no_page(api: Api, store: Store) -> None:
    for number in range(66):
        second_device(api, store, f"desktop {number}").send(window("2026-03-02T08:00:00Z", 3600, "Code", "a"))
    assert api.seconds_by("app") == {"Code": 3600}


def test_what_many_ask_for_at_once_is_built_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.send(*[window(f"2026-02-{day:02}T08:00:00Z", 600, "Code", "a") for day in range(1, 28)])
    built: list[int] = []

    def counting(first: int, days: int, *rest: Any) -> list[DayColumns]:
        built.extend(range(first, first + days))
        return flatten_days(first, days, *rest)

    monkeypatch.setattr(days, "flatten_days", counting)
    with ThreadPoolExecutor(8) as people:
        totals = list(people.map(lambda _: api.seconds_by("day", "2026-02-01", "2026-03-01"), range(8)))
    assert all(total == totals[0] for total in totals)
    assert len(totals[0]) == 27
    assert len(built) == len(set(built))


def test_a_writer_that_has_no_time_keeps_nobody_from_reading(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.send(*day_of_work())
    monkeypatch.setattr(writer, "WAITING_LIMIT", 0)
    assert api.seconds_by("app") == {"Code": 5400, "firefox": 600}
