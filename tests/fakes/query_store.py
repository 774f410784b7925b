"""Buckets in memory, for programs in ActivityWatch's query language."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from daywright.core.awquery import Contents, Events, Value


class Spot(NamedTuple):
    """One stored event: times in µs since 1970."""

    id: int
    start_us: int
    duration_us: int
    data: Mapping[str, Value]

    @property
    def end_us(self) -> int:
        return self.start_us + self.duration_us


class Buckets:
    """A store that keeps lists."""

    def __init__(self, buckets: Mapping[str, Sequence[Spot]], hostnames: Mapping[str, str] | None = None) -> None:
        self.buckets, self.hostnames = buckets, hostnames or {}

    def __repr__(self) -> str:
        return f"Buckets({self.buckets!r}, {self.hostnames!r})"

    def bucket_names(self) -> list[str]:
        return list(self.buckets)

    def find_bucket(self, text: str, hostname: str | None) -> str | None:
        names = [name for name in self.buckets if hostname is None or self.hostnames.get(name) == hostname]
        ranks = (str.__eq__, str.startswith, str.__contains__)
        return next((name for fits in ranks for name in names if fits(name, text)), None)

    def within(self, bucket: str, from_us: int, to_us: int) -> list[Spot]:
        """Events that touch the range, newest first, cut to it."""
        spots = [spot for spot in self.buckets[bucket] if spot.end_us >= from_us and spot.start_us <= to_us]
        cut = [
            spot._replace(
                start_us=max(spot.start_us, from_us),
                duration_us=min(spot.end_us, to_us) - max(spot.start_us, from_us),
            )
            for spot in spots
        ]
        newest = sorted(zip(spots, cut, strict=True), key=lambda pair: (pair[0].start_us, pair[0].id), reverse=True)
        return [spot for _, spot in newest]

    def events(self, bucket: str, from_us: int, to_us: int, contents: Contents) -> Events | None:
        if bucket not in self.buckets:
            return None
        spots = self.within(bucket, from_us, to_us)
        where = contents.add(spot.data for spot in spots)
        return Events(
            contents,
            np.array([spot.start_us for spot in spots], np.int64),
            np.array([spot.duration_us for spot in spots], np.int64),
            np.arange(where.start, where.stop, dtype=np.int32),
            np.array([spot.id for spot in spots], np.int64),
        )
