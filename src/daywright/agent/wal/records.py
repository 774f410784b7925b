"""What goes into the log and what comes out of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from daywright.agent.vault import OVERHEAD, PLAIN
from daywright.kit.crc32c import crc32c, crc32c_each

# The version of `body`: one event as JSON, as it stands in an ingest request.
BODY_SCHEMA = 1
# Why a row that cannot be read is set aside.
CRC, TAMPERED, KEY_LOST = "crc", "tampered", "key_lost"
# 0 is never evicted, 3 goes first. Presence decides whether the rest counts, so it outlives it.
_PRIORITIES = {"afk": 1, "power": 1}
_ORDINARY = 2


def priority(kind: str) -> int:
    """How long a record of this kind stays when room runs out."""
    return _PRIORITIES.get(kind, _ORDINARY)


@dataclass(frozen=True, slots=True)
class Record:
    """One finished event. `event_id` is minted before the first write, so that a retry can never double it."""

    event_id: bytes
    kind: str
    prio: int
    wall_us: int  # when the event was finished, or last touched
    mono_us: int
    boot_id: bytes
    clock_synced: bool
    body: bytes
    schema: int = BODY_SCHEMA
    key_gen: int = PLAIN  # what the body is sealed with

    @property
    def crc(self) -> int:
        """What a stored row must still add up to."""
        return checksum(self.event_id, self.schema, self.body)

    @property
    def size(self) -> int:
        """What it counts for against the caps: the same whether it is sealed or not."""
        return len(self.body) - (OVERHEAD if self.key_gen != PLAIN else 0)


@dataclass(frozen=True, slots=True)
class Stored:
    """A record in the log, as far as sending needs it."""

    seq: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that travel together; the same members and the same bytes at every attempt."""

    batch_id: bytes
    created_us: int
    digest: bytes  # SHA-256 of the request body
    members: Sequence[Stored]
    attempts: int = 0
    next_us: int = 0
    last_code: str = ""
    server_errors: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the server said of a batch's members: the rest of them is delivered."""

    duplicate: int = 0
    dead: Mapping[int, str] = field(default_factory=dict)  # seq → code
    again: frozenset[int] = frozenset()  # seq: may be taken another time


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of the log (contract 2.4)."""

    most_bytes: int = 512 * 1024 * 1024
    most_rows: int = 2_000_000
    most_days: int = 90
    most_dead: int = 10_000
    most_dead_bytes: int = 64 * 1024 * 1024
    batch_events: int = 500
    batch_bytes: int = 512 * 1024


class StorageError(Exception):
    """The disk did not take it; `code` is one of disk_full, full, io_error, busy, corrupt, read_only, locked."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def checksum(event_id: bytes, schema: int, body: bytes) -> int:
    """CRC-32C of `event_id || schema || body`."""
    return crc32c(_checked(event_id, schema, body))


def checksums(rows: Iterable[tuple[bytes, int, bytes]]) -> list[int]:
    """The same of many (event_id, schema, body), in a fifth of the time."""
    return crc32c_each([_checked(*row) for row in rows])


def _checked(event_id: bytes, schema: int, body: bytes) -> bytes:
    return event_id + schema.to_bytes(4, "big") + body
