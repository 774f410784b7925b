"""Blocks of time by pairs: kept in memory and as images, and always what the days give."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.pairs import PairTime
from daywright.core.segments import Segments
from daywright.server.app import Store
from daywright.server.foundation.database import driver
from daywright.server.timeline import Readers
from daywright.server.timeline.service import timeimage
from server_api import Api, window

YEAR = {"start": "2025-03-01", "end": "2026-03-01", "facets": "category,app,title"}


def _images(store: Store) -> dict[str, bytes]:
    with store.database.reading() as session:
        rows = driver(session).execute("SELECT name, blob FROM image WHERE name LIKE 'time %'")
        return dict(rows.fetchall())


def _fresh(api: Api) -> None:
    """Go on as a process that has just begun would; what was to be kept is kept."""
    state = api.client.app.state  # type: ignore[attr-defined]
    state.writer.submit(lambda _connection: None).result(10)
    state.readers = Readers(state.writer)


@pytest.fixture
def year(api: Api) -> Api:
    for month in range(3, 13):
        for day in (1, 9, 20):
            start = f"2025-{month:02}-{day:02}T08:00:00Z"
            video = start.replace("T08:00", "T08:50")
            api.send(
                window(start, 3000, "Code", f"{month} - project"),
                window(video, 1200 + day, "firefox", f"{day % 3} - YouTube — Mozilla Firefox"),
            )
    return api


def test_a_fresh_process_goes_on_with_the_images(year: Api, store: Store) -> None:
    page = year.get("/activity", **YEAR)
    _fresh(year)
    kept = _images(store)
    assert len(kept) >= 9
    assert year.get("/activity", **YEAR) == page
    _fresh(year)
    assert _images(store) == kept


def test_late_facts_outdate_an_image(year: Api, store: Store) -> None:
    year.get("/activity", **YEAR)
    _fresh(year)
    before = _images(store)
    year.send(window("2025-04-02T10:00:00Z", 600, "late", "arrival"))
    page = year.get("/activity", **YEAR)
    assert "late" in {row["key"] for row in page["facets"]["app"]}
    _fresh(year)
    assert len({name for name, blob in _images(store).items() if blob != before.get(name)}) == 1
    assert year.get("/activity", **YEAR) == page


def test_another_day_start_outdates_the_images_and_the_old_one_makes_them_good_again(year: Api, store: Store) -> None:
    page = year.get("/activity", **YEAR)
    _fresh(year)
    for minutes, same in ((10 * 60, False), (240, True)):
        with store.database.writing() as session:
            driver(session).execute("UPDATE user SET day_start_minutes = ?", (minutes,))
        _fresh(year)
        assert (year.get("/activity", **YEAR) == page) == same


def test_other_rules_count_other_switches(year: Api) -> None:
    page = year.get("/activity", **YEAR)
    _fresh(year)
    rules = year.get("/rules")
    body = {"revision": rules["revision"], "categories": [], "rules": []}
    assert year.client.put("/api/v1/rules", json=body, headers=year.headers).status_code == 200
    after = year.get("/activity", **YEAR)
    assert (page["switches_per_hour"] > 0, after["switches_per_hour"]) == (True, 0)
    _fresh(year)
    assert year.get("/activity", **YEAR) == after


@pytest.mark.parametrize("damage", ["blob = x'00'", "blob = x''", "checksum = 0, blob = x''"])
def test_a_damaged_image_is_made_again(year: Api, store: Store, damage: str) -> None:
    page = year.get("/activity", **YEAR)
    _fresh(year)
    with store.database.writing() as session:
        driver(session).execute(f"UPDATE image SET {damage}")  # noqa: S608
    assert year.get("/activity", **YEAR) == page


def _columns(time: PairTime) -> Iterator[list[int]]:
    return (getattr(time, name).tolist() for name in PairTime.__slots__)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 200), st.integers(0, 4)), max_size=30), st.booleans())
def test_a_block_is_unpacked_as_it_was_packed(rows: list[tuple[int, int, int]], counted: bool) -> None:  # noqa: FBT001
    gap, length, thing = np.array(rows, np.int64).reshape(-1, 3).T
    start = np.cumsum(gap + length) - length
    segments = Segments(
        start, length, thing.astype(np.int32), np.zeros(len(rows), np.uint8), np.ones(len(rows), np.int64)
    )
    time = PairTime.of(segments, (0, 100, 700, 10_000))
    front, inside = time.thing.astype(np.int64) + 7, np.zeros(len(time.thing), np.int64)
    switches = (3, np.array([1, 0, 2])) if counted else None
    found = timeimage.unpacked(timeimage.packed(timeimage.Pictured(time, front, inside, switches)))
    assert found is not None
    places = np.argsort(time.thing)
    assert [*_columns(found.time)][1:] == [*_columns(time)][1:]
    assert (found.front.tolist(), found.inside.tolist()) == (front[places].tolist(), inside.tolist())
    assert (found.switches is None) == (switches is None)
    assert switches is None or (found.switches is not None and found.switches[1].tolist() == [1, 0, 2])


def test_days_of_a_block_are_those_days_alone() -> None:
    start, length, thing = np.array([10, 50, 200]), np.array([20, 100, 10]), np.array([3, 1, 3], np.int32)
    segments = Segments(start, length, thing, np.zeros(3, np.uint8), np.ones(3, np.int64))
    whole = PairTime.of(segments, (0, 100, 200, 300))
    for first in range(3):
        for end in range(first + 1, 4):
            alone = PairTime.of(segments, (0, 100, 200, 300)[first : end + 1])
            assert [*_columns(whole.days(first, end))] == [*_columns(alone)]
