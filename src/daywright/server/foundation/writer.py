"""The one thread that writes events: it commits whenever it is free and never waits for company.

Invariants: a ticket is answered only after the commit that holds its work; jobs run in the order they came; a job
that fails takes no other down (the group is rolled back and each of its jobs is tried alone); a disk that fails refuses
the whole group at once, and its connection is never used again; what was only offered lets others go first,
gives way within milliseconds, and comes to its turn all the same; nothing ends the thread but `stop`.
"""

import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

import structlog

from daywright.server.foundation.database import storage_trouble
from daywright.server.foundation.errors import Refusal

log = structlog.get_logger()

GROUP_LIMIT = 256  # jobs in one commit: bounds how long the first one waits
WAITING_LIMIT = 10_000  # jobs in the queue before callers are told to come back
OFFERED_LIMIT = 4_096  # what a page of ten years works out anew
OFFERED_S = 0.003  # how long one commit takes up offered work, as a heartbeat may come any moment

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]


class _Job:
    __slots__ = ("ticket", "work")

    def __init__(self, work: Work[Any]) -> None:
        self.work = work
        self.ticket: Future[Any] = Future()


_LOOK = _Job(lambda _: None)  # says that something was offered


class Writer:
    """Runs work on one connection, in groups, each group one durable transaction."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._offered: deque[Work[Any]] = deque()
        self._on_rollback: list[Callable[[], None]] = []
        self._ending, self._door = False, Lock()
        self._thread = Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then end."""
        with self._door:
            self._ending = True
            self._jobs.put(None)
        self._thread.join()

    def forget_on_rollback(self, forget: Callable[[], None]) -> None:
        """Have `forget` called when a group is rolled back: whoever keeps ids of rows must drop them."""
        self._on_rollback.append(forget)

    def submit(self, work: Work[T]) -> Future[T]:
        """Queue `work`; the future resolves after its commit. Raises Refusal 503 when it cannot be taken now."""
        if self._jobs.qsize() >= WAITING_LIMIT:
            raise Refusal(
                503, "server.busy", "Too many writes are waiting. Please try again.", headers={"Retry-After": "1"}
            )
        job = _Job(work)
        with self._door:
            if self._ending:
                raise Refusal(503, "server.stopping", "The server is stopping.", headers={"Retry-After": "5"})
            self._jobs.put(job)
        return job.ticket

    def offer(self, work: Work[Any]) -> None:
        """Queue work that can be lost, as what it keeps can be worked out again; it is, when the writer has no time."""
        with self._door:
            if not self._ending and len(self._offered) < OFFERED_LIMIT:
                self._offered.append(work)
                self._jobs.put(_LOOK)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            group = [job]
            while len(group) < GROUP_LIMIT and not self._jobs.empty():
                more = self._jobs.get()
                if more is None:
                    self._jobs.put(None)  # the last one: nothing comes after the word to end
                    break
                group.append(more)
            wanted = [job for job in group if job is not _LOOK and job.ticket.set_running_or_notify_cancel()]
            if wanted:
                self._write(wanted)
            while self._offered:
                self._write_offered()
                if not self._jobs.empty():
                    break
        self._disconnect()

    def _write_offered(self) -> None:
        try:
            self._transaction(self._while_free())
        except Exception as failure:  # noqa: BLE001  (whatever it was, nobody waits for it)
            trouble = storage_trouble(failure)
            if trouble:
                self._disconnect()
            log.warning("write failed", error=trouble or type(failure).__name__, jobs=0)

    def _while_free(self) -> Iterator[Work[Any]]:
        """Take up what was offered until somebody waits, or it has been long enough for one commit."""
        until = time.monotonic() + OFFERED_S
        while self._offered:
            yield self._offered.popleft()
            if not self._jobs.empty() or time.monotonic() > until:
                return

    def _write(self, group: list[_Job]) -> None:
        try:
            results = self._transaction([job.work for job in group])
        except Exception as failure:  # noqa: BLE001  (whatever it was goes to whoever waits for it)
            trouble = storage_trouble(failure)
            if trouble:
                self._disconnect()  # after a failed write to the disk, what a connection believes may not be so
            elif len(group) > 1:
                for job in group:
                    self._write([job])
                return
            log.warning("write failed", error=trouble or type(failure).__name__, jobs=len(group))
            for job in group:
                job.ticket.set_exception(failure)
            return
        for job, result in zip(group, results, strict=True):
            job.ticket.set_result(result)

    def _transaction(self, works: Iterable[Work[Any]]) -> list[Any]:
        connection = self._connection = self._connection or self._connect()
        try:
            connection.execute("BEGIN IMMEDIATE")
            results = [work(connection) for work in works]
            connection.execute("COMMIT")
        except BaseException:
            self._roll_back(connection)
            raise
        return results

    def _roll_back(self, connection: sqlite3.Connection) -> None:
        for forget in self._on_rollback:
            forget()
        try:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._disconnect()  # closing takes back what was not committed

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        with suppress(sqlite3.Error):
            if connection is not None:
                connection.close()
