"""Lock, sleep and shutdown as systemd-logind announces them on the system bus."""

from collections.abc import Iterable

from jeepney import DBusAddress, MatchRule

from daywright.agent.watchers.dbus import Bus
from daywright.agent.watchers.port import Sighting, SignalLost, Unavailable
from daywright.agent.watchers.power.state import Power

_NAME = "org.freedesktop.login1"
_MANAGER = DBusAddress("/org/freedesktop/login1", _NAME, f"{_NAME}.Manager")
_PROPERTIES = "org.freedesktop.DBus.Properties"
# logind's words for "the session this process belongs to, or its user's display session"
_OWN_SESSION = "auto"


class Logind:
    """Follows one session of logind."""

    name = "logind"

    def __init__(self, power: Power, session_id: str) -> None:
        self._power = power
        self._due_us: int | None = 0
        self._bus = Bus("SYSTEM")
        try:
            session = str(self._bus.ask(_MANAGER, "GetSession", "s", (session_id or _OWN_SESSION,)))
            self._subscribe(session)
            hint = self._bus.ask(
                DBusAddress(session, _NAME, _PROPERTIES), "Get", "ss", (f"{_NAME}.Session", "LockedHint")
            )
        except Unavailable as unavailable:
            self._bus.close()
            raise Unavailable(f"no logind session: {unavailable}") from unavailable
        self._power.lock(self.name, locked=_truth(hint))

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
                self._learn(member, body)
        except SignalLost as lost:
            self._power.forget(self.name)
            raise SignalLost(str(lost), last=self._power.changed(now_us)) from lost
        return self._power.changed(now_us)

    def close(self) -> None:
        """See `Reader.close`."""
        self._bus.close()

    def _subscribe(self, session: str) -> None:
        for member in ("PrepareForSleep", "PrepareForShutdown"):
            self._bus.subscribe(MatchRule(type="signal", interface=_MANAGER.interface, member=member))
        for member in ("Lock", "Unlock"):
            self._bus.subscribe(
                MatchRule(type="signal", interface=f"{_NAME}.Session", member=member, path=session),
            )
        self._bus.subscribe(
            MatchRule(type="signal", interface=_PROPERTIES, member="PropertiesChanged", path=session),
        )

    def _learn(self, member: str, body: tuple[object, ...]) -> None:
        match member, body:
            case "PrepareForSleep", (bool(starts), *_):
                self._power.asleep = starts
            case "PrepareForShutdown", (bool(starts), *_):
                self._power.ending = starts
            case "Lock", _:
                # The request to lock. Small screen lockers never tell when they are done; LockedHint would.
                self._power.lock(self.name, locked=True, sure=False)
            case "Unlock", _:
                self._power.lock(self.name, locked=False)
            case "PropertiesChanged", (_, dict(changed), *_) if "LockedHint" in changed:
                self._power.lock(self.name, locked=_truth(changed["LockedHint"]))


def _truth(variant: object) -> bool:
    """Jeepney gives a variant as (signature, value)."""
    return isinstance(variant, tuple) and variant[-1] is True
