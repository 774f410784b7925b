"""The facts of UTC days as the columns that flatten reads. Every number of a day comes from the rows gathered here."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import numpy as np

from daywright.core.corrections import Correction
from daywright.core.flatten import NO_DEVICE, Bucket, Device, EventColumns, Flag, Kind, Sources, reach, starts_from
from daywright.core.segments import MS_PER_DAY
from daywright.server import devices, events
from daywright.server.events import Dictionary, EventInWindow
from daywright.server.timeline.service import corrections

KINDS: Final = {
    "window": Kind.WINDOW,
    "phone": Kind.WINDOW,
    "web": Kind.WEB,
    "editor": Kind.EDITOR,
    "afk": Kind.AFK,
    "power": Kind.LOCK,
}
PRESENCE: Final = (Kind.AFK, Kind.LOCK)
NATIVE: Final = 2  # rank: own watchers before pushed data before imports
US_PER_MS: Final = 1000

Rows = list[tuple[int, EventInWindow]]  # number of the bucket, event


class Facts:
    """One user's devices, buckets and dictionary as one snapshot holds them; their events and corrections by day."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        user: int,
        known: Sequence[devices.Device],
        buckets: Iterable[events.Bucket],
        dictionary: Dictionary,
    ) -> None:
        self._connection, self._user = connection, user
        ordered = sorted(known, key=lambda device: device.id)
        number = {device.id: place for place, device in enumerate(ordered)}
        self._buckets = [bucket for bucket in buckets if bucket.kind in KINDS]
        self.sources = Sources(
            devices=tuple(Device(device.id, device.companion) for device in ordered),
            buckets=(
                *(
                    Bucket(number[bucket.device], KINDS[bucket.kind], NATIVE, apps)
                    for bucket in self._buckets
                    for apps in [dictionary.apps_of(bucket.kind, bucket.name)]
                ),
                Bucket(NO_DEVICE, Kind.MANUAL, NATIVE),
            ),
            contexts=dictionary.columns,
        )

    def of(self, first_day: int, days: int = 1) -> EventColumns:
        """Read everything that can matter to `days` UTC days from `first_day` on."""
        low, high = first_day * MS_PER_DAY, (first_day + days) * MS_PER_DAY
        presence: Rows = []
        observed = self.sources.buckets[:-1]
        for number, bucket in enumerate(observed):
            if bucket.kind in PRESENCE:
                before, after = reach(bucket.kind)
                presence += self._between(number, low - before, high + after)
        starts = starts_from(first_day, _columns(presence), self.sources)
        rows = presence
        for number, bucket in enumerate(observed):
            if bucket.kind not in PRESENCE:
                before, after = reach(bucket.kind)
                since = starts[bucket.device]
                rows += self._between(number, min(low - before, since), high + after)
                rows += self._last_before(number, since)
        by_hand = corrections.spans_between(self._connection, self._user, low, high)
        return _joined(_columns(rows), _by_hand(by_hand, len(observed))) if by_hand else _columns(rows)

    def _between(self, number: int, from_ms: int, to_ms: int) -> Rows:
        bucket = self._buckets[number]
        found = events.events_between(self._connection, bucket, from_ms * US_PER_MS, (to_ms + 1) * US_PER_MS)
        return [(number, row) for row in found]

    def _last_before(self, number: int, instant_ms: int) -> Rows:
        found = events.last_events_before(self._connection, self._buckets[number], instant_ms * US_PER_MS)
        return [(number, row) for row in found]


def _columns(rows: Rows) -> EventColumns:
    if not rows:
        empty = np.empty(0, np.int64)
        return EventColumns(empty, empty, empty, np.empty(0, np.int32), np.empty(0, np.uint8))
    bucket, found = zip(*rows, strict=True)
    start, duration, context, counts = zip(*found, strict=True)
    return EventColumns.from_us(
        np.array(start, np.int64),
        np.array(duration, np.int64),
        context=np.array(context, np.int64),
        bucket=np.array(bucket, np.int32),
        flag=np.array([_flag(text) if text else 0 for text in counts], np.uint8),
    )


def _by_hand(spans: Sequence[Correction], bucket: int) -> EventColumns:
    return EventColumns(
        start_ms=np.array([span.start_ms for span in spans], np.int64),
        end_ms=np.array([span.end_ms for span in spans], np.int64),
        context=np.array([span.context for span in spans], np.int64),
        bucket=np.full(len(spans), bucket, np.int32),
        flag=np.array([Flag.ERASE if span.erase else 0 for span in spans], np.uint8),
    )


def _joined(one: EventColumns, other: EventColumns) -> EventColumns:
    columns = ("start_ms", "end_ms", "context", "bucket", "flag")
    return EventColumns(*(np.concatenate([getattr(one, name), getattr(other, name)]) for name in columns))


def _flag(counts: str) -> int:
    known = msgspec.json.decode(counts)
    return (Flag.FULLSCREEN if known.get("fullscreen") else 0) | (Flag.AUDIBLE if known.get("audible") else 0)
