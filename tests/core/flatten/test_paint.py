import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from daywright.core.flatten.paint import distinct, paint

ROWS, INTERVALS = 3, 21
events = st.lists(
    st.tuples(st.integers(0, INTERVALS), st.integers(0, INTERVALS), st.integers(0, ROWS - 1)), max_size=12
)


@given(events)
def test_the_highest_number_holds_what_it_covers(covering: list[tuple[int, int, int]]) -> None:
    columns = np.array(covering, np.int64).reshape(-1, 3)
    held = paint(np.arange(1, len(columns) + 1), columns[:, 0], columns[:, 1], columns[:, 2], (ROWS, INTERVALS))
    for row in range(ROWS):
        for interval in range(INTERVALS):
            over = [n + 1 for n, (first, last, at) in enumerate(covering) if at == row and first <= interval < last]
            assert held[row, interval] == max(over, default=0)


@given(st.lists(st.integers(-5, 5)))
def test_distinct_instants_ascend(instants: list[int]) -> None:
    assert distinct(np.array(instants, np.int64)).tolist() == sorted(set(instants))
