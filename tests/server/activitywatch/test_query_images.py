"""Days that were read once are read again as images: by a fresh process, and only while nothing in them changed."""

import sqlite3
from collections.abc import Callable
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activitywatch_api import WINDOW, Face, at
from daywright.kit.clock import US_PER_DAY
from daywright.server import events
from daywright.server.activitywatch.service import query_images
from daywright.server.activitywatch.service.query import Queries
from daywright.server.app import Store
from daywright.server.events import EventColumns
from daywright.server.foundation import images
from daywright.server.foundation.database import driver

DAY_S: Final = 86_400
A, B = {"app": "A", "title": "a"}, {"app": "B", "title": "b"}
YEAR: Final = f"{at(-200 * DAY_S)}/{at(200 * DAY_S)}"
ALL: Final = [f'RETURN = query_bucket("{WINDOW}");']
Work = Callable[[sqlite3.Connection], None]

rows = st.lists(
    st.tuples(st.integers(0, US_PER_DAY - 1), st.integers(0, 2**52), st.integers(1, 2**40), st.integers(1, 2**50)),
    max_size=20,
)


@given(block=st.integers(500, 5_000), held=st.lists(rows, min_size=query_images.DAYS, max_size=query_images.DAYS))
def test_what_is_packed_comes_out_again(block: int, held: list[list[tuple[int, int, int, int]]]) -> None:
    columns = []
    for day, told in zip(query_images.days_of(block), held, strict=True):
        start, duration, context, id_ = np.array(sorted(told), np.int64).reshape(-1, 4).T
        columns.append(EventColumns(start + day * US_PER_DAY, duration, context, id_))
    found = query_images.unpacked(query_images.packed(columns, block), block)
    assert list(found) == list(query_images.days_of(block))
    for before, after in zip(columns, found.values(), strict=True):
        for one, other in zip(before, after, strict=True):
            np.testing.assert_array_equal(one, other)


class Asking:
    """Processes one after the other: each knows nothing but what is in the database."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.days_read = store, 0
        by_rows = events.columns_started

        def counted(connection: sqlite3.Connection, bucket: int, from_us: int, to_us: int) -> EventColumns:
            self.days_read += to_us > from_us
            return by_rows(connection, bucket, from_us, to_us)

        monkeypatch.setattr(events, "columns_started", counted)

    def __call__(self) -> list[object]:
        """Ask in a fresh process, then write what it wanted written."""
        found, works = self.asked()
        self.keep(works)
        return found

    def asked(self) -> tuple[list[object], list[Work]]:
        kept: list[Work] = []
        self.days_read = 0
        with self.store.database.reading() as session:
            found = Queries(keep=kept.append).run(driver(session), self.store.owner, [YEAR], ALL)
        return found, kept

    def keep(self, works: list[Work]) -> None:
        with self.store.database.writing() as session:
            for work in works:
                work(driver(session))

    def images(self) -> int:
        """How many there are."""
        with self.store.database.reading() as session:
            found = driver(session).execute("SELECT count(*) FROM image WHERE name LIKE 'columns %'").fetchone()
        return int(found[0])

    def alter(self, statement: str) -> None:
        with self.store.database.writing() as session:
            driver(session).execute(statement)


@pytest.fixture
def asking(store: Store, monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking(store, monkeypatch)


@pytest.fixture
def filled(face: Face) -> Face:
    """Seventy days, an event on each and one that reaches into the next."""
    face.make()
    body = [
        {"timestamp": at(day * DAY_S + late), "duration": 50_000.5 if late else 7, "data": data}
        for day in range(70)
        for late, data in ((0, A), (9 * 3_600, B))
    ]
    face.told("POST", f"/buckets/{WINDOW}/events", body)
    return face


def test_a_fresh_process_reads_images_instead_of_rows(filled: Face, asking: Asking) -> None:
    expected = [filled.events()]
    assert asking() == expected
    by_rows = asking.days_read
    assert asking() == expected
    assert 0 < asking.days_read < by_rows - 2 * query_images.DAYS


def test_a_day_that_changed_is_read_as_it_is(filled: Face, asking: Asking) -> None:
    asking()
    few = (asking(), asking.days_read)[1]
    filled.told("POST", f"/buckets/{WINDOW}/events", [{"timestamp": at(30 * DAY_S + 60), "duration": 3, "data": A}])
    assert asking() == [filled.events()]
    assert asking.days_read == few + query_images.DAYS
    assert asking() == [filled.events()]
    assert asking.days_read == few, "its image has been made anew"


@pytest.mark.parametrize("deed", ["delete", "replace", "delete the bucket"])
def test_what_was_deleted_stays_in_no_image(filled: Face, asking: Asking, deed: str) -> None:
    asking()
    assert asking.images() > 0
    first = filled.events()[-1]["id"]
    match deed:
        case "delete":
            filled.told("DELETE", f"/buckets/{WINDOW}/events/{first}")
        case "replace":
            moved = {"id": first, "timestamp": at(60 * DAY_S + 5), "duration": 1, "data": A}
            filled.told("POST", f"/buckets/{WINDOW}/events", [moved])
        case _:
            filled.told("DELETE", f"/buckets/{WINDOW}", force=1)
    assert asking.images() == 0


def test_what_was_deleted_meanwhile_comes_into_no_image(filled: Face, asking: Asking) -> None:
    _, works = asking.asked()
    filled.told("DELETE", f"/buckets/{WINDOW}", force=1)
    asking.keep(works)
    assert works
    assert asking.images() == 0


@pytest.mark.parametrize("blob", ["x''", "zeroblob(100)", "substr(blob, 1, 100)"])
@pytest.mark.parametrize("checksum", ["checksum", "0"])
def test_an_image_that_is_none_is_made_anew(filled: Face, asking: Asking, blob: str, checksum: str) -> None:
    asking()
    asking.alter(f"UPDATE image SET blob = {blob}, checksum = {checksum} WHERE name LIKE 'columns %'")  # noqa: S608
    assert asking() == [filled.events()]
    few = (asking(), asking.days_read)[1]
    asking.alter("DELETE FROM image")
    asking()
    assert asking.days_read > few


def test_bytes_that_are_no_image_are_no_columns() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE TABLE image (id INTEGER PRIMARY KEY, user, name, stamp, checksum, blob, UNIQUE (user, name))"
    )
    versions = dict.fromkeys(query_images.days_of(1_000), 1)
    none = EventColumns(*[np.empty(0, np.int64)] * 4)
    whole = query_images.packed([none] * query_images.DAYS, 1_000)
    for blob in (whole, whole[:-3], b"", b"\x00" * 40, query_images.packed([none] * 3, 1_000)):
        image = images.Image(query_images.stamp(versions, 1_000), blob)
        images.save(connection, 1, "columns 1 1000", image)
        found = query_images.read(connection, 1, 1, 1_000, versions)
        assert (found is not None) == (blob == whole)
