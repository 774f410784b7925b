"""Which window is in front: `{app, title}`, with `fullscreen` in the counts."""

from collections.abc import Mapping, Sequence

from daywright.agent.watchers.port import Probe, Reader
from daywright.agent.watchers.session import x11_display


def probes(environment: Mapping[str, str]) -> Sequence[Probe]:
    """The ways to know the active window, best first."""

    def through_x11() -> Reader:
        display = x11_display(environment)
        from daywright.agent.watchers.window.x11 import X11Window

        return X11Window(display)

    return (through_x11,)
