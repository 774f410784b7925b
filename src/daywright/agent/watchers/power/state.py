"""What is known of lock and sleep, from several sources, as one state."""

from collections.abc import Iterable

from daywright.agent.watchers.port import Sighting


class Power:
    """`asleep` beats `locked` beats `unlocked`; `awake` says that nobody tells us about locks."""

    def __init__(self) -> None:
        self._locked: dict[str, bool] = {}
        self.asleep = False
        self.ending = False
        self.unwatched = False
        self._shown = ""

    def lock(self, source: str, *, locked: bool) -> None:
        """What `source` says of the screen."""
        self._locked[source] = locked

    def forget(self, source: str) -> None:
        """`source` is silent from now on: a lock only it knew must not last for ever."""
        self._locked.pop(source, None)

    def state(self) -> str:
        """The state in one word."""
        if self.asleep:
            return "asleep"
        if self.unwatched:
            return "unwatched"
        if self.ending:
            return "shutdown"
        if not self._locked:
            return "awake"
        return "locked" if any(self._locked.values()) else "unlocked"

    def changed(self, at_us: int) -> Iterable[Sighting]:
        """The new state if it differs from the one last told."""
        state = self.state()
        if state == self._shown:
            return ()
        self._shown = state
        return (Sighting("power", at_us, {"state": state}),)
