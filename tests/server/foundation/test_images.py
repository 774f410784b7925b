import sqlite3
from collections.abc import Iterator

import pytest

from daywright.server.app import Store
from daywright.server.foundation import images
from daywright.server.foundation.images import Image


@pytest.fixture
def connection(store: Store) -> Iterator[sqlite3.Connection]:
    opened = store.database.connect()
    yield opened
    opened.close()


def test_an_image_is_read_as_it_was_saved_and_the_newest_stays(connection: sqlite3.Connection) -> None:
    images.save(connection, 1, "one", Image(b"a", b"first"))
    images.save(connection, 1, "one", Image(b"b", b"second" * 5000))
    assert images.read(connection, 1, "one") == Image(b"b", b"second" * 5000)
    assert images.read(connection, 1, "one", b"b") == images.read(connection, 1, "one")


def test_an_image_of_something_else_is_none(connection: sqlite3.Connection) -> None:
    images.save(connection, 1, "one", Image(b"a", b"first"))
    assert images.read(connection, 1, "one", b"b") is None
    assert images.read(connection, 1, "other") is None
    assert images.read(connection, 2, "one") is None


def test_a_damaged_image_is_none(connection: sqlite3.Connection) -> None:
    images.save(connection, 1, "one", Image(b"a", b"first"))
    connection.execute("UPDATE image SET blob = x'66'")
    assert images.read(connection, 1, "one") is None


def test_dropped_images_are_gone(connection: sqlite3.Connection) -> None:
    images.save(connection, 1, "one", Image(b"a", b"first"))
    images.drop(connection, 1)
    assert images.read(connection, 1, "one") is None
