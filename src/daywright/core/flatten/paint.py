"""Who holds each interval: the event with the highest precedence that covers it (rule 1).

An event covers a run of intervals. A run is the union of two blocks whose length is a power of two, so every event is
written twice, and blocks are then halved until single intervals are left. The cost does not grow with overlap: a
thousand events that last all day cost as much as a thousand short ones.
"""

import numpy as np
from numpy.typing import NDArray

from daywright.core.flatten.columns import Ints

Holders = NDArray[np.int32]
"""Shape (rows, intervals): the number of the event that holds it, 0 for none."""


def distinct(instants: Ints) -> Ints:
    """Sort and drop repetitions: between neighbours of what is left lie the intervals."""
    ascending = np.sort(instants, kind="stable")  # starts and ends come as a few ascending runs, which merge quickly
    edges: Ints = ascending[np.diff(ascending, prepend=ascending[:1] - 1) != 0]
    return edges


def paint(number: Ints, first: Ints, last: Ints, row: Ints, shape: tuple[int, int]) -> Holders:
    """Event `number` covers the intervals `first` to `last` (exclusive) of `row`; the highest number holds.

    Columns have shape (events,), numbers count from 1, `shape` is (rows, intervals). What covers nothing is skipped.
    """
    rows, intervals = shape
    covering = np.flatnonzero(last > first)
    count = (last - first)[covering]
    # the exponent of the greatest power of two within the count
    exponent = np.frexp(count.astype(np.float64))[1] - 1
    by_exponent = np.argsort(exponent, kind="stable")
    covering, count, exponent = covering[by_exponent], count[by_exponent], exponent[by_exponent]
    begin = row[covering] * intervals + first[covering]
    end = begin + count
    number = number[covering].astype(np.int32)
    highest = int(exponent[-1]) if len(exponent) else 0
    edges = np.searchsorted(exponent, np.arange(highest + 2)).tolist()
    held, halved = np.zeros((2, rows * intervals), np.int32)
    for level in range(highest, -1, -1):
        here = slice(edges[level], edges[level + 1])
        if here.start < here.stop:
            np.maximum.at(held, begin[here], number[here])
            np.maximum.at(held, end[here] - (1 << level), number[here])
        if level:
            half = 1 << (level - 1)
            halved[:half] = held[:half]
            np.maximum(held[half:], held[:-half], out=halved[half:])
            held, halved = halved, held
    return held.reshape(shape)
