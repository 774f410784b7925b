"""The facts of UTC days as the columns that flatten reads. Every number of a day comes from the rows gathered here."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import structlog

from daywright.core.flatten import Bucket, Device, EventColumns, Kind, Sources, reach, starts_from
from daywright.core.flatten.columns import MOST_DEVICES
from daywright.core.segments import MS_PER_DAY
from daywright.server import devices, events
from daywright.server.events import Dictionary, EventTable

log = structlog.get_logger()

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

Rows = list[tuple[int, EventTable]]  # number of the bucket, some of its events


class Facts:
    """One user's devices, buckets and dictionary as one snapshot holds them, and their events by day."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        known: Sequence[devices.Device],
        buckets: Iterable[events.Bucket],
        dictionary: Dictionary,
    ) -> None:
        self._connection, self._contexts = connection, dictionary.columns
        self._devices = {device.id: Device(device.id, device.companion) for device in known}
        self._buckets = [bucket for bucket in buckets if bucket.kind in KINDS and bucket.device in self._devices]
        self._apps = [dictionary.apps_of(bucket.kind, bucket.name) for bucket in self._buckets]
        self._all = self._sources(range(len(self._buckets)))

    def of(self, first_day: int, days: int = 1) -> tuple[EventColumns, Sources]:
        """Read every event that can matter to `days` UTC days from `first_day` on, and what these events refer to."""
        low, high = first_day * MS_PER_DAY, (first_day + days) * MS_PER_DAY
        near: Rows = []
        for number, bucket in enumerate(self._all.buckets):
            if bucket.kind in PRESENCE:
                before, after = reach(bucket.kind)
                near += self._between(number, low - before, high + after)
        starts = starts_from(first_day, _columns(near), self._all)
        others = [number for number, bucket in enumerate(self._all.buckets) if bucket.kind not in PRESENCE]
        for number in others:
            before, after = reach(self._all.buckets[number].kind)
            near += self._between(number, min(low - before, starts[self._all.buckets[number].device]), high + after)
        there = self._devices_in(near, first_day)
        for number in others:
            if self._buckets[number].device in there:
                near += self._last_before(number, starts[self._all.buckets[number].device])
        return self._narrowed(near, there)

    def _devices_in(self, rows: Rows, day: int) -> set[int]:
        there = {self._buckets[number].device for number, _ in rows}
        if len(there) > MOST_DEVICES:
            log.warning("more devices than a day can tell apart", day=day, devices=len(there), read=MOST_DEVICES)
            return set(sorted(there)[:MOST_DEVICES])
        return there

    def _narrowed(self, rows: Rows, there: set[int]) -> tuple[EventColumns, Sources]:
        """Leave out devices that have nothing to say: an old home may know more than a day can tell apart."""
        kept = [number for number, bucket in enumerate(self._buckets) if bucket.device in there]
        place = {number: at for at, number in enumerate(kept)}
        columns = _columns([(place[number], found) for number, found in rows if number in place])
        return columns, self._sources(kept)

    def _sources(self, numbers: Iterable[int]) -> Sources:
        chosen = [(self._buckets[number], self._apps[number]) for number in numbers]
        ids = sorted({bucket.device for bucket, _ in chosen})
        place = {device: at for at, device in enumerate(ids)}
        return Sources(
            devices=tuple(self._devices[device] for device in ids),
            buckets=tuple(Bucket(place[bucket.device], KINDS[bucket.kind], NATIVE, apps) for bucket, apps in chosen),
            contexts=self._contexts,
        )

    def _between(self, number: int, from_ms: int, to_ms: int) -> Rows:
        bucket = self._buckets[number]
        found = events.events_between(self._connection, bucket, from_ms * US_PER_MS, (to_ms + 1) * US_PER_MS)
        return [(number, found)] if len(found) else []

    def _last_before(self, number: int, instant_ms: int) -> Rows:
        found = events.last_events_before(self._connection, self._buckets[number], instant_ms * US_PER_MS)
        return [(number, found)] if len(found) else []


def _columns(rows: Rows) -> EventColumns:
    table = np.concatenate([found for _, found in rows]) if rows else np.empty((0, 4), np.int64)
    start_us, duration_us, context, flag = table.T
    numbers = np.array([number for number, _ in rows], np.int32)
    return EventColumns.from_us(
        start_us,
        duration_us,
        context=context,
        bucket=np.repeat(numbers, [len(found) for _, found in rows]),
        flag=flag.astype(np.uint8),
    )
