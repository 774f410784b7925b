"""The facts of UTC days as the columns that flatten reads. Every number of a day comes from the rows gathered here."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import numpy as np

from daywright.core.flatten import Bucket, Device, EventColumns, Flag, Kind, Sources, reach, starts_from
from daywright.core.segments import MS_PER_DAY
from daywright.server import devices, events
from daywright.server.events import Dictionary, EventInWindow

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
    """One user's devices, buckets and dictionary as one snapshot holds them, and their events by day."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        known: Sequence[devices.Device],
        buckets: Iterable[events.Bucket],
        dictionary: Dictionary,
    ) -> None:
        self._connection = connection
        ordered = sorted(known, key=lambda device: device.id)
        number = {device.id: place for place, device in enumerate(ordered)}
        self._buckets = [bucket for bucket in buckets if bucket.kind in KINDS]
        self.sources = Sources(
            devices=tuple(Device(device.id, device.companion) for device in ordered),
            buckets=tuple(
                Bucket(number[bucket.device], KINDS[bucket.kind], NATIVE, dictionary.apps_of(bucket.kind, bucket.name))
                for bucket in self._buckets
            ),
            contexts=dictionary.columns,
        )

    def of(self, first_day: int, days: int = 1) -> EventColumns:
        """Read every event that can matter to `days` UTC days from `first_day` on."""
        low, high = first_day * MS_PER_DAY, (first_day + days) * MS_PER_DAY
        presence: Rows = []
        for number, bucket in enumerate(self.sources.buckets):
            if bucket.kind in PRESENCE:
                before, after = reach(bucket.kind)
                presence += self._between(number, low - before, high + after)
        starts = starts_from(first_day, _columns(presence), self.sources)
        rows = presence
        for number, bucket in enumerate(self.sources.buckets):
            if bucket.kind not in PRESENCE:
                before, after = reach(bucket.kind)
                since = starts[bucket.device]
                rows += self._between(number, min(low - before, since), high + after)
                rows += self._last_before(number, since)
        return _columns(rows)

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


def _flag(counts: str) -> int:
    known = msgspec.json.decode(counts)
    return (Flag.FULLSCREEN if known.get("fullscreen") else 0) | (Flag.AUDIBLE if known.get("audible") else 0)
