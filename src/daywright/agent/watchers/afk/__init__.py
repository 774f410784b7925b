"""Away from the keyboard: no input for `away_after`, dated back to the last input.

Compositors say when that is so. Elsewhere the readers only know how long ago the last input was, and the decision is
`Presence`: nothing is asked while nothing can have changed, so an active person is next looked at when they could first
have been idle long enough.
"""

import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta

from daywright.agent.watchers.port import Probe, Reader
from daywright.agent.watchers.session import wayland_socket, x11_display


def probes(environment: Mapping[str, str], away_after: timedelta, platform: str = sys.platform) -> Sequence[Probe]:
    """The ways to know the last input, best first."""

    def through_wayland() -> Reader:
        path = wayland_socket(environment)
        from daywright.agent.watchers.afk.wayland import WaylandIdle

        return WaylandIdle(path, away_after)

    def through_mutter() -> Reader:
        wayland_socket(environment)
        from daywright.agent.watchers.afk.mutter import MutterIdle

        return MutterIdle(environment.get("DBUS_SESSION_BUS_ADDRESS", ""), away_after)

    def through_x11() -> Reader:
        display = x11_display(environment)
        from daywright.agent.watchers.afk.x11 import X11Idle

        return X11Idle(display, away_after)

    def through_macos() -> Reader:
        from daywright.agent.watchers import cocoa
        from daywright.agent.watchers.afk.asked import AskedIdle

        return AskedIdle("macOS", cocoa.time_since_input_us, away_after)

    def through_windows() -> Reader:
        from daywright.agent.watchers import win32
        from daywright.agent.watchers.afk.asked import AskedIdle

        return AskedIdle("Windows", win32.time_since_input_us, away_after)

    match platform:
        case "darwin":
            return (through_macos,)
        case "win32":
            return (through_windows,)
        case _:
            return (through_wayland, through_mutter, through_x11)
