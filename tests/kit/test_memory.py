import gc

import pytest

from daywright.kit.memory import keep_for_good, uncollected


def test_nothing_is_collected_until_the_last_block_ends() -> None:
    assert gc.isenabled()
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_block_that_fails_ends_as_well() -> None:
    with pytest.raises(ValueError, match="x"), uncollected():
        raise ValueError("x")
    assert gc.isenabled()


def test_what_is_kept_for_good_is_not_walked_again() -> None:
    there = [[number] for number in range(1_000)]
    assert any(one is there for one in gc.get_objects())
    try:
        keep_for_good()
        assert not any(one is there for one in gc.get_objects())
        assert gc.isenabled()
    finally:
        gc.unfreeze()
