"""Events as spans in ascending precedence: short gaps closed, heartbeats held (rules 1 and 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from daywright.core.flatten.columns import Bools, EventColumns, Flag, Ints, Kind, Limits, Sources

START_BITS: Final = 45
"""Enough for a thousand years of milliseconds."""

MOST_CONTEXT: Final = (1 << 32) - 1
"""Days keep context ids in four bytes; 0 stands for none."""

POLLED: Final = np.array([k in {Kind.WINDOW, Kind.WEB, Kind.EDITOR, Kind.AFK} for k in Kind])
SIGNS: Final = np.array([k in {Kind.WINDOW, Kind.EDITOR, Kind.BEAT} for k in Kind])
AWAY: Final = np.array([Flag.AWAY if k in {Kind.AFK, Kind.LOCK} else 0 for k in Kind], np.uint8)
"""By kind: are short gaps closed, can a start be a sign of input, and which flag decides between equal starts."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Shape (events,) each, in ascending precedence: of two that cover an instant in one layer the later row wins.

    `start` and `end` count from the beginning of the first day asked for. `context` is an index into the dictionary.
    `sign_of_input`: the start tells of a person while the device is not afk (rule 3).
    """

    start: Ints
    end: Ints
    context: Ints
    bucket: Ints
    kind: NDArray[np.uint8]
    device: NDArray[np.int16]
    app: NDArray[np.int32]
    flag: NDArray[np.uint8]
    sign_of_input: Bools

    def __len__(self) -> int:
        return len(self.start)


def spans(events: EventColumns, sources: Sources, limits: Limits, origin_ms: int) -> Spans:
    """Look up what the events refer to, apply rule 2 and sort by precedence.

    Raises ValueError for an event that ends before it starts, or refers to a bucket or context that is not there.
    """
    context = _positions(events, sources)
    start, end = events.start_ms - origin_ms, events.end_ms - origin_ms
    bucket = events.bucket.astype(np.int64)
    digest = sources.contexts.digest

    key = bucket << START_BITS | _unsigned(start)  # one bucket after the other, each in time order
    order = _sorted(key, lambda: (events.flag, digest[context], end))
    start, end, context, bucket = start[order], end[order], context[order], bucket[order]
    flag = events.flag[order] | sources.contexts.flags[context]
    app = sources.contexts.app[context]
    kind = np.array([b.kind for b in sources.buckets], np.uint8)[bucket]
    follows = bucket[1:] == bucket[:-1]
    end = _close_gaps(start, end, bucket, follows & POLLED[kind[1:]], limits.short_gap_ms)
    beat = kind == Kind.BEAT
    if beat.any():
        end = np.where(beat, _hold(start, follows, limits.beat_hold_ms), end)
    sign_of_input = SIGNS[kind]
    sign_of_input[1:] &= ~(follows & (app[1:] == app[:-1]) & (kind[1:] == Kind.WINDOW))

    # layers stand apart only so that equal keys are rare
    key = (_layer_and_rank(sources)[bucket] << START_BITS | _unsigned(start)) << 1 | (AWAY[kind] & flag != 0)
    order = _sorted(key, lambda: (flag, digest[context], end - start))
    bucket = bucket[order]
    return Spans(
        start=start[order],
        end=end[order],
        context=context[order],
        bucket=bucket,
        kind=kind[order],
        device=np.array([b.device for b in sources.buckets], np.int16)[bucket],
        app=app[order],
        flag=flag[order],
        sign_of_input=sign_of_input[order],
    )


def _sorted(key: Ints, further: Callable[[], tuple[NDArray[np.generic], ...]]) -> Ints:
    """The order by `key` and, only if keys are equal somewhere, by what is `further`, the last first."""
    order = np.argsort(key, kind="stable")  # the events of a bucket mostly come in order, and runs are quick to merge
    ascending = key[order]
    return np.lexsort((*further(), key)) if (ascending[1:] == ascending[:-1]).any() else order


def _positions(events: EventColumns, sources: Sources) -> Ints:
    """Where each event's context stands in the dictionary."""
    if not len(events):
        return np.zeros(0, np.int64)
    if (events.end_ms < events.start_ms).any():
        raise ValueError("an event ends before it starts")
    if int(events.bucket.min()) < 0 or int(events.bucket.max()) >= len(sources.buckets):
        raise ValueError("an event names a bucket that is not among the sources")
    ids = sources.contexts.ids
    if not len(ids):
        raise ValueError("an event names a context, but the sources have none")
    if ids[0] < 1 or ids[-1] > MOST_CONTEXT:
        raise ValueError(f"context ids go from 1 to {MOST_CONTEXT}, not from {ids[0]} to {ids[-1]}")
    dense = ids[-1] - ids[0] == len(ids) - 1  # one user, nothing erased
    position: Ints = events.context - ids[0] if dense else np.searchsorted(ids, events.context)
    position = np.clip(position, 0, len(ids) - 1)
    if (ids[position] != events.context).any():
        raise ValueError("an event names a context that is not among the sources")
    return position


def _layer_and_rank(sources: Sources) -> Ints:
    """Per bucket; a layer is device and kind, but beats are editor events, and corrections are one layer for all."""
    layers = [
        0 if b.kind == Kind.MANUAL else (b.device + 1) * len(Kind) + (Kind.EDITOR if b.kind == Kind.BEAT else b.kind)
        for b in sources.buckets
    ]
    return np.array([layer << 2 | b.rank for layer, b in zip(layers, sources.buckets, strict=True)], np.int64)


def _unsigned(start: Ints) -> Ints:
    """Milliseconds from the origin, moved so that everything within five hundred years is positive."""
    half = 1 << (START_BITS - 1)
    return np.clip(start, -half, half - 1) + half


def _close_gaps(start: Ints, end: Ints, bucket: Ints, polled: Bools, short_gap_ms: int) -> Ints:
    """Rule 2 for polled buckets: a gap of at most `short_gap_ms` belongs to the event that ended last."""
    if not len(start):
        return end
    # a bucket's ends lie above all ends of the bucket before, so one running maximum serves all
    until = bucket << START_BITS | _unsigned(end)
    furthest = np.maximum.accumulate(until)
    number = np.arange(len(start))
    holder = np.maximum.accumulate(np.where(until == furthest, number, 0))
    gap = start[1:] - end[holder[:-1]]
    close = np.flatnonzero(polled & (gap > 0) & (gap <= short_gap_ms))
    closed = end.copy()
    closed[holder[close]] = start[close + 1]
    return closed


def _hold(start: Ints, follows: Bools, beat_hold_ms: int) -> Ints:
    """Rule 2 for heartbeats: each holds until the next one of its bucket if that is near; the last adds nothing."""
    held = start.copy()
    near = follows & (start[1:] - start[:-1] < beat_hold_ms)
    held[:-1][near] = start[1:][near]
    return held
