"""The window in front where the system tells of it only when it is asked: once a second."""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from daywright.agent.watchers.port import Sighting, SignalLost
from daywright.agent.watchers.window.front import Front, View
from daywright.kit.clock import US_PER_SECOND

ASK_EVERY_US = US_PER_SECOND


class InFront(NamedTuple):
    """Which window is in front, and how it looks."""

    window: Hashable
    view: View


class AskedWindow:
    """Asks again and again."""

    def __init__(self, name: str, ask: Callable[[], InFront | None]) -> None:
        """`ask`: the window in front, None where there is none. OSError: it cannot be asked any more."""
        self.name = name
        self._ask = ask
        self._front = Front()
        self._due_us = 0

    def fileno(self) -> int:
        """See `Reader.fileno`."""
        return -1

    def due_us(self) -> int | None:
        """See `Reader.due_us`."""
        return self._due_us

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`."""
        try:
            seen = self._ask()
        except OSError as error:
            raise SignalLost("the system does not say which window is in front") from error
        self._due_us = now_us + ASK_EVERY_US
        if seen is None:
            return self._front.learn(now_us, None, lambda: None)
        return self._front.learn(now_us, seen.window, lambda: seen.view)

    def close(self) -> None:
        """See `Reader.close`."""
