"""The database: one pool, one transaction per request, and the driver underneath for the hot paths.

Invariants: a reading session sees one snapshot; a writing session takes the write lock at its start, so it never
fails half-way for want of it; SQLite runs in WAL mode with `synchronous=FULL`, so a commit is on the disk.

A request opens its transaction and ends it on one thread, within one `with`. As a dependency it would be held while the
request waits for its next thread: with more requests than threads, those that hold a connection, or the write lock, and
those that hold a thread would wait for each other.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import BigInteger, Engine, Integer, MetaData, create_engine, event
from sqlalchemy.engine import Connection as SqlConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import DeclarativeBase, Session

BUSY_TIMEOUT_MS = 10_000


class Base(DeclarativeBase):
    """Parent of every table; names of constraints are fixed so that migrations can address them."""

    type_annotation_map = {int: BigInteger().with_variant(Integer(), "sqlite")}  # noqa: RUF012  (SQLAlchemy reads it)

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin when we say so
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_size_limit=67108864")


def _begin(connection: SqlConnection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


class Database:
    """The SQLite database at `path` (a file; created with mode 0600)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch(mode=0o600, exist_ok=True)
        # Errors tell the statement and never its values: they end up in logs.
        self.engine: Engine = create_engine(
            f"sqlite:///{path}",
            pool_size=16,
            max_overflow=32,
            hide_parameters=True,
            connect_args={"check_same_thread": False},
        )
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)
        self._writing = self.engine.execution_options(write=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One snapshot to read from."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that commits at the end, or not at all when an exception leaves it."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            session.connection()
            yield session

    def connect(self) -> sqlite3.Connection:
        """Open a connection of one's own, prepared like all others; the caller closes it."""
        connection = sqlite3.connect(self.path, check_same_thread=False)
        _prepare(connection, None)
        return connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def driver(session: Session) -> sqlite3.Connection:
    """Reach the driver's connection inside the session's transaction, for queries where each row counts."""
    return cast("sqlite3.Connection", session.connection().connection.driver_connection)


def storage_trouble(failure: BaseException) -> str | None:
    """Name what the disk or a lock has against it (`SQLITE_FULL`), None when the failure is of another kind."""
    if isinstance(failure, NoConnectionError):
        return "NO_CONNECTION"
    cause = failure.orig if isinstance(failure, DBAPIError) else failure
    # the other kinds of DatabaseError blame the statement: a constraint, a value, a misuse
    if isinstance(cause, sqlite3.OperationalError) or type(cause) is sqlite3.DatabaseError:
        return getattr(cause, "sqlite_errorname", None) or type(cause).__name__
    return None
