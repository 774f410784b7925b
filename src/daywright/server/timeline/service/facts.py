"""The facts of UTC days as the columns that flatten reads. Every number of a day comes from the rows gathered here."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import structlog

from daywright.core.corrections import Correction
from daywright.core.flatten import NO_DEVICE, Bucket, Device, EventColumns, Flag, Kind, Sources, reach, starts_from
from daywright.core.flatten.columns import MOST_DEVICES
from daywright.core.segments import MS_PER_DAY
from daywright.server import devices, events
from daywright.server.events import Dictionary, EventTable
from daywright.server.timeline.service import corrections

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
US_PER_MS: Final = 1000

Rows = list[tuple[int, EventTable]]  # number of the bucket, some of its events


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
        self._connection, self._user, self._contexts = connection, user, dictionary.columns
        self._devices = {device.id: Device(device.id, device.companion) for device in known}
        self._buckets = [bucket for bucket in buckets if bucket.kind in KINDS and bucket.device in self._devices]
        self._apps = [dictionary.apps_of(bucket.kind, bucket.watcher) for bucket in self._buckets]
        self._all = self._sources(range(len(self._buckets)))

    def of(self, first_day: int, days: int = 1) -> tuple[EventColumns, Sources]:
        """Read all that can matter to `days` UTC days from `first_day` on, and what it refers to."""
        low, high = first_day * MS_PER_DAY, (first_day + days) * MS_PER_DAY
        near: Rows = []
        observed = self._all.buckets[:-1]
        for number, bucket in enumerate(observed):
            if bucket.kind in PRESENCE:
                before, after = reach(bucket.kind)
                near += self._between(number, low - before, high + after)
        starts = starts_from(first_day, _columns(near), self._all)
        others = [number for number, bucket in enumerate(observed) if bucket.kind not in PRESENCE]
        for number in others:
            before, after = reach(observed[number].kind)
            near += self._between(number, min(low - before, starts[observed[number].device]), high + after)
        there = self._devices_in(near, first_day)
        for number in others:
            if self._buckets[number].device in there:
                near += self._last_before(number, starts[observed[number].device])
        columns, sources = self._narrowed(near, there)
        by_hand = corrections.spans_between(self._connection, self._user, low, high)
        return (_joined(columns, _by_hand(by_hand, len(sources.buckets) - 1)) if by_hand else columns), sources

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
            buckets=(
                *(Bucket(place[bucket.device], KINDS[bucket.kind], bucket.rank, apps) for bucket, apps in chosen),
                Bucket(NO_DEVICE, Kind.MANUAL, events.Rank.NATIVE),
            ),
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
