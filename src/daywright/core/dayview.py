"""What one reads off a day: its runs, its breaks, its blocks of focus. Times are milliseconds; segments do not overlap.

A *run* is neighbouring time with one label. A *break* is time without activity between the first and the last. A *focus
block* lasts at least 15 minutes, three quarters of it focus, with no break of more than 4 minutes. A *switch* is
a change of category or project to what then lasts at least 30 seconds; anything shorter is a glance.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from daywright.core.segments import Bools, Ints

BREAK_MS: Final = 5 * 60_000
FOCUS_MS: Final = 15 * 60_000
FOCUS_GAP_MS: Final = 4 * 60_000
FOCUS_SHARE: Final = 0.75
SWITCH_MS: Final = 30_000


class Span(NamedTuple):
    """From `start` to `end`, made of the segments numbered `first` to `last` (inclusive)."""

    start: int
    end: int
    first: int
    last: int


def runs(start: Ints, length: Ints, label: NDArray[np.integer], gap_ms: int) -> list[Span]:
    """Join neighbours of equal label with at most `gap_ms` between them."""
    if not len(start):
        return []
    end = start + length
    breaks = (label[1:] != label[:-1]) | (start[1:] - end[:-1] > gap_ms)
    firsts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    lasts = np.concatenate([firsts[1:] - 1, [len(start) - 1]])
    columns = (start[firsts].tolist(), end[lasts].tolist(), firsts.tolist(), lasts.tolist())
    return [Span(*row) for row in zip(*columns, strict=True)]


def pauses(start: Ints, length: Ints, at_least_ms: int = BREAK_MS) -> list[Span]:
    """List the gaps of at least that length; `first` is the segment before a gap, `last` the one after it."""
    end = start + length
    places = np.flatnonzero(start[1:] - end[:-1] >= at_least_ms)
    return [Span(int(end[place]), int(start[place + 1]), int(place), int(place) + 1) for place in places]


def focus_blocks(start: Ints, length: Ints, focus: Bools) -> list[Span]:
    """List the blocks of focus: joined over interruptions of up to 4 minutes, whatever fills them."""
    numbers = np.flatnonzero(focus)
    joined = runs(start[numbers], length[numbers], np.zeros(len(numbers), np.int8), FOCUS_GAP_MS)
    blocks = []
    for span in joined:
        focused = int(length[numbers[span.first : span.last + 1]].sum())
        if span.end - span.start >= FOCUS_MS and focused >= FOCUS_SHARE * (span.end - span.start):
            blocks.append(Span(span.start, span.end, int(numbers[span.first]), int(numbers[span.last])))
    return blocks


def switches(
    start: Ints, length: Ints, day: NDArray[np.integer], *, category: NDArray[np.integer], project: NDArray[np.integer]
) -> Ints:
    """Return the segments with which a switch begins: a change of category or project to what lasts 30 seconds.

    What names no project (−1) goes on with the one before it. After a break, and with every local day (`day`), all
    begins anew: coming back is no switch.
    """
    if not len(start):
        return np.empty(0, np.int64)
    resumes = (start[1:] - start[:-1] - length[:-1] >= BREAK_MS) | (day[1:] != day[:-1])
    begins = np.concatenate([[True], resumes])
    known = project[np.maximum.accumulate(np.where((project >= 0) | begins, np.arange(len(project)), 0))]
    opens = np.flatnonzero(begins | _changes(known) | _changes(category))
    lasting = opens[np.add.reduceat(length, opens) >= SWITCH_MS]
    sitting, known, what = np.cumsum(begins)[lasting], known[lasting], category[lasting]
    other = (known[1:] != known[:-1]) & (known[:-1] >= 0)
    changed = ((what[1:] != what[:-1]) | other) & (sitting[1:] == sitting[:-1])
    found: Ints = lasting[1:][changed]
    return found


def _changes(column: NDArray[np.integer]) -> Bools:
    """Tell where a value differs from the one before it; the first does."""
    return np.concatenate([[True], column[1:] != column[:-1]])
