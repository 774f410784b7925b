"""A real Wayland desktop without a screen: headless sway, and terminals that do as they are told."""

import json
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from fakes.desktop import Desktop, eventually

_CONFIG = "xwayland disable\noutput HEADLESS-1 resolution 1280x800\ndefault_border none\n"
_HEADLESS = {
    "WLR_BACKENDS": "headless",
    "WLR_LIBINPUT_NO_DEVICES": "1",
    "WLR_RENDERER": "pixman",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}


@dataclass
class Sway(Desktop):
    """One compositor with its programs; everything it starts, it stops. `display` is the name of its socket."""

    folder: Path = Path("/nonexistent")
    typists: dict[str, int] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        here = {"WAYLAND_DISPLAY": self.display, "XDG_RUNTIME_DIR": str(self.folder), "XDG_CURRENT_DESKTOP": "sway"}
        beside_x = {name: value for name, value in super().environment.items() if name != "DISPLAY"}
        return beside_x | here

    @property
    def socket(self) -> Path:
        return self.folder / self.display

    def window(self, title: str, app: str = "foot") -> subprocess.Popen[bytes]:
        """Open a window and wait until it is in front."""
        line = self.folder / f"{len(self.processes)}.line"
        os.mkfifo(line)
        self.typists[title] = os.open(line, os.O_RDWR)
        process = self.start("foot", "--app-id", app, "--title", title, "cat", str(line))
        eventually(lambda: self.title() == title, f"{title} is in front")
        return process

    def rename(self, window: str, title: str) -> None:
        """Have the program in a window, named as it was opened, change its title."""
        os.write(self.typists[window], f"\033]2;{title}\007".encode())

    def title(self) -> str:
        """The focused window's; empty where there is none."""
        waiting = [cast("dict[str, object]", json.loads(self.message("-t", "get_tree") or "{}"))]
        while waiting:
            node = waiting.pop()
            if node.get("focused") and node.get("pid"):
                return str(node.get("name"))
            for inside in ("nodes", "floating_nodes"):
                waiting += cast("list[dict[str, object]]", node.get(inside, []))
        return ""

    def message(self, *words: str) -> str:
        """Tell sway something; empty while it is not there."""
        sockets = [str(path) for path in self.folder.glob("sway-ipc.*")]
        return self.ask("swaymsg", "--socket", sockets[0], *words) if sockets else ""

    def switch_to(self, title: str) -> float:
        """Bring a window to the front; returns the wall time just after."""
        self.message(f'[title="^{title}$"] focus')
        return time.time()

    def press_a_key(self) -> float:
        self.run("wtype", "x")
        return time.time()

    def lock(self) -> subprocess.Popen[bytes]:
        """Lock the screen; SIGUSR1 to what is returned unlocks it."""
        return self.start("swaylock", "--color", "000000")

    def stop(self) -> None:
        super().stop()
        for line in self.typists.values():
            os.close(line)
        self.typists.clear()
        for left in (*self.folder.glob("sway-ipc.*"), *self.folder.glob("*.line")):
            left.unlink()


@contextmanager
def runtime_folder() -> Iterator[Path]:
    """A folder for sockets that belongs to whom sway will run as; paths of sockets are short."""
    with tempfile.TemporaryDirectory(prefix="sway") as name:
        folder = Path(name)
        (folder / "config").write_text(_CONFIG)
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        yield folder


@contextmanager
def sway_in(folder: Path) -> Iterator[Sway]:
    """A fresh compositor in this folder."""
    found = Sway("wayland-1", folder=folder)
    command = ["sway", "--config", str(folder / "config")]
    if os.getuid() == 0:  # sway refuses to run as root
        command = ["setpriv", "--reuid=nobody", f"--regid={pwd.getpwnam('nobody').pw_gid}", "--clear-groups", *command]
    path = {name: value for name, value in found.environment.items() if name != "WAYLAND_DISPLAY"}
    with (folder / "sway.log").open("w") as log:
        found.processes.append(
            subprocess.Popen(
                command,
                env=path | _HEADLESS | {"HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        )
    try:
        eventually(lambda: bool(found.message("-t", "get_version")), "sway is up")
        yield found
    finally:
        found.stop()


@contextmanager
def sway() -> Iterator[Sway]:
    """A fresh compositor in a folder of its own."""
    assert shutil.which("sway"), "scripts/need.sh installs it"
    with runtime_folder() as folder, sway_in(folder) as found:
        yield found
