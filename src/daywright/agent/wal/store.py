"""The log as the pipe uses it: one connection, one lock, one transaction per call.

After an I/O error the connection is never used again: what SQLite has in memory may not be what the disk has.
A full disk is met by giving the ballast away, a damaged file by saving its rows into a new one, and trying once more.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from daywright.agent.vault import Vault
from daywright.agent.wal import letters, room, rows
from daywright.agent.wal.opening import NAME, Opened, open_log, translate
from daywright.agent.wal.records import Batch, Limits, Record, Settlement, StorageError, Stored
from daywright.agent.wal.resealing import Progress, Resealing
from daywright.agent.wal.salvage import TROUBLE
from daywright.agent.wal.sealing import Sealing
from daywright.kit.clock import Clock
from daywright.kit.faultpoints import fault_point

_Answer = TypeVar("_Answer")
# Trouble after which the connection cannot be trusted.
_TAINTED = {"io_error", "corrupt", "read_only"}


class Wal:
    """What was seen and is not yet confirmed."""

    def __init__(self, folder: Path, clock: Clock, limits: Limits | None = None, *, vault: Vault | None = None) -> None:
        self._folder = folder
        self._clock = clock
        self._vault = vault
        self._sealing = Sealing(vault)
        self._resealing = Resealing(vault, self._sealing) if vault is not None else None
        self.limits = limits or Limits()
        self._lock = threading.RLock()
        self._ballast = room.Ballast(folder)
        self._opened: Opened | None = None
        self._inode = 0
        self._first = True
        self._damaged = False
        self._rows = self._bytes = 0
        self.note = ""

    def open(self) -> None:
        """Open now rather than at first use; what went on when the last run ended is finished. Raises StorageError."""
        with self._lock:
            self._connection()
            self._ballast.keep()

    def append(
        self,
        records: Sequence[Record],
        streams: Mapping[str, Record | None] | None = None,
        *,
        refused: int = 0,
        notes: Mapping[str, bytes] | None = None,
    ) -> None:
        """Make records durable, all of them or none, together with what is going on now and how many were refused.

        `notes` are kept with them, each under its name.
        """

        def work(db: sqlite3.Connection) -> tuple[int, int]:
            added, size = rows.put(db, records, self._sealing)
            rows.touch(db, streams or {}, self._sealing)
            rows.count(db, {"refused": refused})
            rows.note(db, notes or {})
            gone, freed = room.make_room(db, self.limits, self._rows + added, self._bytes + size)
            if added and room.over(self.limits, self._rows + added - gone, self._bytes + size - freed):
                raise StorageError("full", "the log is full of events that are never evicted")
            fault_point("wal.before_commit")
            return added - gone, size - freed

        # A key store may take its time; nobody else has to wait for it.
        self._sealing.generation()
        with self._lock:
            self._grow(*self._run(work))
        fault_point("wal.after_commit")

    def noted(self, name: str) -> bytes | None:
        """Return what `append` kept under a name."""
        return self._run(lambda db: rows.noted(db, name))

    def lease(
        self, batch_id: bytes, created_us: int, digest: Callable[[Sequence[Stored]], bytes], most: int
    ) -> Batch | None:
        """Put up to `most` of the oldest pending records into a new batch; None when nothing is pending."""
        self._have_keys()
        batch = self._run(lambda db: self._pick(db, batch_id, created_us, digest, most))
        fault_point("lease.after")
        return batch

    def exchange(
        self,
        done: Batch,
        verdict: Settlement,
        *,
        batch_id: bytes,
        created_us: int,
        digest: Callable[[Sequence[Stored]], bytes],
    ) -> Batch | None:
        """Apply a receipt and put the oldest pending records into the next batch, as one commit instead of two."""

        def work(db: sqlite3.Connection) -> tuple[int, Batch | None]:
            gone = self._settled(db, done, verdict)
            return gone, self._pick(db, batch_id, created_us, digest, self.limits.batch_events)

        self._have_keys()
        with self._lock:
            gone, batch = self._run(work)
            self._shrink(done, verdict, gone)
        fault_point("ack.after")
        fault_point("lease.after")
        return batch

    def batches(self) -> list[Batch]:
        """What is under way, oldest first."""
        self._have_keys()
        return self._run(lambda db: rows.batches(db, self._sealing))

    def settle(self, batch: Batch, verdict: Settlement) -> None:
        """Apply a receipt in one transaction."""
        with self._lock:
            gone = self._run(lambda db: self._settled(db, batch, verdict))
            self._shrink(batch, verdict, gone)
        fault_point("ack.after")

    def postpone(self, batch: Batch, next_us: int, code: str, *, server_error: bool) -> Batch:
        """Remember that a delivery failed, and when the next one may be tried."""
        later = replace(
            batch, attempts=batch.attempts + 1, next_us=next_us, last_code=code,
            server_errors=batch.server_errors + server_error,
        )  # fmt: skip
        self._run(
            lambda db: db.execute(
                "UPDATE batch SET attempts=?, next_us=?, last_code=?, server_errors=? WHERE batch_id=?",
                (later.attempts, later.next_us, later.last_code, later.server_errors, later.batch_id),
            )
        )
        return later

    def split(self, batch: Batch, parts: Iterable[Batch]) -> None:
        """Replace a batch by smaller ones with the same members."""

        def work(db: sqlite3.Connection) -> None:
            for part in parts:
                rows.bind(db, part, parent=batch.batch_id)
                fault_point("split.mid")
            rows.drop_batch(db, batch.batch_id)

        self._run(work)

    def dissolve(self, batch: Batch) -> None:
        """Take a batch apart; its members wait again."""
        self._run(lambda db: rows.drop_batch(db, batch.batch_id))

    def counters(self) -> dict[str, int]:
        """Counters and rows, read in one transaction; the conservation law must hold in it."""
        return self._run(rows.counters)

    def letters(self) -> list[letters.Letter]:
        """What was set aside, newest first."""
        return self._run(letters.letters)

    def call_back(self, seqs: Sequence[int] | None, code: str = "") -> int:
        """Let dead letters wait again: these, or all, or all of one code. Returns how many."""
        return self._run(lambda db: letters.call_back(db, seqs, code))

    def throw_away(self, seqs: Sequence[int] | None) -> int:
        """Delete dead letters: these, or all. Returns how many."""
        with self._lock:
            gone, size = self._run(lambda db: letters.throw_away(db, seqs))
            self._grow(-gone, -size)
        return gone

    def erase(self, *, dead: bool) -> int:
        """Delete what waits and what goes on, with `dead` the dead letters too. Returns how many waited."""
        with self._lock:
            erased = self._run(lambda db: letters.erase(db, dead=dead))
            self._measure()
        return erased

    def new_version(self, who: str, version: str) -> int:
        """Note the version of `who`; after a change, events that made the server fail wait again. Returns how many."""
        return self._run(lambda db: letters.new_version(db, who, version))

    def reseal(self) -> bool:
        """Bring a group of rows to the newest key, or to none; True when there may be more. Raises StorageError."""
        resealing = self._resealing
        if resealing is None:
            return False
        self._sealing.generation()
        with self._lock:
            before = resealing.progress
            resealing.progress = now = self._run(lambda db: resealing.step(db, self._clock.wall_us()))
            if now.done and now is not before:
                self._drop_keys(resealing)
            return not now.done

    def rotate(self) -> bool:
        """Another key for what is new, and by and by for all; False when nothing is sealed. Raises StorageError."""
        if self._resealing is None:
            return False
        with self._lock:
            return self._resealing.rotate()

    def housekeep(self) -> str:
        """A minute's care: is the file still ours, is anything too old, is there ballast. Says what it found."""
        with self._lock:
            said = self._same_file()
            self._ballast.keep()
            now_us = self._clock.wall_us()
            removed = self._run(lambda db: room.drop_old(db, self.limits, now_us))
            self._grow(-removed[0], -removed[1])
            self._run(lambda db: room.drop_dead(db, self.limits, now_us))
            if self._vault is not None and self._vault.is_old():
                self.rotate()
            return said

    def close(self) -> None:
        """Fold the journal back in and close."""
        with self._lock:
            if self._opened is not None:
                self._opened.db.close()
                self._opened = None

    def _pick(
        self,
        db: sqlite3.Connection,
        batch_id: bytes,
        created_us: int,
        digest: Callable[[Sequence[Stored]], bytes],
        most: int,
    ) -> Batch | None:
        members = rows.pick(db, (most, self.limits.batch_bytes), self._clock.wall_us(), self._sealing)
        if not members:
            return None
        batch = Batch(batch_id, created_us, digest(members), members)
        rows.bind(db, batch)
        fault_point("lease.before")
        return batch

    def _settled(self, db: sqlite3.Connection, batch: Batch, verdict: Settlement) -> int:
        gone = rows.settle(db, batch, verdict, self._clock.wall_us())
        fault_point("ack.before")
        return gone

    def _shrink(self, batch: Batch, verdict: Settlement, gone: int) -> None:
        kept = verdict.dead.keys() | verdict.again
        if gone == len(batch.members) - len(kept):
            self._grow(-gone, -sum(len(member.body) for member in batch.members if member.seq not in kept))
        else:  # somebody else took some of them out meanwhile
            self._measure()

    def _have_keys(self) -> None:
        """Outside of any transaction: a key store may take its time."""
        if self._rows or self._opened is None:
            self._sealing.generation()

    def _drop_keys(self, resealing: Resealing) -> None:
        """After every row was looked at: forget keys that none needs, and what the journal still shows of the past."""
        vault, opened = self._vault, self._opened
        if vault is None or opened is None or opened.path.name != NAME or any(self._folder.glob("side-*.db")):
            return
        if unused := self._run(resealing.unused):
            try:
                vault.forget(unused)
            except OSError:
                return  # a full disk: the next look drops them
        if resealing.progress.moved:
            with suppress(sqlite3.Error):
                opened.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = open_log(self._folder, self._clock.wall_us(), finish=self._first, damaged=self._damaged)
            self._first = self._damaged = False
            self._inode = self._opened.path.stat().st_ino
            if self._resealing is not None:
                self._resealing.progress = Progress()
            self.note = self._opened.note or self.note
            self._measure()
        return self._opened.db

    def _measure(self) -> None:
        if self._opened is not None:
            self._rows, self._bytes = self._opened.db.execute(
                "SELECT count(*), coalesce(sum(size), 0) FROM event"
            ).fetchone()

    def _grow(self, row_count: int, body_bytes: int) -> None:
        self._rows += row_count
        self._bytes += body_bytes

    def _run(self, work: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
        with self._lock:
            try:
                return self._once(work)
            except StorageError as error:
                if not (error.code == "corrupt" or (error.code == "disk_full" and self._ballast.release())):
                    raise
            return self._once(work)

    def _once(self, work: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
        try:
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                answer = work(db)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
        except TROUBLE as error:
            trouble = translate(error)
            if trouble.code in _TAINTED:
                self.close()
            self._damaged = trouble.code == "corrupt"
            raise trouble from error
        return answer

    def _same_file(self) -> str:
        if self._opened is None:
            return ""
        path = self._opened.path
        if path.exists() and path.stat().st_ino == self._inode:
            return ""
        lost = self._rows
        self.close()
        self._connection()
        return f"the log was deleted or replaced from outside; {lost} waiting events went with it"
