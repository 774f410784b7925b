"""The dictionary and its image: whatever part of it comes from where, it is the same."""

import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest

from daywright.server.app import Store
from daywright.server.events import Dictionaries, Dictionary
from daywright.server.events.service import dictionary as module
from daywright.server.events.service import portrait
from daywright.server.foundation import images
from server_api import Api, day_of_work, window


@pytest.fixture
def connection(store: Store) -> Iterator[sqlite3.Connection]:
    opened = store.database.connect()
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def every_new_context_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FEWEST_NEW", 0)
    monkeypatch.setattr(module, "NEW_SHARE", 0)


def by_rows(connection: sqlite3.Connection, user: int) -> Dictionary:
    images.drop(connection, user)
    return Dictionaries().of(connection, user)


def by_image(connection: sqlite3.Connection, user: int) -> Dictionary:
    """The dictionary of a fresh process, of which an image was kept."""
    Dictionaries(lambda work: work(connection)).of(connection, user)
    assert images.read(connection, user, module.IMAGE)
    return Dictionaries().of(connection, user)


def same(one: Dictionary, other: Dictionary) -> bool:
    columns = all(
        np.array_equal(getattr(one.columns, name), getattr(other.columns, name))
        for name in ("ids", "app", "flags", "digest")
    )
    return (
        columns
        and one.applications == other.applications
        and list(one.rows(0)) == list(other.rows(0))
        and all(np.array_equal(one.codes[label], other.codes[label]) for label in module.LABELS)
        and all(list(one.texts[label]) == list(other.texts[label]) for label in module.LABELS)
    )


def test_the_image_is_the_rows(api: Api, store: Store, connection: sqlite3.Connection) -> None:
    api.send(*day_of_work(), window("2026-03-02T11:00:00Z", 60, "Code", "Übung · 今日 \x00 🙂"))
    expected = by_rows(connection, store.owner)
    assert same(by_image(connection, store.owner), expected)


def test_what_came_after_the_image_is_added(api: Api, store: Store, connection: sqlite3.Connection) -> None:
    api.send(*day_of_work())
    before = by_image(connection, store.owner)
    api.send(
        window("2026-03-02T11:00:00Z", 60, "xterm", "new"), window("2026-03-02T11:01:00Z", 60, "Code", "a.py - project")
    )
    grown = Dictionaries().of(connection, store.owner)
    assert len(grown) == len(before) + 1
    assert same(grown, by_rows(connection, store.owner))


def test_an_image_whose_contexts_are_gone_is_not_believed(
    api: Api, store: Store, connection: sqlite3.Connection
) -> None:
    api.send(*day_of_work())
    by_image(connection, store.owner)
    connection.execute("DELETE FROM event")
    connection.execute("DELETE FROM context WHERE title = 'b.py - project'")
    assert len(Dictionaries().of(connection, store.owner)) == len(by_rows(connection, store.owner))


@pytest.mark.parametrize("blob", [b"", b"\x80", b"nonsense"])
def test_an_image_that_is_none_is_made_again(
    api: Api, store: Store, connection: sqlite3.Connection, blob: bytes
) -> None:
    api.send(*day_of_work())
    by_image(connection, store.owner)
    images.save(connection, store.owner, module.IMAGE, images.Image(portrait.FORMAT, blob))
    assert same(Dictionaries().of(connection, store.owner), by_rows(connection, store.owner))
