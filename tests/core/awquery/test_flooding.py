"""`flood` walked in blocks is `flood` walked row by row."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.awquery import flooding
from daywright.core.awquery.flooding import flood
from fakes.queries import columns, rows_of

calm = settings(deadline=None)  # a machine may be busy

PULSE_US = 5_000_000
GAPS_MS = (-200, -100, -90, -1, 0, 0, 1, 3, 500, 999, 1001, 2500, 5000, 5001, 60_000)
LENGTHS_US = (0, 0, 1000, 5_000, 900_000, 2_000_000, 2_000_500, 30_000_000, 333)


def stream(dice: random.Random, count: int, kinds: int) -> list[tuple[int, int, int]]:
    """Events as a watcher writes them, now and then out of step."""
    found: list[tuple[int, int, int]] = []
    at = 0
    for _ in range(count):
        length = dice.choice(LENGTHS_US)
        found.append((at, length, dice.randint(1, kinds)))
        at = max(0, (at + length) // 1000 * 1000 + dice.choice(GAPS_MS) * 1000)
    return found


@pytest.mark.parametrize("kinds", [1, 2, 30])
@pytest.mark.parametrize("rounds", [0, 1, 6])
def test_blocks_change_nothing(kinds: int, rounds: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(kinds * 10 + rounds)
    for size in (1, 2, 63, 64, 65, 1_000, 5_000):
        events = columns(stream(dice, size, kinds))
        monkeypatch.setattr(flooding, "FEWEST", 10**9)
        plainly = flood(events, PULSE_US)
        monkeypatch.setattr(flooding, "FEWEST", 1)
        monkeypatch.setattr(flooding, "PIECE", 100)
        monkeypatch.setattr(flooding, "ROUNDS", rounds)
        blocks = flood(events, PULSE_US)
        assert rows_of(blocks) == rows_of(plainly)
        assert blocks.id.tolist() == plainly.id.tolist()


@calm
@given(
    st.randoms(use_true_random=False), st.integers(1, 40), st.integers(1, 4), st.sampled_from((0, 1_000_000, PULSE_US))
)
def test_a_flooded_list_never_counts_time_twice(dice: random.Random, count: int, kinds: int, pulse_us: int) -> None:
    flooded = flood(columns(stream(dice, count, kinds)), pulse_us)
    assert (flooded.duration > 0).all()
    assert (flooded.start[1:] >= flooded.end[:-1]).all()


def test_a_gap_between_equal_events_closes_and_one_between_different_ones_is_shared() -> None:
    equal = columns([(0, 1_000_000, 1), (3_000_000, 1_000_000, 1)])
    assert rows_of(flood(equal, PULSE_US)) == [(0, 4_000_000, 1)]
    different = columns([(0, 1_000_000, 1), (3_000_000, 1_000_000, 2)])
    assert rows_of(flood(different, PULSE_US)) == [(0, 2_000_000, 1), (2_000_000, 2_000_000, 2)]
    far = columns([(0, 1_000_000, 1), (6_000_001, 1_000_000, 1)])
    assert rows_of(flood(far, PULSE_US)) == rows_of(far)
