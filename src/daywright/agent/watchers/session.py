"""Which kind of desktop session this is, and where to reach it."""

import stat
from collections.abc import Mapping
from pathlib import Path

from daywright.agent.watchers.port import Unavailable

# Another way to read belongs here: nothing to tell a person about.
_ELSEWHERE = Unavailable("")


def x11_display(environment: Mapping[str, str]) -> str:
    """The X display to read. Raises Unavailable where X11 would say nothing, or not the truth."""
    if _on_wayland(environment):
        # Xwayland shows X programs only and knows nothing of input to the others: half a truth would be a wrong one.
        raise _ELSEWHERE
    display = environment.get("DISPLAY")
    if not display:
        raise Unavailable("no X display (DISPLAY is not set)")
    return display


def wayland_socket(environment: Mapping[str, str]) -> Path:
    """The socket of the Wayland compositor. Raises Unavailable where there is none."""
    folder = Path(environment.get("XDG_RUNTIME_DIR") or "/nonexistent")
    named = environment.get("WAYLAND_DISPLAY")
    if named and (folder / named).exists():
        return folder / named  # an absolute name stays as it is
    # A service that was started before the desktop never learns the name, and the next desktop may have another; the
    # socket is there all the same.
    if _on_wayland(environment) or not environment.get("DISPLAY"):
        found = [(made_at, path) for path in folder.glob("wayland-*") if (made_at := _made_at(path)) is not None]
        if found:
            return max(found)[1]
    if named:
        return folder / named
    raise Unavailable("no Wayland compositor (WAYLAND_DISPLAY is not set)") if _on_wayland(environment) else _ELSEWHERE


def desktop_name(environment: Mapping[str, str]) -> str:
    """What the desktop calls itself: `GNOME`, `KDE`, `sway`; empty where it does not say."""
    return environment.get("XDG_CURRENT_DESKTOP", "").rpartition(":")[2]


def _on_wayland(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("WAYLAND_DISPLAY")) or environment.get("XDG_SESSION_TYPE") == "wayland"


def _made_at(path: Path) -> float | None:
    """When a socket was made; None for what is none, or is gone by now."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime if stat.S_ISSOCK(found.st_mode) else None
