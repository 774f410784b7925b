"""The active window on KDE Plasma's Wayland: a small script inside KWin tells of it over D-Bus, nothing is polled.

KWin tells windows to no other program, but runs scripts of the user's: `kwin.js`. It calls a name on the session bus
that one agent owns; only KWin's calls are heard. The script ends with the reader, and one that an agent left behind
when it was killed is replaced.
"""

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

from jeepney import DBusAddress

from daywright.agent.watchers.dbus import BUS, Bus, owner_changes
from daywright.agent.watchers.port import Sighting, SignalLost, Unavailable
from daywright.agent.watchers.window.front import Front, View

NAME = "daywright.Windows"
_PLUGIN = "daywright-window"
_SCRIPT = Path(__file__).with_name("kwin.js")
_KWIN = "org.kde.KWin"
_SCRIPTING = DBusAddress("/Scripting", _KWIN, "org.kde.kwin.Scripting")
_DO_NOT_QUEUE, _OWNER, _OWNER_ALREADY = 4, 1, 4
_DEADLINE_S = 2.0
_PAUSE_US = 100_000


class KWinWindow:
    """Reads the active window of one KWin."""

    name = "a script in KWin"

    def __init__(self, address: str, runtime_folder: str) -> None:
        """`address`: of the session bus. The script is handed over in `runtime_folder`."""
        if not address or not runtime_folder:
            raise Unavailable("")
        self._front = Front(_PAUSE_US)
        self._window = ""
        self._view = View("", "")
        self._looked = self._told = self._loaded = False
        self._file = Path(runtime_folder, f"{_PLUGIN}-{os.getpid()}.js")
        try:
            self._bus = Bus(address)
        except Unavailable as unavailable:
            raise Unavailable("") from unavailable  # who tells that the desktop is KDE's at all?
        try:
            self._begin()
            self._wait()
        except (Unavailable, SignalLost, OSError) as trouble:
            self.close()
            raise Unavailable(str(trouble)) from trouble

    def fileno(self) -> int:
        """See `Reader.fileno`."""
        return self._bus.fileno()

    def due_us(self) -> int | None:
        """See `Reader.due_us`. Only the first look and what is held back have a date."""
        return self._front.due_us if self._looked else 0

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`."""
        self._looked = True
        self._hear()
        return self._front.learn(now_us, self._window or None, lambda: self._view if self._window else None)

    def close(self) -> None:
        """See `Reader.close`."""
        loaded, self._loaded = self._loaded, False
        if loaded:
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)
            with contextlib.suppress(Unavailable, OSError):  # KWin or the bus is gone
                self._bus.ask(_SCRIPTING, "unloadScript", "s", (_PLUGIN,))
        self._bus.close()

    def _begin(self) -> None:
        try:
            kwin = str(self._bus.ask(BUS, "GetNameOwner", "s", (_KWIN,)))
        except Unavailable as unavailable:
            raise Unavailable("") from unavailable  # another desktop
        self._bus.take_calls(kwin)
        self._bus.subscribe(owner_changes(_KWIN))
        if self._bus.ask(BUS, "RequestName", "su", (NAME, _DO_NOT_QUEUE)) not in {_OWNER, _OWNER_ALREADY}:
            raise Unavailable("another agent reads the windows of this KWin")
        self._loaded = True
        self._file.write_bytes(_SCRIPT.read_bytes())
        self._bus.ask(_SCRIPTING, "unloadScript", "s", (_PLUGIN,))
        self._bus.ask(_SCRIPTING, "loadScript", "ss", (str(self._file), _PLUGIN))
        self._bus.tell(_SCRIPTING, "start")

    def _wait(self) -> None:
        """Until the script has told how things stand."""
        end = time.monotonic() + _DEADLINE_S
        while not self._told:
            left_s = end - time.monotonic()
            if left_s <= 0 or not self._bus.wait(left_s):
                raise Unavailable("KWin did not run the script that tells of windows")
            self._hear()

    def _hear(self) -> None:
        for member, body, _ in self._bus.arrived():
            match member, body:
                case "Active", (str(window), str(app), str(instance), str(title), bool(full_screen)):
                    self._told = True
                    self._window, self._view = window, View(app, title, instance, full_screen=full_screen)
                case "NameOwnerChanged", (str(name), _, _) if name == _KWIN:
                    raise SignalLost("KWin went away")
