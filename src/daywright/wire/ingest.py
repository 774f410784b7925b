"""The ingest message, version 1: what a watcher saw, in batches, and the receipt.

Additive within the version: unknown members are ignored, never fatal. Source: the design's public surface.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

MAX_EVENTS = 1000  # events in one batch
MAX_EVENT_BYTES = 65_536  # `data` and `counts` of one event, as JSON
MAX_TITLE = 1024  # characters
MAX_DURATION_S = 86_400.0


class IncomingEvent(msgspec.Struct, frozen=True):
    """Something that held for a time. `start` needs an offset; `duration` is in seconds."""

    bucket: Annotated[str, msgspec.Meta(min_length=1, max_length=128, pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]
    start: Annotated[datetime, msgspec.Meta(tz=True)]
    data: msgspec.Raw
    duration: float = 0.0
    counts: dict[str, float | bool | None] | None = None


class IngestBatch(msgspec.Struct, frozen=True):
    """A delivery. The events stay raw, so that one bad event is one rejection and not a bad batch."""

    batch_id: UUID
    events: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=MAX_EVENTS)]
    sent_at: datetime | None = None
    zone: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    agent: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class Rejection(msgspec.Struct, frozen=True):
    """Why the event at `index` was not stored. `retryable` says whether sending it again may help."""

    index: int
    code: str
    retryable: bool = False


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a batch: `accepted + duplicate + len(rejected)` is the number of its events.

    `config_etag` is there for enrolled devices: another one than theirs says that their settings changed.
    """

    batch_id: UUID
    accepted: int
    duplicate: int
    rejected: list[Rejection]
    server_time: str
    config_etag: str | None = None
