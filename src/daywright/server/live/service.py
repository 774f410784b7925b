"""The hub: announcements from any thread reach the open pages of the user they concern, coalesced.

A page that does not read is not waited for: it keeps one pending range, which only grows.
"""

import asyncio
from collections import defaultdict
from threading import Lock

from daywright.server.foundation.announcements import TimeChanged

PAGES = 200  # open at once, of all users
COALESCE_S = 0.15  # changes this close together reach a page as one


class Listener:
    """One open page: the range that changed since it was last told, and a bell."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._bell, self._lock = loop, asyncio.Event(), Lock()
        self._changed: tuple[int, int] | None = None

    def tell(self, from_us: int, to_us: int) -> None:
        """Add a change; callable from any thread."""
        with self._lock:
            known = self._changed or (from_us, to_us)
            self._changed = (min(known[0], from_us), max(known[1], to_us))
        self._loop.call_soon_threadsafe(self._bell.set)

    async def next(self) -> tuple[int, int]:
        """Wait for a change and a little longer; the range (µs since 1970) of all that came."""
        while True:
            await self._bell.wait()
            await asyncio.sleep(COALESCE_S)
            self._bell.clear()
            with self._lock:
                changed, self._changed = self._changed, None
            if changed is not None:  # the bell may still ring for a change that was taken along
                return changed


class Hub:
    """Who listens for whom."""

    def __init__(self) -> None:
        self._listeners: defaultdict[int, set[Listener]] = defaultdict(set)
        self._lock = Lock()

    def join(self, user: int, listener: Listener) -> bool:
        """Have the listener told of the user's changes; False when too many pages are open already."""
        with self._lock:
            if sum(map(len, self._listeners.values())) >= PAGES:
                return False
            self._listeners[user].add(listener)
            return True

    def leave(self, user: int, listener: Listener) -> None:
        """Stop telling it."""
        with self._lock:
            self._listeners[user].discard(listener)
            if not self._listeners[user]:
                del self._listeners[user]

    def on_change(self, news: TimeChanged) -> None:
        """Pass an announcement on."""
        with self._lock:
            listeners = tuple(self._listeners.get(news.user, ()))
        for listener in listeners:
            listener.tell(news.from_us, news.to_us)
