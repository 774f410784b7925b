"""The active window on Wayland, as compositors of the wlroots family tell it: wlr-foreign-toplevel-management.

The compositor says of each window what it is called, whether it is activated and whether it fills the screen, whenever
that changes; nothing is polled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from daywright.agent.watchers.port import Sighting, SignalLost, Unavailable
from daywright.agent.watchers.wayland import Arguments, Compositor, numbers
from daywright.agent.watchers.window.front import Front, View

_MANAGER = "zwlr_foreign_toplevel_manager_v1"
_VERSION = 3
_DESTROY = 7
# The compositor takes focus from one window before it gives it to the next, not always in one breath.
_PAUSE_US = 100_000


class _OfManager(IntEnum):
    TOPLEVEL, FINISHED = 0, 1


class _OfWindow(IntEnum):
    TITLE, APP_ID, STATE, DONE, CLOSED = 0, 1, 4, 5, 6


class _State(IntEnum):
    ACTIVATED, FULL_SCREEN = 2, 3


@dataclass(slots=True, eq=False)
class _Window:
    """What has been said of a window; it holds once the compositor says that it is done."""

    app_id: str = ""
    title: str = ""
    active: bool = False
    full_screen: bool = False
    view: View | None = None


class WaylandWindow:
    """Reads the active window of one compositor."""

    def __init__(self, path: Path, unheard: str) -> None:
        """`unheard`: the reason to give where the compositor does not speak of windows."""
        self.name = f"wlr-foreign-toplevel-management on {path.name}"
        self._active: list[_Window] = []  # the one activated last at the end; each seat may have its own
        self._front = Front(_PAUSE_US)
        self._looked = False
        self._compositor = Compositor(path)
        try:
            self._begin(unheard)
            self._compositor.settle()
        except (Unavailable, SignalLost) as trouble:
            self.close()
            raise Unavailable(str(trouble)) from trouble

    def fileno(self) -> int:
        """See `Reader.fileno`."""
        return self._compositor.fileno()

    def due_us(self) -> int | None:
        """See `Reader.due_us`. Only the first look and what is held back have a date."""
        return self._front.due_us if self._looked else 0

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`."""
        self._looked = True
        self._compositor.hear()
        if not self._active:
            return self._front.learn(now_us, None, lambda: None)
        front = self._active[-1]
        return self._front.learn(now_us, front, lambda: front.view)

    def close(self) -> None:
        """See `Reader.close`."""
        self._compositor.close()

    def _begin(self, unheard: str) -> None:
        if _MANAGER not in self._compositor.offers:
            raise Unavailable(unheard)
        self._compositor.bind(_MANAGER, _VERSION, self._on_manager)

    def _on_manager(self, event: int, said: Arguments) -> None:
        if event == _OfManager.FINISHED:
            raise SignalLost("the Wayland compositor says no more about windows")
        if event == _OfManager.TOPLEVEL:
            number, window = said.number(), _Window()
            self._compositor.hear_from(number, lambda event, said: self._on_window(number, window, event, said))

    def _on_window(self, number: int, window: _Window, event: int, said: Arguments) -> None:
        match event:
            case _OfWindow.TITLE:
                window.title = said.text()
            case _OfWindow.APP_ID:
                window.app_id = said.text()
            case _OfWindow.STATE:
                states = numbers(said.array())
                window.active = _State.ACTIVATED in states
                window.full_screen = _State.FULL_SCREEN in states
            case _OfWindow.DONE:
                window.view = View(window.app_id, window.title, full_screen=window.full_screen)
                self._rank(window, active=window.active)
            case _OfWindow.CLOSED:
                self._rank(window, active=False)
                self._compositor.forget(number)
                self._compositor.ask(number, _DESTROY)

    def _rank(self, window: _Window, *, active: bool) -> None:
        if active and window not in self._active:
            self._active.append(window)
        elif not active and window in self._active:
            self._active.remove(window)
