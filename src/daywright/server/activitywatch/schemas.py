"""What ActivityWatch clients send, as far as it is read; members that are not named here are ignored."""

from typing import Any, Final

import msgspec

NO_DATA: Final = msgspec.Raw(b"{}")
UNCHANGED: Final = msgspec.Raw(b"null")


class IncomingEvent(msgspec.Struct, frozen=True):
    """An event. Without `timestamp` it began now; without `data` it tells nothing but its time."""

    timestamp: str | None = None
    duration: float | None = None
    data: msgspec.Raw = NO_DATA
    id: int | str | None = None


class IncomingBucket(msgspec.Struct, frozen=True):
    """A bucket to make."""

    type: str
    client: str
    hostname: str
    data: msgspec.Raw = NO_DATA
    created: str | None = None


class BucketChange(msgspec.Struct, frozen=True):
    """What to change of a bucket."""

    type: str | None = None
    client: str | None = None
    hostname: str | None = None
    data: msgspec.Raw = UNCHANGED


class ImportedBucket(msgspec.Struct, frozen=True):
    """A bucket of an export, its events raw so that a bad one is skipped alone."""

    type: str = "unknown"
    client: str = "unknown"
    hostname: str = "unknown"
    data: msgspec.Raw = NO_DATA
    created: str | None = None
    events: list[msgspec.Raw] | None = None


class Import(msgspec.Struct, frozen=True):
    """An export, from here or from another server."""

    buckets: dict[str, ImportedBucket]


class Query(msgspec.Struct, frozen=True):
    """A program, in pieces that are lines, and the time periods it is run for."""

    timeperiods: list[str]
    query: list[str]


EVENT: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "timestamp": {"type": "string"},
        "duration": {"type": "number"},
        "data": {"type": "object"},
    },
}
BUCKET: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "client": {"type": "string"},
        "hostname": {"type": "string"},
        "created": {"type": "string"},
        "data": {"type": "object"},
    },
}
EVENTS: Final[dict[str, Any]] = {"type": "array", "items": EVENT}
EXPORT: Final[dict[str, Any]] = {"type": "object", "properties": {"buckets": {"type": "object"}}}
QUERY: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "timeperiods": {"type": "array", "items": {"type": "string"}},
        "query": {"type": "array", "items": {"type": "string"}},
    },
}
ANYTHING: Final[dict[str, Any]] = {}


def takes(schema: dict[str, Any]) -> dict[str, Any]:
    """Describe the body of a route."""
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


def answers(schema: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Describe what a route answers when all is well."""
    return {200: {"content": {"application/json": {"schema": schema}}}}
