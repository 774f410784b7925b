"""What goes on at this moment, as far as it was reported."""

import sqlite3
from collections.abc import Sequence

from daywright.core.rules import Kind
from daywright.kit.clock import US_PER_SECOND, rfc3339
from daywright.server import devices, events
from daywright.server.timeline import schemas
from daywright.server.timeline.service.labelled import Stretch

FRESH_MS = 90_000  # an agent that is well reports within 30 s even when nothing changes
LOOK_BACK_MS = 12 * 3_600_000
SAME_GAP_MS = 5_000  # a shorter gap does not end "since"

UNKNOWN = schemas.Now(
    presence="unknown",
    app=None,
    title=None,
    domain=None,
    category=[],
    kind=None,
    since=None,
    device=None,
    last_event_at=None,
)


def now(
    connection: sqlite3.Connection,
    lately: Stretch,
    *,
    known: Sequence[devices.Device],
    buckets: Sequence[events.Bucket],
    now_ms: int,
) -> schemas.Now:
    """Tell what is in front now; `lately` is the timeline of the last hours."""
    last = [(end, bucket) for bucket in buckets if (end := events.last_event_us(connection, bucket.id)) is not None]
    if not last:
        return UNKNOWN
    newest_us, _ = max(last, key=lambda pair: pair[0])
    at = {"last_event_at": rfc3339(newest_us)}
    if now_ms - newest_us // 1000 > FRESH_MS:
        return UNKNOWN.model_copy(update=at)
    primary = lately.primary
    segments = primary.segments
    if len(segments) and now_ms - int(segments.start[-1] + segments.length[-1]) <= FRESH_MS:
        state = _state(connection, buckets, now_ms)
        if state == "active":
            return _active(primary, known).model_copy(update=at)
    return UNKNOWN.model_copy(update={**at, "presence": _state(connection, buckets, now_ms, otherwise="away")})


def _state(
    connection: sqlite3.Connection, buckets: Sequence[events.Bucket], now_ms: int, otherwise: str = "active"
) -> str:
    """Newest word of the power and presence watchers: locked before away before active."""
    newest = events.recent(connection, [bucket for bucket in buckets if bucket.kind in ("afk", "power")], 20)
    states: dict[str, str] = {}
    for event in newest:
        if now_ms * 1000 - (event.start_us + event.duration_us) <= FRESH_MS * 1000 or event.bucket.kind == "power":
            states.setdefault(event.bucket.kind, event.state or "")
    if states.get("power") in ("locked", "asleep"):
        return "locked"
    return {"afk": "away", "not-afk": "active"}.get(states.get("afk", ""), otherwise)


def _active(primary: Stretch, known: Sequence[devices.Device]) -> schemas.Now:
    segments = primary.segments
    at = first = len(segments) - 1
    while (
        first > 0
        and segments.context[first - 1] == segments.context[at]
        and segments.start[first] - segments.start[first - 1] - segments.length[first - 1] <= SAME_GAP_MS
    ):
        first -= 1
    category = primary.category_at(int(primary.category[at]))
    label = {name: primary.text(name, int(primary.codes(name)[at])) or None for name in ("app", "title", "domain")}
    device = next((one for one in known if one.id == int(segments.device[at])), None)
    return schemas.Now(
        presence="active",
        category=list(category.path) if category else [],
        kind=category.kind if category else Kind.UNCATEGORISED,
        since=rfc3339(int(segments.start[first]) * (US_PER_SECOND // 1000)),
        device=schemas.NowDevice(id=device.uid, name=device.name) if device else None,
        last_event_at=None,
        **label,
    )
