"""The active window on X11: PropertyNotify on the root and on the active window, no polling.

A window may vanish between two requests; that is an answer ("no window now"), not an error.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from Xlib import X, Xatom
from Xlib.error import ConnectionClosedError, XError

from daywright.agent.watchers.port import Sighting, SignalLost
from daywright.agent.watchers.window.front import Front, View
from daywright.agent.watchers.x11 import close_display, open_display

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

# In the server's unit of four bytes. Longer texts come cut; redaction takes a title that may have lost its end, where
# browsers say that a window is private, for private. So much holds more characters than the longest it believes.
_LONGEST_TEXT = 4096
# A round trip may read further events into the library's own queue, where no poll sees them: look again, a few times.
_ROUNDS = 8


class X11Window:
    """Reads the active window of one X display."""

    def __init__(self, display_name: str) -> None:
        self._display = open_display(display_name)
        self.name = f"X11 display {display_name}"
        intern = self._display.intern_atom
        self._active = intern("_NET_ACTIVE_WINDOW")
        self._state = intern("_NET_WM_STATE")
        self._full = intern("_NET_WM_STATE_FULLSCREEN")
        self._title = intern("_NET_WM_NAME")
        self._telling = {self._title, Xatom.WM_NAME, self._state}
        self._front = Front()
        self._window: Window | None = None
        self._again_us: int | None = 0
        self._root = self._display.screen().root
        self._root.change_attributes(event_mask=X.PropertyChangeMask)

    def fileno(self) -> int:
        """See `Reader.fileno`."""
        return int(self._display.fileno())

    def due_us(self) -> int | None:
        """See `Reader.due_us`. Only the first look and a held-back title have a date."""
        return self._front.due_us if self._again_us is None else self._again_us

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`."""
        try:
            return tuple(self._look(now_us))
        except (ConnectionClosedError, OSError) as error:
            raise SignalLost("the X server went away") from error

    def close(self) -> None:
        """See `Reader.close`."""
        close_display(self._display)

    def _look(self, now_us: int) -> Iterable[Sighting]:
        again = self._again_us is not None
        retitled = self._front.due_us is not None and now_us >= self._front.due_us
        self._again_us = None
        for _ in range(_ROUNDS):
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == X.PropertyNotify:
                    again |= event.window == self._root and event.atom == self._active
                    retitled |= event.window == self._window and event.atom in self._telling
            if again:
                self._follow(self._active_window())
            elif not retitled:
                return
            yield from self._front.learn(now_us, self._window, self._describe)
            again = retitled = False
        self._again_us = now_us

    def _active_window(self) -> "Window | None":
        found = self._root.get_full_property(self._active, X.AnyPropertyType)
        number = found.value[0] if found is not None and len(found.value) else 0
        return self._display.create_resource_object("window", number) if number else None

    def _follow(self, window: "Window | None") -> None:
        if window == self._window:
            return
        try:
            if self._window is not None and self._window != self._root:
                self._window.change_attributes(event_mask=X.NoEventMask)
            if window is not None and window != self._root:
                window.change_attributes(event_mask=X.PropertyChangeMask)
        finally:
            self._window = window

    def _describe(self) -> View | None:
        if self._window is None:
            return None
        try:
            instance, _, app = self._text(Xatom.WM_CLASS).rstrip("\0").partition("\0")
            title = self._text(self._title) or self._text(Xatom.WM_NAME)
            states = self._window.get_property(self._state, Xatom.ATOM, 0, _LONGEST_TEXT)
        except XError:  # it vanished while we asked
            return None
        return View(app, title, instance, full_screen=states is not None and self._full in states.value)

    def _text(self, atom: int) -> str:
        found = self._window and self._window.get_property(atom, X.AnyPropertyType, 0, _LONGEST_TEXT)
        if not found:
            return ""
        text = bytes(found.value)
        try:
            return text.decode()
        except UnicodeDecodeError:
            # Programs say STRING (Latin-1) and send UTF-8, so the type is no help; a cut or old text may be neither.
            return text.decode("latin-1" if found.property_type == Xatom.STRING else "utf-8", errors="replace")
