"""Absence on GNOME's Wayland: Mutter's idle monitor on the session bus.

It is asked for the time since the last input when someone could first have been idle long enough; while nobody is
there, it tells of the next input by itself.
"""

from collections.abc import Iterable
from datetime import timedelta

from jeepney import DBusAddress, MatchRule

from daywright.agent.watchers.afk.presence import Presence
from daywright.agent.watchers.dbus import Bus, owner_changes
from daywright.agent.watchers.port import Sighting, SignalLost, Unavailable

_NAME = "org.gnome.Mutter.IdleMonitor"
_MONITOR = DBusAddress("/org/gnome/Mutter/IdleMonitor/Core", _NAME, _NAME)


class MutterIdle:
    """Asks one Mutter how long its user has been idle."""

    name = "Mutter's idle monitor"

    def __init__(self, address: str, away_after: timedelta) -> None:
        """`address`: of the session bus."""
        if not address:
            raise Unavailable("")
        try:
            self._bus = Bus(address)
        except Unavailable as unavailable:
            raise Unavailable("") from unavailable
        self._presence = Presence(away_after)
        self._due_us: int | None = 0
        try:
            self._idle_us()
        except Unavailable as unavailable:
            self.close()
            raise Unavailable("") from unavailable  # another desktop
        self._bus.subscribe(MatchRule(type="signal", interface=_NAME, member="WatchFired", path=_MONITOR.object_path))
        self._bus.subscribe(owner_changes(_NAME))

    def fileno(self) -> int:
        """See `Reader.fileno`."""
        return self._bus.fileno()

    def due_us(self) -> int | None:
        """See `Reader.due_us`."""
        return self._due_us

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`."""
        fired = self._hear()
        if not fired and (self._due_us is None or now_us < self._due_us):
            return ()
        try:
            told = tuple(self._presence.learn(now_us, self._idle_us()))
            self._due_us = self._presence.due_us
            if self._presence.away:
                self._bus.ask(_MONITOR, "AddUserActiveWatch")  # fires once
                self._due_us = None
        except (Unavailable, OSError) as error:
            raise SignalLost("GNOME does not say when the last input was") from error
        return told

    def close(self) -> None:
        """See `Reader.close`."""
        self._bus.close()

    def _hear(self) -> bool:
        fired = False
        for member, body, _ in self._bus.arrived():
            if member == "NameOwnerChanged" and body[:1] == (_NAME,):
                raise SignalLost("GNOME went away")
            fired |= member == "WatchFired"
        return fired

    def _idle_us(self) -> int:
        idle_ms = self._bus.ask(_MONITOR, "GetIdletime")
        if not isinstance(idle_ms, int):
            raise Unavailable("")
        return idle_ms * 1000
