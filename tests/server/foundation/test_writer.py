import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from daywright.server.foundation.database import Database
from daywright.server.foundation.errors import Refusal
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


class Failing(sqlite3.Connection):
    """A connection that fails at the statements named in `at`, each once, as a full or broken disk does."""

    at: list[str] = []  # noqa: RUF012  (one disk for all connections)

    def execute(self, statement: str, *rest: Any) -> sqlite3.Cursor:
        if statement in Failing.at:
            Failing.at.remove(statement)
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(statement, *rest)


@pytest.fixture
def unsure(database: Database) -> Iterator[Writer]:
    """A writer on a disk that fails on demand."""
    Failing.at = []
    writer = Writer(
        lambda: sqlite3.connect(database.path, factory=Failing, isolation_level=None, check_same_thread=False)
    )
    writer.start()
    yield writer
    writer.stop()


def _together(
    writer: Writer, *works: Callable[[sqlite3.Connection], Any], failing: str = ""
) -> list[BaseException | None]:
    """Have all works in one group, which meets that failure; what became of each."""
    held, go_on = Event(), Event()

    def hold(_connection: sqlite3.Connection) -> None:
        held.set()
        go_on.wait(5)

    first = writer.submit(hold)
    held.wait(5)
    first.add_done_callback(lambda _ticket: Failing.at.append(failing))  # runs on the writer's thread
    tickets = [writer.submit(work) for work in works]
    go_on.set()
    first.result(5)
    return [ticket.exception(5) for ticket in tickets]


def test_work_is_on_the_disk_when_its_ticket_is_answered(database: Database, writer: Writer) -> None:
    assert writer.submit(_put("one")).result(5) == 1
    assert _words(database) == {"one"}


def test_one_failing_job_takes_no_other_of_its_group_down(database: Database, writer: Writer) -> None:
    outcomes = _together(writer, *map(_put, "abac"))
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


def test_f09_a_commit_that_fails_refuses_its_group_at_once_and_the_next_one_succeeds(
    database: Database, unsure: Writer
) -> None:
    unsure.submit(_put("before")).result(5)
    outcomes = _together(unsure, _put("a"), _put("b"), failing="COMMIT")
    assert [type(outcome) for outcome in outcomes] == [sqlite3.OperationalError] * 2
    assert unsure.submit(_put("after")).result(5) == 1
    assert _words(database) == {"before", "after"}


def test_f10_a_rollback_that_fails_leaves_the_writer_working(database: Database, unsure: Writer) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO word VALUES ('half')")
        raise ValueError("no")

    Failing.at = ["ROLLBACK"]
    assert isinstance(unsure.submit(fail).exception(5), ValueError)
    assert unsure.submit(_put("after")).result(5) == 1
    assert _words(database) == {"after"}


def test_f20_a_group_that_cannot_get_the_lock_waits_for_it_once(unsure: Writer) -> None:
    outcomes = _together(unsure, *map(_put, "abc"), failing="BEGIN IMMEDIATE")
    assert [type(outcome) for outcome in outcomes] == [sqlite3.OperationalError] * 3


def test_a_database_that_cannot_be_opened_is_tried_again_for_the_next_work(database: Database) -> None:
    failures = [sqlite3.OperationalError("unable to open database file")]

    def connect() -> sqlite3.Connection:
        if failures:
            raise failures.pop()
        return database.connect()

    writer = Writer(connect)
    writer.start()
    assert isinstance(writer.submit(_put("one")).exception(5), sqlite3.OperationalError)
    assert writer.submit(_put("two")).result(5) == 1
    writer.stop()


def test_work_that_nobody_waits_for_any_more_stops_nobody(database: Database, writer: Writer) -> None:
    held, go_on = Event(), Event()

    def hold(_connection: sqlite3.Connection) -> None:
        held.set()
        go_on.wait(5)

    writer.submit(hold)
    held.wait(5)
    given_up = writer.submit(_put("given up"))
    assert given_up.cancel()
    kept = writer.submit(_put("kept"))
    go_on.set()
    assert kept.result(5) == 1
    assert writer.submit(_put("later")).result(5) == 1
    assert _words(database) == {"kept", "later"}


def test_a_writer_that_has_stopped_takes_nothing_more(database: Database) -> None:
    writer = Writer(database.connect)
    writer.start()
    writer.stop()
    with pytest.raises(Refusal) as refusal:
        writer.submit(_put("late"))
    assert (refusal.value.status, refusal.value.code) == (503, "server.stopping")


def test_what_is_offered_lets_others_go_first_and_gives_way(writer: Writer) -> None:
    order: list[str] = []
    begun, go_on = Event(), Event()

    def noting(text: str) -> Callable[[sqlite3.Connection], None]:
        return lambda _connection: order.append(text)

    def hold(_connection: sqlite3.Connection) -> None:
        begun.set()
        go_on.wait(30)

    writer.submit(hold)
    begun.wait(30)
    for number in range(50):
        writer.offer(noting(f"offered {number}"))
    first = writer.submit(noting("first"))
    go_on.set()
    first.result(30)
    assert order.index("first") <= 1

    begun.clear()
    go_on.clear()
    writer.offer(hold)
    begun.wait(30)
    writer.offer(noting("later"))
    urgent = writer.submit(noting("urgent"))
    go_on.set()
    urgent.result(30)
    writer.stop()
    assert [entry for entry in order if not entry.startswith("offered")] == ["first", "urgent", "later"]
    assert len(order) == 53, "all of it was done"


def test_what_is_offered_is_done_although_others_never_stop_coming(writer: Writer) -> None:
    done = Event()
    writer.offer(lambda _connection: done.set())
    coming = [writer.submit(lambda _connection: done.is_set()) for _ in range(2_000)]
    assert [one.result(30) for one in coming][-1], "it came to its turn among them"


def test_offered_work_that_fails_stops_nothing(writer: Writer, database: Database) -> None:
    def fail(_connection: sqlite3.Connection) -> None:
        raise ValueError("nobody waits for this")

    writer.offer(fail)
    assert writer.submit(_put("a")).result(30) == 1
    writer.offer(_put("b"))
    writer.stop()
    assert _words(database) == {"a", "b"}
