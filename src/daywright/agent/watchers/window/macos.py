"""The window in front on macOS. What was read comes in; `watchers/cocoa.py` reads it."""

from dataclasses import dataclass

from daywright.agent.watchers.window.asked import InFront
from daywright.agent.watchers.window.front import View


@dataclass(frozen=True, slots=True)
class Frontmost:
    """The application whose window is in front, as macOS tells it.

    `title` is None where the Accessibility permission is missing, or the window has none.
    """

    pid: int
    name: str | None
    bundle: str | None
    title: str | None
    full_screen: bool | None


def in_front(read: Frontmost | None) -> InFront | None:
    """The window in front; None where macOS names none."""
    if read is None:
        return None
    # The name is what people know and the same in most languages; a program without one has its bundle.
    app = read.name or (read.bundle or "").rpartition(".")[2]
    return InFront(read.pid, View(app, read.title or "", read.bundle or "", full_screen=bool(read.full_screen)))
