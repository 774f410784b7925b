"""What is pushed goes through the one writer, in the order it came, and is answered after the commit.

A heartbeat that can be stored is never answered with an error, as clients drop what is: while the database takes
nothing, heartbeats wait in memory, are answered as they came, and are stored in their order once it takes them again.
Only when that room is full they are refused.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final, TypeVar

import structlog

from daywright.kit.clock import Clock
from daywright.kit.faultpoints import fault_point
from daywright.server import events
from daywright.server.activitywatch import queries
from daywright.server.activitywatch.service import filters, query_images
from daywright.server.events import Bucket, Given, Kept, Pusher, Rank
from daywright.server.foundation.access import Actor, Scope
from daywright.server.foundation.announcements import Announcer, TimeChanged
from daywright.server.foundation.database import storage_trouble
from daywright.server.foundation.errors import Refusal
from daywright.server.foundation.writer import Writer

log = structlog.get_logger()

ROOM: Final = 10_000  # heartbeats that wait: hours of what watchers send
ROOM_BYTES: Final = 32 * 1024 * 1024
AGAIN_S: Final = 0.5
AT_ONCE: Final = 256
PIECE: Final = 5_000  # events stored in one go: half a second in which nothing else is

T = TypeVar("T")


def unknown_bucket() -> Refusal:
    """Return the refusal of an id that no bucket has."""
    return Refusal(404, "bucket.unknown", "There is no bucket of that id.")


@dataclass(frozen=True, slots=True)
class Beat:
    """A heartbeat on its way."""

    actor: Actor
    bucket: str
    given: Given
    pulse_us: int


class Bell:
    """Hands what the writer's thread has done to the loop: all of one commit in one go, as each waking costs."""

    def __init__(self) -> None:
        self._done: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._ringing = False

    def ring(self, answer: "asyncio.Future[Any]", ticket: "Future[Any]") -> None:
        """Have `answer` be what `ticket` became. Called by any thread."""
        self._done.append((answer, ticket))
        if not self._ringing:  # whoever empties the list says so before it looks, so nothing stays behind
            self._ringing = True
            answer.get_loop().call_soon_threadsafe(self._hand_out)

    def _hand_out(self) -> None:
        self._ringing = False
        while self._done:
            answer, ticket = self._done.popleft()
            if answer.cancelled():
                continue
            if (failure := ticket.exception()) is None:
                answer.set_result(ticket.result())
            else:
                answer.set_exception(failure)


class Receiver:
    """Stores heartbeats and events. Its coroutines belong to the server's loop."""

    def __init__(self, writer: Writer, pusher: Pusher, announcer: Announcer, clock: Clock) -> None:
        self._writer, self._pusher, self._announcer, self._clock = writer, pusher, announcer, clock
        self._waiting: deque[Beat] = deque()
        self._waiting_bytes = 0
        self._draining: asyncio.Task[None] | None = None
        self._bell = Bell()

    async def heartbeat(self, beat: Beat) -> Kept | Given:
        """Store a heartbeat; the event it became part of, or the heartbeat itself when it waits or is filtered out."""
        if self._waiting:
            return self._hold(beat)  # behind those that came before it
        try:
            kept: Kept | Given = await self._written(partial(self._store, beat=beat))
        except Exception as failure:
            if not _takes_nothing(failure):
                raise
            return self._hold(beat)
        fault_point("heartbeat-stored")
        if isinstance(kept, Kept):
            self._announce(beat.actor, [kept])
        return kept

    async def insert(self, actor: Actor, bucket: str, given: Sequence[Given]) -> list[Kept]:
        """Store events; what they are stored as. Those that a filter drops are left out."""
        kept: list[Kept] = []
        for piece in _pieces(given):
            kept += await self._written(partial(self._insert, actor=actor, bucket=bucket, given=piece))
        self._announce(actor, kept)
        return kept

    def insert_now(self, actor: Actor, bucket: str, given: Sequence[Given]) -> int:
        """Store events from a thread that may wait; how many."""
        kept: list[Kept] = []
        for piece in _pieces(given):
            work = partial(self._insert, actor=actor, bucket=bucket, given=piece)
            kept += _or_refusal(self._writer.submit(work).result())
        self._announce(actor, kept)
        return len(kept)

    async def delete(self, actor: Actor, bucket: str, event: int) -> bool:
        """Delete an event; whether it was there."""

        def work(connection: sqlite3.Connection) -> Kept | Refusal | None:
            known = events.find_bucket(connection, actor.user, bucket)
            if known is None:
                return unknown_bucket()
            old = events.stored_event(connection, known, event)
            self._pusher.delete(connection, actor.user, known, event, now_us=self._clock.wall_us())
            query_images.forget(connection, actor.user, known.id)
            return old

        old = await self._written(work)
        if old is not None:
            self._announce(actor, [old])
        return old is not None

    async def delete_bucket(self, actor: Actor, bucket: str) -> None:
        """Delete a bucket and its events."""

        def work(connection: sqlite3.Connection) -> events.Extent | Refusal:
            known = events.find_bucket(connection, actor.user, bucket)
            if known is None:
                return unknown_bucket()
            extent = events.extent(connection, known)
            self._pusher.delete_bucket(connection, actor.user, known)
            query_images.forget(connection, actor.user, known.id)
            return extent

        extent = await self._written(work)
        if extent.first_us is not None and extent.last_us is not None:
            self._announcer.announce(TimeChanged(actor.user, extent.first_us, extent.last_us))

    async def close(self) -> None:
        """Store what waits, if that can be done now."""
        if self._draining:
            self._draining.cancel()
        while self._waiting and await self._drained():
            pass
        if self._waiting:
            log.error("heartbeats lost", heartbeats=len(self._waiting))

    async def _written(self, work: Callable[[sqlite3.Connection], T | Refusal]) -> T:
        answer: asyncio.Future[T | Refusal] = asyncio.get_running_loop().create_future()
        self._writer.submit(work).add_done_callback(partial(self._bell.ring, answer))
        return _or_refusal(await answer)

    def _store(self, connection: sqlite3.Connection, beat: Beat) -> Kept | Given | Refusal:
        bucket = self._writable(connection, beat.actor, beat.bucket)
        if isinstance(bucket, Refusal):
            return bucket
        allowed = filters.sifted(self._filters(connection, beat.actor), beat.bucket, beat.given)
        if allowed is None:
            return beat.given
        now_us = self._clock.wall_us()
        return self._pusher.heartbeat(
            connection, beat.actor.user, bucket, allowed, pulse_us=beat.pulse_us, now_us=now_us
        )

    def _insert(
        self, connection: sqlite3.Connection, *, actor: Actor, bucket: str, given: Sequence[Given]
    ) -> list[Kept] | Refusal:
        known = self._writable(connection, actor, bucket)
        if isinstance(known, Refusal):
            return known
        if any(one.id is not None for one in given):
            query_images.forget(connection, actor.user, known.id)
        rules = self._filters(connection, actor)
        allowed = [one for each in given if (one := filters.sifted(rules, bucket, each)) is not None]
        return self._pusher.insert(connection, actor.user, known, allowed, now_us=self._clock.wall_us())

    def _filters(self, connection: sqlite3.Connection, actor: Actor) -> tuple[filters.Filter, ...]:
        setting = queries.setting(connection, actor.user, filters.KEY)
        return filters.filters_of(setting) if setting else ()

    def _writable(self, connection: sqlite3.Connection, actor: Actor, bucket: str) -> Bucket | Refusal:
        known = events.find_bucket(connection, actor.user, bucket)
        if known is None:
            return unknown_bucket()
        if known.rank == Rank.NATIVE and actor.scope < Scope.ADMIN:
            return Refusal(403, "bucket.own", "Only Daywright's own watchers write to this bucket.")
        return known

    def _announce(self, actor: Actor, kept: Sequence[Kept]) -> None:
        if kept:
            from_us = min(one.start_us for one in kept)
            to_us = max(one.start_us + one.duration_us for one in kept)
            self._announcer.announce(TimeChanged(actor.user, from_us, to_us))

    def _hold(self, beat: Beat) -> Given:
        size = len(beat.given.data) + len(beat.bucket)
        if len(self._waiting) >= ROOM or self._waiting_bytes + size > ROOM_BYTES:
            raise Refusal(
                503,
                "storage.unavailable",
                "The database cannot take this now, and the room to wait is full.",
                headers={"Retry-After": "5"},
            )
        if not self._waiting:
            log.warning("heartbeats wait for the database")
        self._waiting.append(beat)
        self._waiting_bytes += size
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        return beat.given

    async def _drain(self) -> None:
        while self._waiting:
            await asyncio.sleep(AGAIN_S)
            while self._waiting and await self._drained():
                pass
        log.info("heartbeats that waited are stored")

    async def _drained(self) -> bool:
        """Store the first of those that wait; whether the database took them."""
        beats = list(islice(self._waiting, AT_ONCE))
        try:
            kept = await asyncio.wrap_future(
                self._writer.submit(lambda connection: [self._store(connection, beat) for beat in beats])
            )
        except Exception as failure:
            if _takes_nothing(failure):
                return False
            log.exception("a heartbeat that waited cannot be stored")
            kept, beats = [Refusal(500, "server.error", "")], beats[:1]
        for beat, one in zip(beats, kept, strict=True):
            self._waiting.popleft()
            self._waiting_bytes -= len(beat.given.data) + len(beat.bucket)
            if isinstance(one, Refusal):
                log.warning("a heartbeat that waited was refused", code=one.code)
            elif isinstance(one, Kept):
                self._announce(beat.actor, [one])
        return True


def _or_refusal(answer: T | Refusal) -> T:
    """Raise what the writer's thread refused: raised there, it would undo what others wrote with it."""
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _takes_nothing(failure: Exception) -> bool:
    return storage_trouble(failure) is not None or (isinstance(failure, Refusal) and failure.code == "server.busy")


def _pieces(given: Sequence[Given]) -> list[Sequence[Given]]:
    """Cut into pieces; of nothing there is one, as it is asked whether the bucket is there."""
    return [given[first : first + PIECE] for first in range(0, max(len(given), 1), PIECE)]
