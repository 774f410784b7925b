"""The agent's write-ahead log: what is in it survives everything, and leaves it only when the server confirmed it.

Invariants (contract 1 and 2): a record counts as accepted only after a commit with `synchronous=FULL`; counters change
in the same transaction as the rows, so `accepted = acked + dead + evicted + erased + pending` at all times; a batch's
members are written down before it is first sent and never change.
"""

from daywright.agent.wal.letters import CRASHER, Letter
from daywright.agent.wal.lock import AlreadyRunning, hold_lock
from daywright.agent.wal.records import Batch, Limits, Record, Settlement, StorageError, Stored, priority
from daywright.agent.wal.sealing import Sealing
from daywright.agent.wal.store import Wal

__all__ = [
    "CRASHER",
    "AlreadyRunning",
    "Batch",
    "Letter",
    "Limits",
    "Record",
    "Sealing",
    "Settlement",
    "StorageError",
    "Stored",
    "Wal",
    "hold_lock",
    "priority",
]
