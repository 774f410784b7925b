"""What of one list of events lies inside, around or outside another, without walking row by row.

ActivityWatch walks both lists with two fingers. The way the fingers take is a merge by the running maximum of the
ends, so it can be read off two sorted columns, also where a list overlaps itself.
"""

import numpy as np
from numpy.typing import NDArray

from daywright.core.awquery.values import NOTHING, Bools, Events, Ints

US_PER_MS = 1_000


def whole_ms(instants: Ints) -> Ints:
    """Cut to whole milliseconds, as ActivityWatch cuts every start that it computes."""
    return instants - instants % US_PER_MS


def by_start(events: Events) -> Events:
    """Ascending by start; equal ones stay in their order."""
    if (events.start[1:] >= events.start[:-1]).all():
        return events
    if (events.start[1:] < events.start[:-1]).all():
        return events.rows(slice(None, None, -1))  # as a bucket is read: nothing is copied
    return events.rows(np.argsort(events.start, kind="stable"))


def by_start_and_duration(events: Events) -> Events:
    """Ascending by start, then duration; equal ones stay in their order."""
    events = by_start(events)
    tied = events.start[1:] == events.start[:-1]
    if not (tied & (events.duration[1:] < events.duration[:-1])).any():
        return events
    return events.rows(np.lexsort((events.duration, events.start)))


def by_duration(events: Events) -> Events:
    """Longest first; equal ones stay in their order."""
    return events.rows(np.argsort(-events.duration, kind="stable"))


def intersection(events: Events, around: Events) -> Events:
    """Pieces of `events` that lie inside `around`, ascending. What meets several of them comes in several pieces."""
    events, around = by_start(events), by_start(around)
    if not len(events) or not len(around):
        return events.rows(slice(0, 0))
    left, right = _pairs(events.end, around.end)
    start = np.maximum(events.start[left], around.start[right])
    end = np.minimum(events.end[left], around.end[right])
    kept = start < end
    # a stretch of no length counts where one lies within the other, not where they only touch
    empty = np.flatnonzero(~kept)
    kept[empty] = _within_each_other(events.rows(left[empty]), around.rows(right[empty]))
    row, start, end = left[kept], start[kept], end[kept]
    end -= start
    return Events(events.contents, start, end, events.content[row], events.id[row])


def _within_each_other(one: Events, other: Events) -> Bools:
    first = (one.start <= other.start) & (other.end <= one.end)
    found: Bools = first | ((other.start <= one.start) & (one.end <= other.end))
    return found


def _pairs(ends_a: Ints, ends_b: Ints) -> tuple[Ints, Ints]:
    """Return all pairs of rows that two fingers point at when the one with the earlier end moves on."""
    high_a, high_b = np.maximum.accumulate(ends_a), np.maximum.accumulate(ends_b)
    last = np.searchsorted(high_b, high_a, side="left")
    first = np.concatenate([[0], last[:-1]])
    last = np.minimum(last, len(ends_b) - 1)
    count = np.maximum(last - first + 1, 0)
    left = np.repeat(np.arange(len(ends_a)), count)
    before = np.cumsum(count) - count
    right = np.arange(len(left)) - np.repeat(before - first, count)
    return left, right


def union(one: Events, other: Events) -> Events:
    """Return the times that either covers, as events without content that neither touch nor overlap."""
    contents = one.contents
    events = by_start(Events.joined(contents, [one, other]))
    if not len(events):
        return events
    reach = np.maximum.accumulate(events.end)
    begins = np.concatenate([[True], events.start[1:] > reach[:-1]])
    first = np.flatnonzero(begins)
    last = np.concatenate([first[1:], [len(events)]]) - 1
    start = events.start[first]
    nothing = np.full(len(first), NOTHING, np.int32)
    return Events(contents, start, reach[last] - start, nothing, events.id[first])


def without_overlap(first: Events, second: Events) -> Events:
    """Return all of `first`, and the parts of `second` that lie outside it, ascending.

    Only where events of both lists meet is there anything to decide; those places are walked, the rest is sorted in.
    """
    first, second = by_start(first), by_start(second)
    both = Events.joined(first.contents, [first, second])
    if not len(first) or not len(second):
        return both
    order = np.argsort(both.start, kind="stable")
    place = _places(both.start[order], both.end[order])
    ours = order < len(first)
    count = int(place[-1]) + 1
    mixed = (np.bincount(place[ours], minlength=count) > 0) & (np.bincount(place[~ours], minlength=count) > 0)
    met = mixed[place]
    pieces: list[tuple[int, int, int]] = []
    sizes: list[int] = []
    edges = np.flatnonzero(np.diff(place[met])) + 1
    for rows in np.split(order[met], edges) if met.any() else ():
        before = len(pieces)
        mine = rows < len(first)
        pieces += _walked(_spans(both, rows[mine]), _spans(both, rows[~mine]))
        sizes.append(len(pieces) - before)
    alone = order[~met]
    row, start, duration = np.array(pieces, np.int64).reshape(-1, 3).T
    where = np.concatenate([place[~met], np.repeat(np.flatnonzero(mixed), sizes)])
    sorted_in = np.argsort(where, kind="stable")
    row = np.concatenate([alone, row])[sorted_in]
    return Events(
        both.contents,
        np.concatenate([both.start[alone], start])[sorted_in],
        np.concatenate([both.duration[alone], duration])[sorted_in],
        both.content[row],
        both.id[row],
    )


def _places(start: Ints, end: Ints) -> Ints:
    """Number the stretches that events cover without a gap; those of no length also meet what they touch."""
    reach = np.maximum.accumulate(end)
    touching = bool((start == end).any())
    apart = start[1:] > reach[:-1] if touching else start[1:] >= reach[:-1]
    return np.concatenate([[0], np.cumsum(apart)])


def _spans(events: Events, rows: NDArray[np.intp]) -> list[tuple[int, int, int]]:
    return list(zip(rows.tolist(), events.start[rows].tolist(), events.duration[rows].tolist(), strict=True))


def _walked(first: list[tuple[int, int, int]], second: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Row, start, duration of the pieces: of two that meet, `second` gives way."""
    found: list[tuple[int, int, int]] = []
    waiting, theirs = first[::-1], second[::-1]
    while waiting and theirs:
        _, start_a, length_a = waiting[-1]
        row, start_b, length_b = theirs[-1]
        end_a, end_b = start_a + length_a, start_b + length_b
        if not meets(start_a, end_a, start_b, end_b):
            found.append((waiting if start_a <= start_b else theirs).pop())
        elif start_a <= start_b:
            found.append(waiting.pop())
            theirs.pop()
            if start_b < end_a < end_b:
                theirs.append((row, end_a - end_a % US_PER_MS, end_b - end_a))
        else:
            found.append((row, start_b, min(start_a, end_b) - start_b))
            theirs.pop()
            if start_a < end_b:
                theirs.append((row, start_a - start_a % US_PER_MS, end_b - start_a))
    return found + waiting[::-1] + theirs[::-1]


def meets(start_a: int, end_a: int, start_b: int, end_b: int) -> bool:
    """Whether two stretches overlap, or one of no length lies in the other, its ends included."""
    if max(start_a, start_b) < min(end_a, end_b):
        return True
    return (start_a <= start_b and end_b <= end_a) or (start_b <= start_a and end_a <= end_b)
