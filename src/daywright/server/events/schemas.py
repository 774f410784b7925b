"""What events' routes answer. Ingest's messages are in `daywright.wire`."""

from pydantic import BaseModel, Field


class BucketOut(BaseModel):
    """One watcher's stream on one device."""

    id: str
    name: str
    kind: str
    type: str
    client: str
    hostname: str
    created: str
    last_event: str | None = Field(description="end of the newest event")


class BucketList(BaseModel):
    """The user's buckets in the order they came."""

    buckets: list[BucketOut]


class RecentEventOut(BaseModel):
    """One event of the live feed."""

    id: int
    bucket: str
    kind: str
    device: str
    start: str
    end: str
    seconds: float
    app: str
    title: str
    domain: str
    state: str | None = Field(description="presence or power state, for events that tell one")


class RecentEvents(BaseModel):
    """The newest events, newest first."""

    events: list[RecentEventOut]


class RejectionOut(BaseModel):
    """Why the event at `index` of a batch was not stored."""

    index: int
    code: str
    retryable: bool


class ReceiptOut(BaseModel):
    """What became of a batch."""

    batch_id: str
    accepted: int
    duplicate: int
    rejected: list[RejectionOut]
    server_time: str
    config_etag: str | None = Field(default=None, description="of what an enrolled device is asked to do")
