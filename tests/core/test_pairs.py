import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.pairs import Moves, PairTime, moves
from daywright.core.segments import Segments

DAY = 100
Rows = list[tuple[int, int, int]]
ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 90), st.integers(0, 11)), max_size=12)


def starts(rows: Rows) -> list[int]:
    """Where each row begins: they follow one another, each after its gap."""
    begun, at = [], 0
    for gap, length, _ in rows:
        begun.append(at + gap)
        at = begun[-1] + length
    return begun


def pairs(rows: Rows) -> PairTime:
    length, thing = (np.array([row[column] for row in rows], np.int64) for column in (1, 2))
    start, none = np.array(starts(rows), np.int64), np.zeros(len(rows), np.uint8)
    segments = Segments(start, length, thing.astype(np.int32), none, np.zeros(len(rows), np.int64))
    return PairTime.of(segments, list(range(0, 2_000, DAY)))


@settings(deadline=None)
@given(ROWS)
def test_pairs_hold_all_time_once(rows: Rows) -> None:
    time = pairs(rows)
    expected: dict[int, int] = {}
    for _, length, thing in rows:
        expected[thing] = expected.get(thing, 0) + length
    assert len(set(time.thing.tolist())) == len(time)
    assert dict(zip(time.thing.tolist(), time.ms.tolist(), strict=True)) == expected


@settings(deadline=None)
@given(ROWS)
def test_each_pair_is_on_the_local_days_it_has_time_on(rows: Rows) -> None:
    time = pairs(rows)
    expected = {
        (thing, instant // DAY * DAY)
        for start, (_, length, thing) in zip(starts(rows), rows, strict=True)
        for instant in range(start, start + length)
    }
    assert sorted(zip(time.thing[time.pair].tolist(), time.day.tolist(), strict=True)) == sorted(expected)


@settings(deadline=None)
@given(ROWS, ROWS, st.lists(st.integers(0, 2), min_size=24, max_size=24))
def test_moves_are_what_walking_all_time_gives(one: Rows, other: Rows, codes: list[int]) -> None:
    before, after = np.array(codes[:12]), np.array(codes[12:])
    expected: dict[tuple[int, int], int] = {}
    days: set[int] = set()
    for rows in (one, other):
        for start, (_, length, thing) in zip(starts(rows), rows, strict=True):
            way = codes[thing], codes[12 + thing]
            if way[0] != way[1]:
                expected[way] = expected.get(way, 0) + length
                days |= {instant // DAY for instant in range(start, start + length)}
    parts = [(time, before[time.thing], after[time.thing]) for time in map(pairs, (one, other))]
    assert moves(parts) == Moves(expected, len(days))


def test_nothing_moves_where_there_is_nothing() -> None:
    assert moves([]) == Moves({}, 0)
    assert len(pairs([])) == 0
