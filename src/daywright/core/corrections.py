"""Corrections as spans that share no time: where two overlap, the newer one holds.

Laws: the order in which corrections are given changes nothing; leaving one out gives what would be without it; together
the spans cover exactly what the corrections cover.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from daywright.core.flatten.paint import distinct, paint


class Span(NamedTuple):
    """From `start_us` to `end_us`, exclusive; µs since 1970."""

    start_us: int
    end_us: int


class Correction(NamedTuple):
    """What a person said of [start, end), whole milliseconds. Of two, the one with the higher `placed` is newer."""

    start_ms: int
    end_ms: int
    context: int
    erase: bool
    placed: int


def visible(corrections: Iterable[Correction]) -> list[Correction]:
    """Cut corrections to what is left of each under newer ones, by start. `placed` must differ."""
    known = sorted((one for one in corrections if one.end_ms > one.start_ms), key=lambda one: one.placed)
    if not known:
        return []
    start = np.array([one.start_ms for one in known], np.int64)
    end = np.array([one.end_ms for one in known], np.int64)
    cuts = distinct(np.concatenate([start, end]))
    intervals = len(cuts) - 1
    first, last = np.searchsorted(cuts, start), np.searchsorted(cuts, end)
    held = paint(np.arange(1, len(known) + 1), first, last, np.zeros(len(known), np.int64), (1, intervals))[0]
    opens = np.flatnonzero(np.diff(held, prepend=-1))
    closes = np.append(opens[1:], intervals)
    return [
        known[int(held[at]) - 1]._replace(start_ms=int(cuts[at]), end_ms=int(cuts[until]))
        for at, until in zip(opens, closes, strict=True)
        if held[at]
    ]
