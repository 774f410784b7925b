"""What is known of lock and sleep, from several sources, as one state."""

from collections.abc import Iterable

from daywright.agent.watchers.port import Sighting


class Power:
    """`asleep` beats `locked` beats `unlocked`; `awake` says that nobody tells us about locks."""

    def __init__(self) -> None:
        self._locked: dict[str, bool] = {}
        self._unsure: set[str] = set()
        self._app: str | None = None
        self._focus_taken = False
        self.asleep = False
        self.ending = False
        self.unwatched = False
        self._shown = ""

    def lock(self, source: str, *, locked: bool, sure: bool = True) -> None:
        """What `source` says of the screen; unsure: it was asked to lock, and may not say when that ends."""
        if locked and not sure and not self._locked.get(source):
            self._unsure.add(source)
        elif sure:
            self._unsure.discard(source)
        self._locked[source] = locked

    def in_front(self, app: str | None, at_us: int) -> Iterable[Sighting]:
        """Another application came to the front: behind a locked screen none does, so unsure locks are over.

        On Wayland a lock screen takes the focus from the window in front, and gives it back when it ends.
        """
        before, self._app = self._app, app
        if app is None:
            self._focus_taken = bool(self._unsure)
            return ()
        works = self._focus_taken or before not in {None, app}
        self._focus_taken = False
        if not works or not self._unsure:
            return ()
        for source in self._unsure:
            self._locked[source] = False
        self._unsure.clear()
        return self.changed(at_us)

    def forget(self, source: str) -> None:
        """`source` is silent from now on: a lock only it knew must not last for ever."""
        self._locked.pop(source, None)
        self._unsure.discard(source)

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
