"""Between the watchers and the disk: takes events at once, writes them in groups, keeps them while the disk refuses.

A ticket says `Durable` only after the commit. When the disk fails, the ticket says `Refused` and the event stays here,
bounded, and is tried again with the same id; what does not fit any more is counted, worst priority and oldest first.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from daywright.agent.wal import Record, StorageError, Wal
from daywright.kit.clock import US_PER_SECOND, Clock

GROUP_EVENTS = 256
# So many groups of older rows are sealed anew after each write: a fifth of a second on a slow machine.
RESEALED_AT_ONCE = 8
GROUP_WAIT_S = 0.02
MOST_EVENTS = 4096
MOST_BYTES = 8 * 1024 * 1024
MOST_WHILE_FAILING = 2000
RETRY_US = 4 * US_PER_SECOND
HOUSEKEEPING_US = 60 * US_PER_SECOND
_PRIORITIES = 4


@dataclass(frozen=True, slots=True)
class Durable:
    """It is on the disk."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not on the disk, and may never be; `reason` is a code."""

    reason: str


class Ticket:
    """Resolved once with Durable or Refused."""

    __slots__ = ("_done", "answer")

    def __init__(self) -> None:
        self.answer: Durable | Refused | None = None
        self._done = threading.Event()

    def resolve(self, answer: Durable | Refused) -> None:
        """The first answer stands: what was refused may be stored later, but nobody was promised that."""
        if self.answer is None:
            self.answer = answer
            self._done.set()

    def wait(self, seconds: float) -> Durable | Refused | None:
        """The answer, or None if there is none in time."""
        self._done.wait(seconds)
        return self.answer


class Queuer:
    """The queue and its writer thread."""

    def __init__(
        self,
        wal: Wal,
        clock: Clock,
        *,
        heartbeat_us: int,
        committed: Callable[[], None],
        report: Callable[[str], None],
    ) -> None:
        self._wal = wal
        self._clock = clock
        self._heartbeat_us = heartbeat_us
        self._committed = committed
        self._report = report
        self._changed = threading.Condition()
        self._waiting: tuple[deque[tuple[Record, Ticket]], ...] = tuple(deque() for _ in range(_PRIORITIES))
        self._bytes = 0
        self._streams: dict[str, Record | None] = {}
        self._streams_due_us = 0
        self._going: dict[str, Record] = {}
        self._begun = self._touched = 0
        self._refused = 0
        self._stopping = False
        self._retry_us = 0
        self._housekeeping_us = 0
        self._resealing = True
        self.trouble = ""

    def emit(self, record: Record) -> Ticket:
        """Take an event. Never waits for the disk."""
        ticket = Ticket()
        with self._changed:
            self._waiting[record.prio].append((record, ticket))
            self._bytes += record.size
            self._shed()
            self._changed.notify()
        return ticket

    def touch(self, ended: Sequence[Record], going: Mapping[str, Record]) -> None:
        """Take what ended and what goes on now; both reach the disk in one transaction."""
        with self._changed:
            for record in ended:
                self.emit(record)
            gone = dict.fromkeys(self._going.keys() - going.keys())
            begun = {record.event_id for record in going.values()} - {
                record.event_id for record in self._going.values()
            }
            self._streams |= gone | dict(going)
            self._going = dict(going)
            self._begun += bool(begun)
            self._touched += 1
            self._changed.notify()

    def beat(self, heartbeat_us: int) -> None:
        """Write down what goes on this often from now on."""
        with self._changed:
            self._heartbeat_us = heartbeat_us

    def going_on(self) -> tuple[int, int, tuple[bytes, ...]]:
        """How often something began, how often it was touched, and the bodies of what goes on as of the last touch."""
        with self._changed:
            return self._begun, self._touched, tuple(record.body for record in self._going.values())

    def waiting(self) -> int:
        """How many events the disk has not taken yet."""
        with self._changed:
            return sum(len(queue) for queue in self._waiting)

    @property
    def condition(self) -> str:
        """What keeps the log from taking events, as `status` says it; empty: nothing does."""
        return f"storage_{self.trouble}" if self.trouble not in {"", "locked"} else self.trouble

    def run(self) -> None:
        """Write until `stop`; the body of the writer thread."""
        while self._wait():
            if not self.write() and self._stopping:
                return

    def stop(self) -> None:
        """Let the writer thread end after one last try."""
        with self._changed:
            self._stopping = True
            self._changed.notify()

    def write(self) -> bool:
        """One group to the disk; False when the disk refused. For the writer thread, and for tests without one."""
        group, streams, refused = self._take()
        try:
            self._wal.append([record for record, _ in group], streams, refused=refused)
        except StorageError as error:
            self._put_back(group, streams, refused, error)
            return False
        if self.trouble:
            self.trouble = ""
            self._report("the log takes events again")
        for _, ticket in group:
            ticket.resolve(Durable())
        if group:
            self._committed()
        self._keep_house()
        return True

    def _wait(self) -> bool:
        with self._changed:
            while (wait_s := self._patience_s()) != 0:
                if self._stopping:
                    return self._holds_anything()
                self._changed.wait(wait_s)
            if not self._stopping and self._fewer_than_a_group():
                self._changed.wait(GROUP_WAIT_S)
            return True

    def _patience_s(self) -> float | None:
        """How long there is nothing to write; None: until something comes."""
        if self._stopping or not self._holds_anything():
            return None
        # What only goes on can wait: a crash costs it at most that much.
        due_us = self._retry_us if self._holds_events() else max(self._retry_us, self._streams_due_us)
        return max(0.0, (due_us - self._clock.mono_us()) / US_PER_SECOND)

    def _holds_anything(self) -> bool:
        return bool(self._streams) or self._holds_events()

    def _holds_events(self) -> bool:
        return self._refused > 0 or any(self._waiting)

    def _fewer_than_a_group(self) -> bool:
        return sum(len(queue) for queue in self._waiting) < GROUP_EVENTS

    def _take(self) -> tuple[list[tuple[Record, Ticket]], dict[str, Record | None], int]:
        with self._changed:
            group: list[tuple[Record, Ticket]] = []
            for queue in self._waiting:
                while queue and len(group) < GROUP_EVENTS:
                    group.append(queue.popleft())
            self._bytes -= sum(record.size for record, _ in group)
            # An event that ended must be written before, or with, the news that its stream goes on with another.
            streams: dict[str, Record | None] = {}
            if not any(self._waiting):
                streams, self._streams = self._streams, {}
                self._streams_due_us = self._clock.mono_us() + self._heartbeat_us
            refused, self._refused = self._refused, 0
            return group, streams, refused

    def _put_back(
        self,
        group: Sequence[tuple[Record, Ticket]],
        streams: Mapping[str, Record | None],
        refused: int,
        error: StorageError,
    ) -> None:
        for _, ticket in group:
            ticket.resolve(Refused(error.code))
        with self._changed:
            for record, ticket in reversed(group):
                self._waiting[record.prio].appendleft((record, ticket))
                self._bytes += record.size
            self._streams = dict(streams) | self._streams
            self._refused += refused
            self._retry_us = self._clock.mono_us() + RETRY_US
            if self.trouble != error.code:
                self._report(f"the log does not take events: {error}")
            self.trouble = error.code
            self._shed()

    def _shed(self) -> None:
        """Keep to the caps: the oldest of the worst priority goes first."""
        most = MOST_WHILE_FAILING if self.trouble else MOST_EVENTS
        while sum(len(queue) for queue in self._waiting) > most or self._bytes > MOST_BYTES:
            worst = next(queue for queue in reversed(self._waiting) if queue)
            record, ticket = worst.popleft()
            self._bytes -= record.size
            self._refused += 1
            ticket.resolve(Refused("full"))

    def _keep_house(self) -> None:
        now_us = self._clock.mono_us()
        if self._resealing:
            self._reseal()
        if now_us < self._housekeeping_us:
            return
        self._housekeeping_us = now_us + HOUSEKEEPING_US
        self._resealing = True
        try:
            said = self._wal.housekeep()
        except StorageError as error:
            said = f"the log could not be looked after: {error}"
        if said:
            self._report(said)

    def _reseal(self) -> None:
        try:
            self._resealing = all(self._wal.reseal() for _ in range(RESEALED_AT_ONCE))
        except StorageError as error:
            self._resealing = False  # after a minute's housekeeping, once more
            self._report(f"older events could not be sealed anew: {error}")
