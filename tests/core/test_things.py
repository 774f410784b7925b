import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.things import Things

pairs = st.tuples(st.integers(0, 12), st.integers(-1, 12))
batches = st.lists(st.lists(pairs, max_size=30), max_size=6)


def _columns(batch: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(batch, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@settings(deadline=None)
@given(batches)
def test_a_number_stands_for_one_pair_for_ever(given_batches: list[list[tuple[int, int]]]) -> None:
    things = Things()
    numbered = [(batch, things.number(*_columns(batch)).tolist()) for batch in given_batches]
    of: dict[tuple[int, int], int] = {}
    for batch, numbers in numbered:
        for pair, number in zip(batch, numbers, strict=True):
            assert of.setdefault(pair, number) == number
            assert (things.front[number], things.inside[number]) == pair
    assert sorted(of.values()) == list(range(len(things)))


def test_a_page_seen_in_two_windows_is_two_things() -> None:
    numbers = Things().number(np.array([1, 2, 1, 2]), np.array([5, 5, 5, -1]))
    assert numbers[0] == numbers[2]
    assert len(set(numbers.tolist())) == 3
