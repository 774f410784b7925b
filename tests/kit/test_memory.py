import gc

from daywright.kit.memory import give_back


def test_giving_memory_back_disturbs_nothing() -> None:
    kept = [object() for _ in range(10)]
    give_back()
    assert len(kept) == 10
    gc.unfreeze()
