"""The desktop's screen saver on the session bus: desktops that do not tell logind tell this one."""

from collections.abc import Iterable

from jeepney import DBusAddress, MatchRule

from daywright.agent.watchers.dbus import Bus
from daywright.agent.watchers.port import Sighting, SignalLost, Unavailable
from daywright.agent.watchers.power.state import Power

# The interface, and where each desktop keeps it.
_PLACES = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
)


class ScreenSaver:
    """Counts the screen as locked while the screen saver is active."""

    def __init__(self, power: Power, address: str) -> None:
        self._power = power
        if not address:
            raise Unavailable("no D-Bus session bus (DBUS_SESSION_BUS_ADDRESS is not set)")
        self._bus = Bus(address)
        self._due_us: int | None = 0
        found = [name for name, path in _PLACES if self._follow(name, path)]
        if not found:
            self._bus.close()
            raise Unavailable("no screen saver on the D-Bus session bus")
        self.name = found[0]

    def fileno(self) -> int:
        """See `Reader.fileno`."""
        return self._bus.fileno()

    def due_us(self) -> int | None:
        """See `Reader.due_us`."""
        return self._due_us

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`."""
        self._due_us = None
        try:
            for member, body, _ in self._bus.arrived():
                if member == "ActiveChanged" and body:
                    self._power.lock("screen saver", locked=body[0] is True)
        except SignalLost as lost:
            self._power.forget("screen saver")
            raise SignalLost(str(lost), last=self._power.changed(now_us)) from lost
        return self._power.changed(now_us)

    def close(self) -> None:
        """See `Reader.close`."""
        self._bus.close()

    def _follow(self, name: str, path: str) -> bool:
        try:
            active = self._bus.ask(DBusAddress(path, name, name), "GetActive")
        except Unavailable:
            return False
        self._bus.subscribe(MatchRule(type="signal", interface=name, member="ActiveChanged", path=path))
        self._power.lock("screen saver", locked=active is True)
        return True
