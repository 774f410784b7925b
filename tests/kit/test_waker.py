import select
import signal
from collections.abc import Iterator

import pytest

from daywright.kit.waker import Waker, listen


@pytest.fixture(autouse=True)
def _handlers_as_before() -> Iterator[None]:
    before = signal.getsignal(signal.SIGUSR1)
    yield
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGUSR1, before)


def test_waking_ends_the_waiting_and_is_heard_once() -> None:
    waker = Waker()
    assert waker.drain() == set()
    waker.wake()
    assert select.select([waker.fileno()], [], [], 5)[0]
    assert waker.drain() == {0}
    assert waker.drain() == set()


def test_signals_are_heard_as_their_numbers() -> None:
    signals = listen(signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    assert signals.drain() == {signal.SIGUSR1}
