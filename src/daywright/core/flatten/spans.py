"""Events as spans in ascending precedence: short gaps closed, heartbeats held (rules 1 and 2)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from daywright.core.flatten.columns import Bools, EventColumns, Flag, Ints, Kind, Limits, Sources

START_BITS: Final = 45
"""Enough for a thousand years of milliseconds."""

POLLED: Final = np.array([k in {Kind.WINDOW, Kind.WEB, Kind.EDITOR, Kind.AFK} for k in Kind])
PRESENCE: Final = np.array([k in {Kind.AFK, Kind.LOCK} for k in Kind])


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
    contexts = sources.contexts
    start, end = events.start_ms - origin_ms, events.end_ms - origin_ms
    bucket = events.bucket.astype(np.int64)
    digest = contexts.digest[context]

    # one bucket after the other, each in time order
    key = bucket << START_BITS | _unsigned(start)
    order = np.argsort(key, kind="stable")
    if _has_ties(key[order]):
        order = np.lexsort((digest, end, key))
    start, end, context, bucket = start[order], end[order], context[order], bucket[order]
    digest = digest[order]
    flag = events.flag[order] | contexts.flags[context]
    app = contexts.app[context]
    kind = np.array([b.kind for b in sources.buckets], np.uint8)[bucket]
    follows = bucket[1:] == bucket[:-1]
    end = _close_gaps(start, end, bucket, follows & POLLED[kind[1:]], limits.short_gap_ms)
    beat = kind == Kind.BEAT
    if beat.any():
        end = np.where(beat, _hold(start, follows, limits.beat_hold_ms), end)
    sign_of_input = beat | (kind == Kind.EDITOR)
    window = np.flatnonzero(kind == Kind.WINDOW)
    sign_of_input[window] = True
    same_app = follows & (app[1:] == app[:-1]) & (kind[1:] == Kind.WINDOW)
    sign_of_input[1:][same_app] = False

    # by precedence (rule 1); layers may mix, since only events of one layer ever meet
    rank = np.array([b.rank for b in sources.buckets], np.int64)[bucket]
    layer = _layers(sources)[bucket]
    away = (flag & Flag.AWAY != 0) & PRESENCE[kind]
    key = ((layer << 2 | rank) << START_BITS | _unsigned(start)) << 1 | away
    order = np.argsort(key, kind="stable")
    if _has_ties(key[order]):
        order = np.lexsort((flag, digest, end - start, key))
    device = np.array([b.device for b in sources.buckets], np.int16)
    return Spans(
        start=start[order],
        end=end[order],
        context=context[order],
        bucket=bucket[order],
        kind=kind[order],
        device=device[bucket[order]],
        app=app[order],
        flag=flag[order],
        sign_of_input=sign_of_input[order],
    )


def _positions(events: EventColumns, sources: Sources) -> Ints:
    """Where each event's context stands in the dictionary."""
    if not len(events):
        return np.zeros(0, np.int64)
    if (events.end_ms < events.start_ms).any():
        raise ValueError("an event ends before it starts")
    if int(events.bucket.min()) < 0 or int(events.bucket.max()) >= len(sources.buckets):
        raise ValueError("an event names a bucket that is not among the sources")
    ids = sources.contexts.ids
    position = np.searchsorted(ids, events.context)
    if not len(ids) or (ids[np.minimum(position, len(ids) - 1)] != events.context).any():
        raise ValueError("an event names a context that is not among the sources")
    return position


def _layers(sources: Sources) -> Ints:
    """Device x kind, as one number per bucket; beats and editor events are one layer, corrections are one for all."""
    layers = [
        0 if b.kind == Kind.MANUAL else (b.device + 1) * len(Kind) + (Kind.EDITOR if b.kind == Kind.BEAT else b.kind)
        for b in sources.buckets
    ]
    return np.array(layers, np.int64)


def _unsigned(start: Ints) -> Ints:
    """Milliseconds from the origin, moved so that everything within five hundred years is positive."""
    half = 1 << (START_BITS - 1)
    return np.clip(start, -half, half - 1) + half


def _has_ties(key: Ints) -> bool:
    return bool((key[1:] == key[:-1]).any())


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
