"""Which window is in front: `{app, title}`, with `fullscreen` in the counts."""

import sys
from collections.abc import Mapping, Sequence

from daywright.agent.watchers.port import Probe, Reader
from daywright.agent.watchers.session import desktop_name, wayland_socket, x11_display


def probes(environment: Mapping[str, str], platform: str = sys.platform) -> Sequence[Probe]:
    """The ways to know the active window, best first."""

    def through_wayland() -> Reader:
        path = wayland_socket(environment)
        from daywright.agent.watchers.window.wayland import WaylandWindow

        return WaylandWindow(path, _unheard(desktop_name(environment)))

    def through_kwin() -> Reader:
        wayland_socket(environment)
        from daywright.agent.watchers.window.kwin import KWinWindow

        return KWinWindow(environment.get("DBUS_SESSION_BUS_ADDRESS", ""), environment.get("XDG_RUNTIME_DIR", ""))

    def through_x11() -> Reader:
        display = x11_display(environment)
        from daywright.agent.watchers.window.x11 import X11Window

        return X11Window(display)

    match platform:
        case "darwin":
            return (_through_macos,)
        case "win32":
            return (_through_windows,)
        case _:
            return (through_wayland, through_kwin, through_x11)


def _through_macos() -> Reader:
    from daywright.agent.watchers import cocoa
    from daywright.agent.watchers.window.asked import AskedWindow
    from daywright.agent.watchers.window.macos import in_front

    return AskedWindow("macOS; titles need the Accessibility permission", lambda: in_front(cocoa.frontmost()))


def _through_windows() -> Reader:
    from daywright.agent.watchers import win32
    from daywright.agent.watchers.window.asked import AskedWindow
    from daywright.agent.watchers.window.windows import in_front

    return AskedWindow("Windows", lambda: in_front(win32.foreground()))


def _unheard(desktop: str) -> str:
    """What to say where the compositor keeps its windows to itself."""
    name = {"": "This desktop", "KDE": "KDE Plasma"}.get(desktop, desktop)
    return (
        f"{name} on Wayland tells no program which window is in front; what the browser and editor extensions send "
        "is recorded. The how-to page on Wayland says what you can do"
    )
