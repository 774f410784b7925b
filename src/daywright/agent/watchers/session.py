"""Which kind of desktop session this is, and what can be read in it."""

from collections.abc import Mapping

from daywright.agent.watchers.port import Unavailable


def x11_display(environment: Mapping[str, str]) -> str:
    """The X display to read. Raises Unavailable with the reason where X11 would say nothing, or not the truth."""
    if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
        # Xwayland shows X programs only and knows nothing of input to the others: half a truth would be a wrong one.
        raise Unavailable(
            "Wayland session: the active window and idle time cannot be read yet; lock and suspend can. "
            "An X11 session, the browser extension and the editor extensions are seen in full"
        )
    display = environment.get("DISPLAY")
    if not display:
        raise Unavailable("no X display (DISPLAY is not set)")
    return display
