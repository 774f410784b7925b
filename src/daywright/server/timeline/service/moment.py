"""What goes on at this moment, as far as it was reported."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from daywright.core.applications import display_name
from daywright.core.rules import Kind
from daywright.kit.clock import rfc3339
from daywright.server import devices, events
from daywright.server.timeline import schemas
from daywright.server.timeline.service.labelled import Stretch

FRESH_MS: Final = 90_000  # an agent that is well reports within 30 s even when nothing changes
LOOK_BACK_MS: Final = 12 * 3_600_000
SAME_GAP_MS: Final = 5_000  # a shorter gap does not end "since"
FRONT_KINDS: Final = ("window", "phone")
AHEAD_US: Final = 600_000_000  # how far a device's clock may run ahead of ours
MS: Final = 1000  # microseconds

UNKNOWN: Final = schemas.Now(
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


@dataclass(frozen=True, slots=True)
class _Front:
    """What was last reported to be in front: since when (ms), and what it is by its position in the dictionary."""

    since_ms: int
    position: int
    inside: int
    device: int


def now(
    connection: sqlite3.Connection,
    lately: Stretch,
    *,
    known: Sequence[devices.Device],
    buckets: Sequence[events.Bucket],
    now_ms: int,
) -> schemas.Now:
    """Tell what is in front now; `lately` is the timeline of the last hours."""
    last = [end for bucket in buckets if (end := events.last_event_us(connection, bucket.id)) is not None]
    if not last:
        return UNKNOWN
    at = {"last_event_at": rfc3339(max(last))}
    if now_ms - max(last) // MS > FRESH_MS:
        return UNKNOWN.model_copy(update=at)
    state, since = _state(connection, buckets, now_ms)
    front = _front(connection, lately, buckets, now_ms)
    if state != "active":
        return UNKNOWN.model_copy(update={**at, "presence": state, "since": since})
    if front is None:
        return UNKNOWN.model_copy(update={**at, "presence": "away"})
    return _active(lately, front, known).model_copy(update=at)


def _state(connection: sqlite3.Connection, buckets: Sequence[events.Bucket], now_ms: int) -> tuple[str, str | None]:
    """Newest word of the power and presence watchers, and since when: locked before away before active."""
    newest = events.recent(connection, [bucket for bucket in buckets if bucket.kind in ("afk", "power")], 20)
    states: dict[str, events.RecentEvent] = {}
    for event in sorted(newest, key=lambda event: event.start_us + event.duration_us, reverse=True):
        fresh = now_ms - (event.start_us + event.duration_us) // MS <= FRESH_MS
        if fresh or event.bucket.kind == "power":
            states.setdefault(event.bucket.kind, event)
    power, presence = states.get("power"), states.get("afk")
    if power and power.state in events.AWAY_STATES:
        return "locked", rfc3339(power.start_us)
    if presence and presence.state == "afk":
        return "away", rfc3339(presence.start_us)
    return "active", None


def _front(
    connection: sqlite3.Connection, lately: Stretch, buckets: Sequence[events.Bucket], now_ms: int
) -> _Front | None:
    """Return the end of the timeline, or what began after it and has not lasted a millisecond yet."""
    primary = lately.primary
    segments, at = primary.segments, len(primary.segments) - 1
    end_ms = int(segments.start[at] + segments.length[at]) if at >= 0 else 0
    windows = [bucket for bucket in buckets if bucket.kind in FRONT_KINDS]
    begun = [
        (int(row[0]), int(row[2]), bucket.device)
        for bucket in windows
        for row in events.last_events_before(connection, bucket, now_ms * MS + AHEAD_US)
    ]
    if begun and max(begun)[0] // MS >= max(end_ms, now_ms - FRESH_MS):
        start_us, context, device = max(begun)
        return _Front(start_us // MS, int(primary.dictionary.positions(np.array([context]))[0]), -1, device)
    if at < 0 or now_ms - end_ms > FRESH_MS:
        return None
    front, inside = primary.meanings.front, primary.meanings.inside
    first = at
    while (
        first > 0
        and front[segments.thing[first - 1]] == front[segments.thing[at]]
        and segments.start[first] - segments.start[first - 1] - segments.length[first - 1] <= SAME_GAP_MS
    ):
        first -= 1
    thing = segments.thing[at]
    return _Front(int(segments.start[first]), int(front[thing]), int(inside[thing]), int(segments.device[at]))


def _active(lately: Stretch, front: _Front, known: Sequence[devices.Device]) -> schemas.Now:
    places = np.array([front.position]), np.array([front.inside])
    category = lately.category_at(int(lately.labelling.of(*places)[0]))
    device = next((one for one in known if one.id == front.device), None)

    def label(name: str) -> str | None:
        return lately.text(name, int(lately.meanings.codes_at(name, *places)[0])) or None

    return schemas.Now(
        presence="active",
        app=display_name(label("app") or "") or None,
        title=label("title"),
        domain=label("domain"),
        category=list(category.path) if category else [],
        kind=category.kind if category else Kind.UNCATEGORISED,
        since=rfc3339(front.since_ms * MS),
        device=schemas.NowDevice(id=device.uid, name=device.name) if device else None,
        last_event_at=None,
    )
