import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.pairs import Moves, PairTime, moves
from daywright.core.segments import Segments

DAY = 100
Rows = list[tuple[int, int, int, int]]
ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 90), st.integers(1, 4), st.integers(0, 3)), max_size=12)


def timeline(rows: Rows) -> Segments:
    """Segments one after the other: gap, length, what stood in front, what was inside."""
    start, at = [], 0
    for gap, length, _, _ in rows:
        start.append(at + gap)
        at = start[-1] + length
    _, length_, front, inside = (
        (np.array(column, np.int64) for column in zip(*rows, strict=True)) if rows else ([np.empty(0, np.int64)] * 4)
    )
    return Segments(np.array(start, np.int64), length_, front, inside, np.zeros(len(rows), np.uint8), front)


def pairs(rows: Rows) -> PairTime:
    return PairTime.of(timeline(rows), list(range(0, 2_000, DAY)))


@settings(deadline=None)
@given(ROWS)
def test_pairs_hold_all_time_once(rows: Rows) -> None:
    time = pairs(rows)
    expected: dict[tuple[int, int], int] = {}
    for _, length, front, inside in rows:
        expected[front, inside] = expected.get((front, inside), 0) + length
    assert (
        dict(zip(zip(time.front.tolist(), time.inside.tolist(), strict=True), time.ms.tolist(), strict=True))
        == expected
    )


@settings(deadline=None)
@given(ROWS)
def test_each_pair_is_on_the_local_days_it_has_time_on(rows: Rows) -> None:
    time, segments = pairs(rows), timeline(rows)
    expected = {
        (int(front), int(inside), instant // DAY * DAY)
        for start, length, front, inside in zip(
            segments.start, segments.length, segments.context, segments.refinement, strict=True
        )
        for instant in range(int(start), int(start + length))
    }
    shown = zip(time.front[time.pair].tolist(), time.inside[time.pair].tolist(), time.day.tolist(), strict=True)
    assert sorted(shown) == sorted(expected)


@settings(deadline=None)
@given(ROWS, ROWS, st.lists(st.integers(0, 2), min_size=32, max_size=32))
def test_moves_are_what_walking_all_time_gives(one: Rows, other: Rows, codes: list[int]) -> None:
    table = np.array(codes).reshape(2, 4, 4)
    parts, expected, days = [], dict[tuple[int, int], int](), set[int]()
    for rows in (one, other):
        time = pairs(rows)
        before, after = (table[turn, time.front - 1, time.inside] for turn in (0, 1))
        parts.append((time, before, after))
        for start, length, front, inside in zip(
            *(getattr(timeline(rows), name).tolist() for name in ("start", "length", "context", "refinement")),
            strict=True,
        ):
            way = int(table[0, front - 1, inside]), int(table[1, front - 1, inside])
            if way[0] != way[1]:
                expected[way] = expected.get(way, 0) + length
                days |= {instant // DAY for instant in range(start, start + length)}
    assert moves(parts) == Moves(expected, len(days))


def test_nothing_moves_where_there_is_nothing() -> None:
    assert moves([]) == Moves({}, 0)
    assert len(pairs([])) == 0
