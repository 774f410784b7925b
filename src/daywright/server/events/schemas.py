"""What events' routes answer. Ingest's messages are in `daywright.wire`."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_serializer

from daywright.kit.clock import rfc3339, to_us


class BucketOut(BaseModel):
    """One watcher's stream on one device."""

    id: str
    device: str = Field(description="UUID of the device it comes from")
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


class ZoneFrom(BaseModel):
    """A time zone, and from when on you lived in it."""

    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime | None = Field(
        default=None, description="null for the first zone, which holds from the beginning"
    )
    zone: str = Field(max_length=64, description="IANA zone name")

    @field_serializer("since")
    def _written(self, since: datetime | None) -> str | None:
        return None if since is None else rfc3339(to_us(since))


class ZoneHistory(BaseModel):
    """Where you lived when, oldest first."""

    zones: list[ZoneFrom] = Field(min_length=1, max_length=1000)
