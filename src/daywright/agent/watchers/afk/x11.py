"""The last input on X11, from the MIT-SCREEN-SAVER extension; asking changes no setting of the user's."""

from collections.abc import Iterable
from datetime import timedelta

from Xlib.error import ConnectionClosedError, XError

from daywright.agent.watchers.afk.presence import Presence
from daywright.agent.watchers.port import Sighting, SignalLost, Unavailable
from daywright.agent.watchers.x11 import close_display, open_display

_EXTENSION = "MIT-SCREEN-SAVER"


class X11Idle:
    """Asks one X display how long its user has been idle."""

    def __init__(self, display_name: str, away_after: timedelta) -> None:
        self._display = open_display(display_name)
        if not self._display.has_extension(_EXTENSION):
            self.close()
            raise Unavailable(f"the X server lacks {_EXTENSION}, so idle time cannot be read")
        self.name = f"{_EXTENSION} on X11 display {display_name}"
        self._root = self._display.screen().root
        self._presence = Presence(away_after)

    def fileno(self) -> int:
        """See `Reader.fileno`: readable only when the connection ends."""
        return int(self._display.fileno())

    def due_us(self) -> int | None:
        """See `Reader.due_us`."""
        return self._presence.due_us

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`."""
        try:
            while self._display.pending_events():
                self._display.next_event()  # none was asked for; a mapping change comes unasked
            idle_ms = int(self._root.screensaver_query_info().idle)
        except (ConnectionClosedError, XError, OSError) as error:
            raise SignalLost("the X server went away") from error
        return tuple(self._presence.learn(now_us, idle_ms * 1000))

    def close(self) -> None:
        """See `Reader.close`."""
        close_display(self._display)
