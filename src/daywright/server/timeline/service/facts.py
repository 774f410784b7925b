"""The facts of a UTC day as the columns that flatten reads. Every number of a day comes from the rows gathered here."""

import sqlite3
from collections.abc import Sequence

import msgspec
import numpy as np

from daywright.core.flatten import Bucket, Device, EventColumns, Flag, Kind, Sources, reads
from daywright.server import devices, events
from daywright.server.events import Dictionary

KINDS = {
    "window": Kind.WINDOW,
    "web": Kind.WEB,
    "editor": Kind.EDITOR,
    "afk": Kind.AFK,
    "power": Kind.LOCK,
    "phone": Kind.WINDOW,
}
NATIVE = 2  # rank: own watchers before pushed data before imports
US_PER_MS = 1000


def sources_of(
    known: Sequence[devices.Device], buckets: Sequence[events.Bucket], dictionary: Dictionary
) -> tuple[Sources, list[events.Bucket]]:
    """Describe the user's devices and buckets to flatten; the buckets come back in the order of their numbers there."""
    ordered = sorted(known, key=lambda device: device.id)
    number = {device.id: place for place, device in enumerate(ordered)}
    flattened = [bucket for bucket in buckets if bucket.kind in KINDS]
    return Sources(
        devices=tuple(Device(device.id, device.companion) for device in ordered),
        buckets=tuple(
            Bucket(number[bucket.device], KINDS[bucket.kind], NATIVE, dictionary.apps_of(bucket.name))
            for bucket in flattened
        ),
        contexts=dictionary.columns,
    ), flattened


def columns_of(
    connection: sqlite3.Connection, sources: Sources, buckets: Sequence[events.Bucket], day: int, days: int = 1
) -> EventColumns:
    """Read every event that can matter to `days` UTC days from `day` on."""
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
    for number, bucket in enumerate(buckets):
        from_ms, to_ms = reads(sources.buckets[number].kind, day, days)
        rows = events.events_between(connection, bucket, from_ms * US_PER_MS, to_ms * US_PER_MS)
        if not rows:
            continue
        start, duration, context, counts = zip(*rows, strict=True)
        parts.append(
            (
                np.array(start, np.int64),
                np.array(duration, np.int64),
                np.array(context, np.int64),
                np.full(len(rows), number, np.int32),
                np.array([_flag(text) if text else 0 for text in counts], np.uint8),
            )
        )
    if not parts:
        empty = np.empty(0, np.int64)
        return EventColumns(empty, empty, empty, np.empty(0, np.int32), np.empty(0, np.uint8))
    start, duration, context, bucket_number, flag = (np.concatenate(column) for column in zip(*parts, strict=True))
    return EventColumns.from_us(start, duration, context=context, bucket=bucket_number, flag=flag)


def _flag(counts: str) -> int:
    known = msgspec.json.decode(counts)
    return (Flag.FULLSCREEN if known.get("fullscreen") else 0) | (Flag.AUDIBLE if known.get("audible") else 0)
