"""A D-Bus daemon of the test's own, with a logind, a screen saver, a KWin and a Mutter that say what the test wants."""

import contextlib
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LOGIND = "org.freedesktop.login1"
SESSION = "/org/freedesktop/login1/session/_31"
PATIENCE_S = 5.0


@contextmanager
def dbus_daemon() -> Iterator[str]:
    """The address of a fresh bus."""
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().decode().strip()
        finally:
            daemon.kill()


class Service:
    """Owns a name on the bus, answers calls from a table, and sends signals."""

    def __init__(self, address: str, name: str, answers: dict[str, tuple[str, tuple[object, ...]]]) -> None:
        self._line: DBusConnection = open_dbus_connection(address)
        self._line.send_and_get_reply(message_bus.RequestName(name), timeout=PATIENCE_S)
        self._lock = threading.Lock()
        self.answers = answers
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._line.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE_S)
        self._line.close()

    def signal(self, path: str, interface: str, member: str, signature: str | None = None, *body: object) -> None:
        with self._lock:
            self._line.send(new_signal(DBusAddress(path, interface=interface), member, signature, body))

    def _serve(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # the bus, or the connection, is gone
            while True:
                self._answer(self._line.receive())

    def _answer(self, call: Message) -> None:
        if call.header.message_type != MessageType.method_call:
            return
        found = self.answers.get(call.header.fields[HeaderFields.member])
        with self._lock:
            if found is None:
                self._line.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))
            else:
                self._line.send(new_method_return(call, *found))


class FakeLogind(Service):
    """One session, seat and machine."""

    def __init__(self, address: str, *, locked: bool = False) -> None:
        super().__init__(address, LOGIND, {"GetSession": ("o", (SESSION,)), "Get": ("v", (("b", locked),))})

    def prepare_for(self, what: str, *, starts: bool) -> None:
        self.signal("/org/freedesktop/login1", f"{LOGIND}.Manager", f"PrepareFor{what}", "b", starts)

    def ask_to(self, what: str) -> None:
        self.signal(SESSION, f"{LOGIND}.Session", what)

    def hint(self, *, locked: bool) -> None:
        properties = "org.freedesktop.DBus.Properties"
        changed: dict[str, object] = {"LockedHint": ("b", locked)}
        self.signal(SESSION, properties, "PropertiesChanged", "sa{sv}as", f"{LOGIND}.Session", changed, [])


class FakeScreenSaver(Service):
    """A desktop's screen saver."""

    NAME = "org.freedesktop.ScreenSaver"

    def __init__(self, address: str, *, active: bool = False) -> None:
        super().__init__(address, self.NAME, {"GetActive": ("b", (active,))})

    def turn(self, *, active: bool) -> None:
        self.signal("/org/freedesktop/ScreenSaver", self.NAME, "ActiveChanged", "b", active)


class FakeKWin(Service):
    """KWin as its scripts see it: what it is handed it loads, and at the start it tells of the window in front."""

    AGENT = DBusAddress("/", "daywright.Windows", "daywright.Windows")

    def __init__(self, address: str, *, runs_scripts: bool = True) -> None:
        self.loaded: dict[str, str] = {}
        self.refused: list[str] = []
        self._runs_scripts = runs_scripts
        super().__init__(address, "org.kde.KWin", {"loadScript": ("i", (0,)), "unloadScript": ("b", (True,))})

    def tell(self, window: str, app: str, instance: str, title: str, *, full_screen: bool) -> None:
        """What the script does when another window is active, or this one looks different."""
        active = (window, app, instance, title, full_screen)
        with self._lock:
            self._line.send(new_method_call(self.AGENT, "Active", "ssssb", active))

    def _answer(self, call: Message) -> None:
        fields = call.header.fields
        if call.header.message_type == MessageType.error:
            self.refused.append(fields[HeaderFields.error_name])
            return
        match fields.get(HeaderFields.member), call.body:
            case "loadScript", (str(path), str(plugin)):
                self.loaded[plugin] = Path(path).read_text()
            case "unloadScript", (str(plugin),):
                self.loaded.pop(plugin, None)
            case "start", () if self._runs_scripts:
                self.tell("{1}", "org.kde.kate", "kate", "in front", full_screen=False)
                return
        super()._answer(call)


class FakeMutter(Service):
    """GNOME's idle monitor: says how long there was no input, and once when there is some again."""

    NAME = "org.gnome.Mutter.IdleMonitor"

    def __init__(self, address: str) -> None:
        self.idle_ms = 0
        self.asked: list[str] = []
        super().__init__(address, self.NAME, {})

    def press_a_key(self) -> None:
        self.idle_ms = 0
        if "AddUserActiveWatch" in self.asked:
            self.asked.clear()
            self.signal("/org/gnome/Mutter/IdleMonitor/Core", self.NAME, "WatchFired", "u", 1)

    def _answer(self, call: Message) -> None:
        self.asked.append(call.header.fields.get(HeaderFields.member, ""))
        self.answers = {"GetIdletime": ("t", (self.idle_ms,)), "AddUserActiveWatch": ("u", (1,))}
        super()._answer(call)
