"""The one thread that watches: waits on all readers at once, wakes only when one of them has something to say.

Watchers are asked in their given order. The one that notices sleep goes first: it is due whenever the machine slept,
so whatever the others say after a resume lands after the gap.
"""

import os
import select
from collections.abc import Callable, Sequence

from daywright.agent.watchers.port import Moment, Sighting
from daywright.agent.watchers.watcher import Watcher
from daywright.kit.clock import WakingClock

_LONGEST_WAIT_MS = 3_600_000


class WatchLoop:
    """Hands every sighting to `see` in the order of time, and calls `touch` at least every `touch_us`."""

    def __init__(
        self,
        watchers: Sequence[Watcher],
        *,
        clock: WakingClock,
        see: Callable[[Sighting, Moment], None],
        touch: Callable[[Moment], None],
        touch_us: int,
    ) -> None:
        self._watchers = watchers
        self._clock = clock
        self._see = see
        self._touch = touch
        self._touch_us = touch_us
        self._touch_due_us = 0
        self._next: Sequence[Watcher] | None = None

    def run(self, wake_fd: int, stopping: Callable[[], bool]) -> None:
        """Watch until `stopping`; a byte on `wake_fd` makes it look."""
        while not stopping():
            self.round(self._wait(wake_fd))
        self._close()

    def replace(self, watchers: Sequence[Watcher]) -> None:
        """Watch with these from the next round on. From any thread."""
        self._next = watchers

    def round(self, ready: set[int]) -> None:
        """One look at everything that is ready or due."""
        if self._next is not None:
            self._close()
            self._watchers, self._next = self._next, None
        for watcher in self._watchers:
            due_us = watcher.due_us()
            now_us = self._clock.mono_us()
            if watcher.fileno() in ready or (due_us is not None and due_us <= now_us):
                for sighting in watcher.look(now_us):
                    self._see(sighting, self._now())
        now = self._now()
        if now.mono_us >= self._touch_due_us:
            self._touch_due_us = now.mono_us + self._touch_us
            self._touch(now)

    def next_us(self) -> int:
        """The monotonic moment of the next round if nothing arrives before."""
        dues = [due for watcher in self._watchers if (due := watcher.due_us()) is not None]
        return min([*dues, self._touch_due_us])

    def _now(self) -> Moment:
        return Moment(self._clock.mono_us(), self._clock.wall_us())

    def _wait(self, wake_fd: int) -> set[int]:
        waiting = select.poll()
        for number in {wake_fd, *(watcher.fileno() for watcher in self._watchers)}:
            if number >= 0:
                waiting.register(number, select.POLLIN)
        wait_ms = (self.next_us() - self._clock.mono_us() + 999) // 1000
        ready = {number for number, _ in waiting.poll(max(0, min(wait_ms, _LONGEST_WAIT_MS)))}
        if wake_fd in ready:
            os.read(wake_fd, 512)
        return ready

    def _close(self) -> None:
        for watcher in self._watchers:
            watcher.close()
