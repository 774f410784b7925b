import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.core.score import Productivity, productivity


def test_the_score_of_the_specification() -> None:
    day = [(3600, 2), (1800, 1), (900, 0), (900, -1), (600, -2)]
    found = productivity(day, total_seconds=7800 / 0.87)
    assert found.score is not None
    assert round(found.score, 2) == 72.12
    assert found.coverage == pytest.approx(0.87)


def test_under_a_quarter_of_an_hour_there_is_no_score() -> None:
    assert productivity([(899.9, 2)], 3600).score is None
    assert productivity([(450, 2), (450, -2)], 3600).score == 50


def test_no_time_has_neither_score_nor_coverage() -> None:
    assert productivity([], 0) == Productivity(None, None)


def test_time_without_a_category_lowers_the_coverage_alone() -> None:
    assert productivity([(3600, 2)], 7200) == Productivity(100, 0.5)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.integers(-2, 2))), st.floats(0, 1e7))
def test_a_score_stays_between_0_and_100(day: list[tuple[float, int]], total: float) -> None:
    score, coverage = productivity(day, total)
    assert score is None or -1e-9 <= score <= 100 + 1e-9
    assert coverage is None or 0 <= coverage <= 1
