import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from daywright.server.foundation.database import Database
from daywright.server.foundation.writer import Writer


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "test.db")
    with database.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE word (text TEXT UNIQUE)")
    yield database
    database.close()


@pytest.fixture
def writer(database: Database) -> Iterator[Writer]:
    writer = Writer(database.connect)
    writer.start()
    yield writer
    writer.stop()


def _put(text: str) -> Callable[[sqlite3.Connection], int]:
    return lambda connection: connection.execute("INSERT INTO word VALUES (?)", (text,)).rowcount


def _words(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.connection().exec_driver_sql("SELECT text FROM word").scalars())


def test_work_is_on_the_disk_when_its_ticket_is_answered(database: Database, writer: Writer) -> None:
    assert writer.submit(_put("one")).result(5) == 1
    assert _words(database) == {"one"}


def test_one_failing_job_takes_no_other_of_its_group_down(database: Database, writer: Writer) -> None:
    held, go_on = Event(), Event()

    def hold(_connection: sqlite3.Connection) -> None:
        held.set()
        go_on.wait(5)

    first = writer.submit(hold)
    held.wait(5)
    tickets = [writer.submit(_put(text)) for text in ("a", "b", "a", "c")]
    go_on.set()
    first.result(5)
    outcomes = [ticket.exception(5) for ticket in tickets]
    assert [type(outcome) for outcome in outcomes] == [type(None), type(None), sqlite3.IntegrityError, type(None)]
    assert _words(database) == {"a", "b", "c"}


def test_whoever_remembers_ids_is_told_of_a_rollback(writer: Writer) -> None:
    told = Event()
    writer.forget_on_rollback(told.set)

    def fail(_connection: sqlite3.Connection) -> None:
        raise ValueError("no")

    assert isinstance(writer.submit(fail).exception(5), ValueError)
    assert told.is_set()


def test_a_stopping_writer_finishes_what_waits(database: Database) -> None:
    writer = Writer(database.connect)
    tickets = [writer.submit(_put(str(number))) for number in range(600)]
    writer.start()
    writer.stop()
    assert all(ticket.result(0) == 1 for ticket in tickets)
    assert len(_words(database)) == 600
