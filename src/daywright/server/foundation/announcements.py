"""How a lower feature reaches a higher one: it announces, and `app.py` decides who listens."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

log = structlog.get_logger()

News = TypeVar("News")


@dataclass(frozen=True, slots=True)
class TimeChanged:
    """Something a user recorded between two instants (µs since 1970) is new or different."""

    user: int
    from_us: int
    to_us: int


class Announcer:
    """Calls every listener of an announcement, on the thread that announces, after the commit."""

    def __init__(self) -> None:
        self._listeners: defaultdict[type[object], list[Callable[[Any], None]]] = defaultdict(list)

    def listen(self, to: type[News], listener: Callable[[News], None]) -> None:
        """Have `listener` called with each announcement of type `to`. It must be quick and must not block."""
        self._listeners[to].append(listener)

    def announce(self, news: object) -> None:
        """Tell all listeners. One that fails is logged and harms nobody."""
        for listener in self._listeners[type(news)]:
            try:
                listener(news)
            except Exception:
                log.exception("listener failed", news=type(news).__name__)
