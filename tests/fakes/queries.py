"""Programs run on buckets in memory, and columns of events made from a few numbers."""

from collections.abc import Mapping, Sequence

import numpy as np

from daywright.core.awquery import Contents, Events, Limits, Meter, Plain, Value, parse, parse_period, plain, run
from fakes.query_store import Buckets, Spot

DAY = "2026-03-02T00:00:00+00:00/2026-03-03T00:00:00+00:00"
DAY_US = 1_772_409_600_000_000
NOTHING = Buckets({})


def answer(program: str, store: Buckets = NOTHING, limits: Limits | None = None, period: str = DAY) -> Plain:
    """What a program answers."""
    limits = limits or Limits()
    return plain(run(parse(program, limits), parse_period(period), store, Meter(limits), name="a name"))


def spots(*rows: tuple[float, float, Mapping[str, Value]]) -> list[Spot]:
    """Events from (second of the day, seconds, data)."""
    return [
        Spot(number, DAY_US + round(second * 1e6), round(seconds * 1e6), data)
        for number, (second, seconds, data) in enumerate(rows, 1)
    ]


def columns(rows: Sequence[tuple[int, int, int]], contents: Contents | None = None) -> Events:
    """Events from (start, duration, which content); ids count from 0."""
    contents = contents or Contents(Meter(Limits()))
    while len(contents) <= max((kind for *_, kind in rows), default=0):
        contents.add([{"kind": len(contents)}])
    start, duration, kind = np.array(rows, np.int64).reshape(-1, 3).T
    return Events(contents, start, duration, kind.astype(np.int32), np.arange(len(rows), dtype=np.int64))


def rows_of(events: Events) -> list[tuple[int, int, int]]:
    """Start, duration, content of each event."""
    return list(zip(events.start.tolist(), events.duration.tolist(), events.content.tolist(), strict=True))
