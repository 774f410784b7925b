"""Puts waiting events into batches. A batch is written down before it is first sent and never changes afterwards.

The request body is a function of the batch alone, so a second delivery after a crash sends the very same bytes.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from daywright.agent.wal import Batch, Settlement, Stored, Wal
from daywright.kit.clock import Clock, rfc3339
from daywright.kit.ids import uuid7, uuid_text
from daywright.kit.sha256 import sha256

# New batches are only begun while fewer than this are unanswered.
MOST_IN_FLIGHT = 2


class Batcher:
    """Makes, rebuilds and divides batches."""

    def __init__(self, wal: Wal, clock: Clock, agent: str) -> None:
        self._wal = wal
        self._clock = clock
        self._agent = agent

    def under_way(self) -> list[Batch]:
        """Every batch begun and not settled, oldest first. One that cannot be rebuilt byte for byte is taken apart."""
        whole = []
        for batch in self._wal.batches():
            if batch.members and digest(self.body(batch)) == batch.digest:
                whole.append(batch)
            else:
                self._wal.dissolve(batch)
        return whole

    def begin(self, most: int | None = None) -> Batch | None:
        """A new batch of the oldest waiting events, written down; None when nothing waits."""
        now_us = self._clock.wall_us()
        batch_id = uuid7(now_us)
        digest_of = self._digest_of(batch_id, now_us)
        return self._wal.lease(batch_id, now_us, digest_of, most or self._wal.limits.batch_events)

    def follow(self, done: Batch, verdict: Settlement) -> Batch | None:
        """The same, in one commit with the receipt for the batch before it."""
        now_us = self._clock.wall_us()
        batch_id = uuid7(now_us)
        digest_of = self._digest_of(batch_id, now_us)
        return self._wal.exchange(done, verdict, batch_id=batch_id, created_us=now_us, digest=digest_of)

    def is_full(self, batch: Batch) -> bool:
        """True when more may wait than went into it."""
        limits = self._wal.limits
        return (
            len(batch.members) >= limits.batch_events
            or sum(len(member.body) for member in batch.members) > limits.batch_bytes // 2
        )

    def body(self, batch: Batch) -> bytes:
        """The request body of a batch."""
        return self.request(batch.batch_id, batch.created_us, [member.body for member in batch.members])

    def request(self, batch_id: bytes, sent_us: int, events: Sequence[bytes], zone: str = "") -> bytes:
        """An ingest request (design 8) around events that are JSON already; `zone` is an IANA name, empty: untold."""
        head = f'{{"batch_id":"{uuid_text(batch_id)}","sent_at":"{rfc3339(sent_us)}","agent":"{self._agent}",'
        where = f'"zone":{json.dumps(zone)},' if zone else ""
        return f'{head}{where}"events":['.encode() + b",".join(events) + b"]}"

    def halve(self, batch: Batch, size: Callable[[Stored], int]) -> list[Batch]:
        """Divide a batch in two by the sum of `size`; both parts are written down."""
        half = sum(map(size, batch.members)) / 2
        cut, reached = 0, 0
        while cut < len(batch.members) - 1 and (cut == 0 or reached + size(batch.members[cut]) <= half):
            reached += size(batch.members[cut])
            cut += 1
        parts = [self._part(batch.members[:cut]), self._part(batch.members[cut:])]
        self._wal.split(batch, parts)
        return parts

    def _digest_of(self, batch_id: bytes, created_us: int) -> Callable[[Sequence[Stored]], bytes]:
        return lambda members: digest(self.body(Batch(batch_id, created_us, b"", members)))

    def _part(self, members: Sequence[Stored]) -> Batch:
        now_us = self._clock.wall_us()
        part = Batch(uuid7(now_us), now_us, b"", members)
        return replace(part, digest=digest(self.body(part)))


def digest(body: bytes) -> bytes:
    """What a request body must still have when it is sent again."""
    return sha256(body)
