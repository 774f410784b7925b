"""Nonces that were used: remembered for as long as their request could be sent again.

In memory, within bounds, for what does no harm twice. What would goes to the database as well, so that it holds after
a restart and for other processes.
"""

import sqlite3
from collections import OrderedDict
from threading import Lock

from daywright.kit.clock import US_PER_SECOND
from daywright.server.devices import queries

LIFE_US = 660 * US_PER_SECOND  # twice what a clock may be off, and a minute
MOST = 200_000  # some 30 MB


class Nonces:
    """What this process has seen. When there are too many, the oldest are forgotten."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[int, str], int] = OrderedDict()
        self._lock = Lock()

    def is_new(self, device: int, nonce: str, now_us: int) -> bool:
        """Remember the nonce; whether it was never used. `now_us` is of a clock that never goes back."""
        with self._lock:
            while self._seen and (len(self._seen) >= MOST or next(iter(self._seen.values())) <= now_us):
                self._seen.popitem(last=False)
            if (device, nonce) in self._seen:
                return False
            self._seen[device, nonce] = now_us + LIFE_US
            return True


def keep(connection: sqlite3.Connection, device: int, nonce: str, now_us: int) -> bool:
    """Remember the nonce for good; whether it was never used. Needs a writing transaction."""
    connection.execute(queries.FORGET_NONCES, (now_us,))
    return connection.execute(queries.KEEP_NONCE, (device, nonce, now_us + LIFE_US)).rowcount == 1
