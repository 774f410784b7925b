"""`flood`: short gaps between neighbours close, and no time counts twice.

Each pair of neighbours changes both, so what a pair does depends on the pair before it. A change dies out after a few
pairs, though. So the rows are cut into blocks that are walked side by side, one column operation for all blocks at a
time, each from a guess of what the block before it leaves behind; blocks whose guess was wrong are walked again. Where
guesses keep failing, the rest is walked row by row: the result is always that of the plain walk.
"""

import itertools
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from daywright.core.awquery.periods import US_PER_MS, by_start_and_duration, whole_ms
from daywright.core.awquery.values import Codes, Events, Ints

TRIMMED_US: Final = 100_000
"""An overlap shorter than this is a matter of clocks and is shared by both, like a gap."""
BLOCK: Final = 64
PIECE: Final = 131_072
FEWEST: Final = 4_096  # below it, walking row by row is as fast
ROUNDS: Final = 6
NOBODY: Final = -2  # class of a row that stands for nothing
Row = tuple[int, int, int]


class Walked(NamedTuple):
    """Rows after the walk; those whose duration is not above zero are gone."""

    start: Ints
    duration: Ints


def flood(events: Events, pulse_us: int) -> Events:
    """Close gaps of at most `pulse_us`; ascending, without overlaps."""
    events = by_start_and_duration(events)
    if not len(events):
        return events
    kinds = events.contents.classes(events.content)
    pieces = _pieces(events.start, events.duration, pulse_us)
    parts = [_flooded(events.start[some], events.duration[some], kinds[some], pulse_us) for some in pieces]
    row = np.concatenate([part.row + some.start for part, some in zip(parts, pieces, strict=True)])
    start, duration = (np.concatenate(column) for column in list(zip(*parts, strict=True))[1:])
    return Events(events.contents, start, duration, events.content[row], events.id[row])


class _Flooded(NamedTuple):
    row: NDArray[np.intp]
    start: Ints
    duration: Ints


def _flooded(start: Ints, duration: Ints, kinds: Codes, pulse_us: int) -> _Flooded:
    walk = _walk_blocks if len(start) >= FEWEST else _walk_rows
    start, duration = walk(start, duration, kinds, pulse_us)
    alive = np.flatnonzero(duration > 0)
    start, duration = start[alive], duration[alive]
    kept, duration = _settled(start, duration, kinds[alive])
    return _Flooded(alive[kept], start[kept], duration)


def _pieces(start: Ints, duration: Ints, pulse_us: int) -> list[slice]:
    """Cut where a gap is too long to be closed into pieces that take little memory to walk."""
    if len(start) <= PIECE:
        return [slice(0, len(start))]
    reach = np.maximum.accumulate(start + duration)
    breaks = np.flatnonzero(start[1:] - reach[:-1] > pulse_us) + 1
    wanted = np.searchsorted(breaks, np.arange(PIECE, len(start), PIECE))
    edges = sorted({0, *breaks[wanted[wanted < len(breaks)]].tolist(), len(start)})
    return [slice(first, last) for first, last in itertools.pairwise(edges)]


def _pair(one: Row, other: Row, pulse_us: int) -> tuple[Row, Row]:
    """What two neighbours become: start, duration, class of each."""
    start, length, kind = one
    start_b, length_b, kind_b = other
    gap = start_b - start - length
    end_b = start_b + length_b
    if gap == 0 or gap > pulse_us:
        return one, other
    if kind == kind_b:
        if gap < 0:
            begin, end = min(start, start_b), max(start + length, end_b)
            return (begin, end - begin, kind), (end - end % US_PER_MS, 0, kind)
        if length >= length_b:
            return (start, end_b - start, kind), (end_b - end_b % US_PER_MS, 0, kind)
        return (start, 0, kind), (start, end_b - start, kind)
    if gap <= -TRIMMED_US:
        return one, other
    half = gap >> 1
    middle = start + length + half + (gap & half & 1)  # halves round to the even microsecond
    return (start, middle - start, kind), (middle - middle % US_PER_MS, end_b - middle, kind_b)


def _walk_rows(start: Ints, duration: Ints, kinds: Codes, pulse_us: int) -> Walked:
    rows = list(zip(start.tolist(), duration.tolist(), kinds.tolist(), strict=True))
    for place in range(len(rows) - 1):
        rows[place], rows[place + 1] = _pair(rows[place], rows[place + 1], pulse_us)
    starts, durations, _ = zip(*rows, strict=True)
    return Walked(np.array(starts, np.int64), np.array(durations, np.int64))


def _walk_blocks(start: Ints, duration: Ints, kinds: Codes, pulse_us: int) -> Walked:
    count = -(-len(start) // BLOCK)
    spare = count * BLOCK - len(start)
    far = int((start + duration).max()) + pulse_us + 1
    # rows of a block below each other: step after step reads one line of memory
    starts = np.append(start, np.full(spare, far)).reshape(count, BLOCK).T.copy()
    durations = np.append(duration, np.zeros(spare, np.int64)).reshape(count, BLOCK).T.copy()
    classes = np.append(kinds, np.full(spare, NOBODY, np.int32)).reshape(count, BLOCK).T.copy()
    before = _States(
        np.append(int(start[0]) - pulse_us - 1, starts[-1, :-1]),
        np.append(0, durations[-1, :-1]),
        np.append(np.int32(NOBODY), classes[-1, :-1]),
    )
    found = _States(starts.copy(), durations.copy(), classes)
    first = _States(before.start.copy(), before.duration.copy(), before.kind)  # the row before each block, changed
    todo = np.arange(count)
    for _ in range(ROUNDS):
        _walk_columns(_States(starts, durations, classes), before, first, found, todo, pulse_us)
        todo = _unsettled(before, found, todo)
        if not len(todo):
            break
    _walk_rest(_States(starts, durations, classes), before, first, found, todo, pulse_us)
    # the last row of a block is changed once more, with the first of the next
    found.start[-1, :-1], found.duration[-1, :-1] = first.start[1:], first.duration[1:]
    size = len(start)
    return Walked(found.start.T.reshape(-1)[:size].copy(), found.duration.T.reshape(-1)[:size].copy())


class _States(NamedTuple):
    start: Ints
    duration: Ints
    kind: Codes


def _walk_columns(
    rows: _States, before: _States, first: _States, found: _States, todo: NDArray[np.intp], pulse_us: int
) -> None:
    """Walk the blocks in `todo`, each from the row before it, one step of all of them at a time."""
    everyone = len(todo) == rows.start.shape[1]
    start, duration, kind = before.start[todo], before.duration[todo], before.kind[todo]
    for step in range(BLOCK):
        start_b = rows.start[step] if everyone else rows.start[step, todo]
        length_b = rows.duration[step] if everyone else rows.duration[step, todo]
        kind_b = rows.kind[step] if everyone else rows.kind[step, todo]
        (start, duration), (start_b, length_b) = _pairs(start, duration, start_b, length_b, kind == kind_b, pulse_us)
        above = first if step == 0 else found
        if step == 0:
            above.start[todo], above.duration[todo] = start, duration
        else:
            above.start[step - 1, todo], above.duration[step - 1, todo] = start, duration
        start, duration, kind = start_b, length_b, kind_b
    found.start[BLOCK - 1, todo], found.duration[BLOCK - 1, todo] = start, duration


def _pairs(
    start: Ints, length: Ints, start_b: Ints, length_b: Ints, same: NDArray[np.bool_], pulse_us: int
) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """Do what `_pair` does, for columns of neighbours."""
    end, end_b = start + length, start_b + length_b
    gap = start_b - end
    near = (gap != 0) & (gap <= pulse_us)
    half = gap >> 1
    middle = end + half + (gap & half & 1)
    shared = near & ~same & (gap > -TRIMMED_US)
    new_length = np.where(shared, middle - start, length)
    new_start_b = np.where(shared, whole_ms(middle), start_b)
    new_length_b = np.where(shared, end_b - middle, length_b)
    joined = np.flatnonzero(near & same)
    new_start = start
    if len(joined):
        new_start = start.copy()
        a, b, end_a, to = start[joined], start_b[joined], end[joined], end_b[joined]
        back = gap[joined] < 0
        keeps = back | (length[joined] >= length_b[joined])
        begin, last = np.where(back, np.minimum(a, b), a), np.where(back, np.maximum(end_a, to), to)
        new_start[joined] = begin
        new_length[joined] = np.where(keeps, last - begin, 0)
        new_start_b[joined] = np.where(keeps, whole_ms(last), begin)
        new_length_b[joined] = np.where(keeps, 0, last - begin)
    return (new_start, new_length), (new_start_b, new_length_b)


def _unsettled(before: _States, found: _States, walked: NDArray[np.intp]) -> NDArray[np.intp]:
    """Tell each block what the one before it has left, and return the blocks that guessed otherwise."""
    nxt = walked[walked + 1 < len(before.start)] + 1
    start, duration = found.start[-1, nxt - 1], found.duration[-1, nxt - 1]
    wrong = (before.start[nxt] != start) | (before.duration[nxt] != duration)
    before.start[nxt], before.duration[nxt] = start, duration
    settled: NDArray[np.intp] = nxt[wrong]
    return settled


def _walk_rest(
    rows: _States, before: _States, first: _States, found: _States, todo: NDArray[np.intp], pulse_us: int
) -> None:
    """Walk blocks row by row, in order, and whichever follows a block that leaves something else behind."""
    waiting = set(todo.tolist())
    last = len(before.start) - 1
    for block in range(min(waiting, default=last + 1), last + 1):
        if block not in waiting:
            continue
        here = (int(before.start[block]), int(before.duration[block]), int(before.kind[block]))
        column = zip(
            rows.start[:, block].tolist(), rows.duration[:, block].tolist(), rows.kind[:, block].tolist(), strict=True
        )
        done: list[Row] = []
        for row in column:
            above, here = _pair(here, row, pulse_us)
            done.append(above)
        first.start[block], first.duration[block] = done[0][0], done[0][1]
        found.start[:, block] = [row[0] for row in done[1:]] + [here[0]]
        found.duration[:, block] = [row[1] for row in done[1:]] + [here[1]]
        if block < last and (before.start[block + 1], before.duration[block + 1]) != here[:2]:
            before.start[block + 1], before.duration[block + 1] = here[:2]
            waiting.add(block + 1)


def _settled(start: Ints, duration: Ints, kinds: Codes) -> tuple[NDArray[np.intp], Ints]:
    """Take overlaps away: the later event wins, equal ones join. Returns the rows that are left and their durations."""
    end = start + duration
    over = end[:-1] > start[1:]
    duration = duration.copy()
    ahead = np.flatnonzero(over)
    duration[ahead] = start[ahead + 1] - start[ahead]
    odd = over & ((kinds[:-1] == kinds[1:]) | (start[1:] <= start[:-1]))
    if not odd.any():
        return np.arange(len(start)), duration
    # a stretch that shares no time with what is before or after, and in which something joins or goes, is walked
    reach, low = np.maximum.accumulate(end), np.minimum.accumulate(start[::-1])[::-1]
    stretch = np.concatenate([[0], np.cumsum(low[1:] >= reach[:-1])])
    marked = np.zeros(int(stretch[-1]) + 1, np.bool_)
    marked[stretch[:-1][odd]] = True
    keeps = np.ones(len(start), np.bool_)
    rows = np.flatnonzero(marked[stretch])
    duration[rows] = (end - start)[rows]
    for part in np.split(rows, np.flatnonzero(np.diff(stretch[rows])) + 1):
        _settle_stretch(part, start, duration, kinds, keeps)
    kept = np.flatnonzero(keeps)
    return kept, duration[kept]


def _settle_stretch(
    part: NDArray[np.intp], start: Ints, duration: Ints, kinds: Codes, keeps: NDArray[np.bool_]
) -> None:
    stack: list[list[int]] = []  # row, start, end, class
    keeps[part] = False
    for row, begin, length, kind in zip(
        part.tolist(), start[part].tolist(), duration[part].tolist(), kinds[part].tolist(), strict=True
    ):
        end = begin + length
        joined = False
        while stack and stack[-1][2] > begin:
            top = stack[-1]
            if top[3] == kind:
                top[2] = max(top[2], end)
                joined = True
                break
            top[2] = begin
            if top[2] > top[1]:
                break
            stack.pop()
        if not joined:
            stack.append([row, begin, end, kind])
    for row, begin, end, _ in stack:
        keeps[row] = True
        duration[row] = end - begin
