"""A real X desktop without a screen: Xvfb, a window manager, and windows that do as they are told."""

import contextlib
import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_PATIENCE_S = 45.0  # only what fails takes this long


def eventually(holds: Callable[[], bool], what: str, seconds: float = _PATIENCE_S) -> None:
    """Wait for another program. Only for tests that start real ones."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"never came true: {what}")
        time.sleep(0.02)


@dataclass
class Desktop:
    """One X server with its programs; everything it starts, it stops."""

    display: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        hidden = {"WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_ID"}
        kept = {name: value for name, value in os.environ.items() if name not in hidden}
        # No bus answers here, whatever runs on the machine of the test.
        return kept | {
            "DISPLAY": self.display,
            "LC_ALL": "C.UTF-8",
            "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent",
        }

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def run(self, *command: str) -> str:
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, timeout=20
        ).stdout.decode()

    def window(self, title: str, app: str = "XTerm") -> subprocess.Popen[bytes]:
        """Open a window and wait until it is in front."""
        process = self.start("xterm", "-class", app, "-T", title, "-e", "sleep", "600")
        eventually(lambda: self.title() == title, f"{title} is in front")
        return process

    def title(self) -> str:
        return self.ask("xdotool", "getactivewindow", "getwindowname").strip()

    def is_managed(self) -> bool:
        return "_NET_SUPPORTING_WM_CHECK(WINDOW)" in self.ask("xprop", "-root")

    def ask(self, *command: str) -> str:
        """Like `run`, where failing is an answer too."""
        with contextlib.suppress(subprocess.CalledProcessError):
            return self.run(*command)
        return ""

    def switch_to(self, title: str) -> float:
        """Bring a window to the front; returns the wall time just after."""
        self.run("xdotool", "search", "--name", f"^{title}$", "windowactivate", "--sync")
        return time.time()

    def press_a_key(self) -> float:
        self.run("xdotool", "key", "shift")
        return time.time()

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@contextmanager
def desktop(display: str = "") -> Iterator[Desktop]:
    """A fresh desktop on this display, or on one nobody uses."""
    read_fd, write_fd = os.pipe()
    screen = ["-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        ["Xvfb", *([display] if display else []), "-displayfd", str(write_fd), *screen],
        pass_fds=[write_fd],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_fd)
    number = _first_line(read_fd)
    os.close(read_fd)
    if not number:
        server.kill()
        raise AssertionError("Xvfb did not start")
    here = Desktop(f":{number}", [server])
    try:
        here.start("openbox", "--sm-disable")
        eventually(here.is_managed, "the window manager is up")
        yield here
    finally:
        here.stop()


def display_of_our_own() -> str:
    """A display number high enough that nobody else picks it while it is free for a moment."""
    return f":{300 + os.getpid() % 5000}"


def _first_line(read_fd: int) -> str:
    """Up to the line's end: Xvfb gives up if nobody is left to take it."""
    said = b""
    while b"\n" not in said and select.select([read_fd], [], [], _PATIENCE_S)[0]:
        piece = os.read(read_fd, 16)
        if not piece:
            break
        said += piece
    return said.decode().strip()
