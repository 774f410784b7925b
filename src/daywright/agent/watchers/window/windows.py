"""The window in front on Windows. What was read comes in; `watchers/win32.py` reads it."""

from dataclasses import dataclass
from ntpath import basename

from daywright.agent.watchers.window.asked import InFront
from daywright.agent.watchers.window.front import View

Corners = tuple[int, int, int, int]
"""Left, top, right, bottom."""

# Its window frames those of the programs from the Store; who is inside is the application.
FRAME_HOST = "applicationframehost.exe"


@dataclass(frozen=True, slots=True)
class Foreground:
    """The foreground window as Windows tells it.

    `program` is the path of its process, None where Windows keeps it from us (programs with more rights); `framed`
    the one of the process inside the frame, where there is one. `captioned`: it has a title bar.
    """

    handle: int
    title: str
    program: str | None
    framed: str | None
    window: Corners
    monitor: Corners
    captioned: bool


def in_front(read: Foreground | None) -> InFront | None:
    """The window in front; None where Windows names none, as for a moment at each switch."""
    if read is None:
        return None
    program = basename(read.program or "")
    if program.casefold() == FRAME_HOST and read.framed:
        program = basename(read.framed)
    return InFront(read.handle, View(program, read.title, full_screen=_fills(read)))


def idle_us(last_input_ms: int, ticks_ms: int) -> int:
    """The time since the last input. Both are counters of 32 bits that begin anew after seven weeks."""
    return (ticks_ms - last_input_ms) % (1 << 32) * 1000


def _fills(read: Foreground) -> bool:
    """A maximised window leaves the task bar, or has a title bar; a full-screen one has neither."""
    left, top, right, bottom = read.window
    return not read.captioned and (
        left <= read.monitor[0] and top <= read.monitor[1] and right >= read.monitor[2] and bottom >= read.monitor[3]
    )
