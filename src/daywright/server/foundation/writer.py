"""The one thread that writes events: it commits whenever it is free and never waits for company.

Invariants: a ticket is answered only after the commit that holds its work; jobs run in the order they came; a job
that fails takes no other down (the group is rolled back and each of its jobs is tried alone).
"""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

import structlog

from daywright.server.foundation.errors import Refusal

log = structlog.get_logger()

GROUP_LIMIT = 256  # jobs in one commit: bounds how long the first one waits
WAITING_LIMIT = 10_000  # jobs in the queue before callers are told to come back

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]


class _Job:
    __slots__ = ("ticket", "work")

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.ticket: Future[Any] = Future()


class Writer:
    """Runs work on one connection, in groups, each group one durable transaction."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._on_rollback: list[Callable[[], None]] = []
        self._thread = Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then end."""
        self._jobs.put(None)
        self._thread.join()

    def forget_on_rollback(self, forget: Callable[[], None]) -> None:
        """Have `forget` called when a group is rolled back: whoever keeps ids of rows must drop them."""
        self._on_rollback.append(forget)

    def submit(self, work: Work[T]) -> Future[T]:
        """Queue `work`; the future resolves after its commit. Raises Refusal 503 when too much waits already."""
        if self._jobs.qsize() >= WAITING_LIMIT:
            raise Refusal(
                503, "server.busy", "Too many writes are waiting. Please try again.", headers={"Retry-After": "1"}
            )
        job = _Job(work)
        self._jobs.put(job)
        return job.ticket

    def _run(self) -> None:
        connection = self._connect()
        try:
            while (job := self._jobs.get()) is not None:
                group = [job]
                ending = False
                while len(group) < GROUP_LIMIT and not self._jobs.empty():
                    more = self._jobs.get()
                    if more is None:
                        ending = True
                        break
                    group.append(more)
                self._commit(connection, group)
                if ending:
                    return
        finally:
            connection.close()

    def _commit(self, connection: sqlite3.Connection, group: list[_Job]) -> None:
        results: list[object] = []
        try:
            connection.execute("BEGIN IMMEDIATE")
            results.extend(job.work(connection) for job in group)
            connection.execute("COMMIT")
        except Exception as failure:  # noqa: BLE001  (whatever it was goes to whoever waits for it)
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            for forget in self._on_rollback:
                forget()
            if len(group) > 1:
                for job in group:
                    self._commit(connection, [job])
                return
            log.warning("write failed", error=type(failure).__name__)
            group[0].ticket.set_exception(failure)
            return
        for job, result in zip(group, results, strict=True):
            job.ticket.set_result(result)
