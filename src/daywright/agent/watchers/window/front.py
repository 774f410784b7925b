"""What is told of the window in front. Pure: which window it is, and how it looks, come in.

Titles of one window that change in quick succession (spinners, progress) cut at most one event a second; a switch to
another window always cuts.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from daywright.agent.watchers.port import Sighting

TITLE_EVERY_US = 1_000_000


class View(NamedTuple):
    """How a window looks. `window_class`: a second name of the application, where the system has one."""

    app: str
    title: str
    window_class: str = ""
    full_screen: bool = False


class Front:
    """Remembers what was told. `due_us`: when to call again although nothing changed, because something is held back.

    `pause_us`: where focus leaves one window before it reaches the next, a time without a window only counts as one
    when it lasts longer than this.
    """

    def __init__(self, pause_us: int = 0) -> None:
        self._pause_us = pause_us
        self._window: Hashable = None
        self._shown: View | None = None
        self._told = False
        self._titled_us = 0
        self._left_us: int | None = None
        self.due_us: int | None = None

    def learn(self, now_us: int, window: Hashable, view: Callable[[], View | None]) -> Iterable[Sighting]:
        """The change, if any, now that `window` (None: none) is in front. It is looked at only when that matters."""
        if window is None and self._shown is not None:
            return self._leave(now_us)
        self._left_us = None
        retitled = window == self._window and self._shown is not None
        if retitled and now_us - self._titled_us < TITLE_EVERY_US:
            self.due_us = self._titled_us + TITLE_EVERY_US
            return ()
        self._window = window
        return self._tell(now_us, view())

    def _leave(self, now_us: int) -> Iterable[Sighting]:
        left_us = self._left_us = now_us if self._left_us is None else self._left_us
        if now_us - left_us < self._pause_us:
            self.due_us = left_us + self._pause_us
            return ()
        self._window = self._left_us = None
        return self._tell(left_us, None)

    def _tell(self, at_us: int, shown: View | None) -> Iterable[Sighting]:
        self.due_us = None
        if self._told and shown == self._shown:
            return ()
        self._told, self._shown, self._titled_us = True, shown, at_us
        return (_sighting(at_us, shown),)


def _sighting(at_us: int, view: View | None) -> Sighting:
    if view is None:
        return Sighting("window", at_us, None)
    app = view.app or view.window_class or "unknown"
    return Sighting(
        "window",
        at_us,
        {"app": app, "title": view.title, "window_class": view.window_class},
        {"fullscreen": 1} if view.full_screen else {},
    )
