from hypothesis import given
from hypothesis import strategies as st

from daywright.kit.backoff import EARLY_CAP_US, EARLY_US, FLOOR_US, LATE_CAP_US, backoff_us

MIDDLE = 0.5


@given(
    failures=st.integers(0, 10_000), outage_us=st.integers(0, 10**13), chance=st.floats(0, 1, exclude_max=True)
)  # fmt: skip
def test_a_wait_is_never_under_a_second_nor_over_the_cap(failures: int, outage_us: int, chance: float) -> None:
    cap_us = EARLY_CAP_US if outage_us < EARLY_US else LATE_CAP_US
    assert FLOOR_US <= backoff_us(failures, outage_us, lambda: chance) <= cap_us


def test_waits_grow_with_every_failure() -> None:
    waits = [backoff_us(failures, 0, lambda: MIDDLE) for failures in (1, 2, 3)]
    assert waits == sorted(set(waits))


def test_within_the_first_hour_an_outage_ends_at_most_ten_seconds_after_the_server_is_back() -> None:
    assert backoff_us(1000, EARLY_US - 1, lambda: 0.999_999) < 10_000_000
