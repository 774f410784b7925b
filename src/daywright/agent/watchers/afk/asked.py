"""Absence where the system tells the time since the last input only when it is asked: seldom, see `Presence`."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from daywright.agent.watchers.afk.presence import Presence
from daywright.agent.watchers.port import Sighting, SignalLost


class AskedIdle:
    """Asks when something can have changed."""

    def __init__(self, name: str, ask_idle_us: Callable[[], int], away_after: timedelta) -> None:
        """`ask_idle_us`: the time since the last input. OSError: it cannot be asked any more."""
        self.name = name
        self._ask_idle_us = ask_idle_us
        self._presence = Presence(away_after)

    def fileno(self) -> int:
        """See `Reader.fileno`."""
        return -1

    def due_us(self) -> int | None:
        """See `Reader.due_us`."""
        return self._presence.due_us

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`."""
        try:
            idle_us = self._ask_idle_us()
        except OSError as error:
            raise SignalLost("the system does not say when the last input was") from error
        return tuple(self._presence.learn(now_us, idle_us))

    def close(self) -> None:
        """See `Reader.close`."""
