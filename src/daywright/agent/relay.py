"""Hands a backlog on: while one full batch travels, the one before is written off and the next is made, in one commit.

At most two batches are under way at any time, and each is written down before it is sent. What was confirmed and not
yet written off when the program ends is sent once more, which changes nothing at the server.
"""

from functools import partial

from daywright.agent.batcher import Batcher
from daywright.agent.transports import Outcome, Transport
from daywright.agent.transports.aside import Begin, in_a_thread
from daywright.agent.wal import Batch, Settlement, Wal


class Relay:
    """What is confirmed but not written off, and what is made but not sent."""

    def __init__(self, wal: Wal, batcher: Batcher) -> None:
        self._wal = wal
        self._batcher = batcher
        self._ahead: Batch | None = None
        self._confirmed: tuple[Batch, Settlement] | None = None
        self.aside: Begin = in_a_thread

    def next(self) -> Batch | None:
        """The batch that was made meanwhile, if it is to be sent next."""
        ahead, self._ahead = self._ahead, None
        return ahead

    def post(self, transport: Transport, batch: Batch, *, alone: bool) -> Outcome:
        """Send a batch. When it is full and nothing else is under way, the next one is made meanwhile."""
        body = self._batcher.body(batch)
        if not (alone and self._batcher.is_full(batch)):
            self.write_off()
            return transport.post(body)
        answer = self.aside(partial(transport.post, body))
        confirmed, self._confirmed = self._confirmed, None
        try:
            self._ahead = self._batcher.follow(*confirmed) if confirmed else self._batcher.begin()
        finally:
            outcome = answer()
        return outcome

    def goes_on(self, batch: Batch, settlement: Settlement) -> bool:
        """The batch was delivered whole; True when it is written off with the next one, False when it is not."""
        if self._ahead is None:
            return False
        self._confirmed = batch, settlement
        return True

    def stop(self) -> None:
        """Something is not as it should be: the log tells what is under way, and in which order to try it."""
        self._ahead = None

    def write_off(self) -> None:
        """Settle what was confirmed, where no next batch does it."""
        confirmed, self._confirmed = self._confirmed, None
        if confirmed is not None:
            self._wal.settle(*confirmed)
