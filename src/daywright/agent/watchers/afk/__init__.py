"""Away from the keyboard: no input for `away_after`, dated back to the last input.

The decision is `Presence`; the readers only know how long ago the last input was. Nothing is asked while nothing can
have changed: an active person is next looked at when they could first have been idle long enough.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from daywright.agent.watchers.port import Probe, Reader
from daywright.agent.watchers.session import wayland_socket, x11_display


def probes(environment: Mapping[str, str], away_after: timedelta) -> Sequence[Probe]:
    """The ways to know the last input, best first."""

    def through_wayland() -> Reader:
        path = wayland_socket(environment)
        from daywright.agent.watchers.afk.wayland import WaylandIdle

        return WaylandIdle(path, away_after)

    def through_x11() -> Reader:
        display = x11_display(environment)
        from daywright.agent.watchers.afk.x11 import X11Idle

        return X11Idle(display, away_after)

    return (through_wayland, through_x11)
