"""A way to read a signal that says what a script tells it to, and a watch driven by hand."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from daywright.agent.watchers import Moment, Sighting, SignalLost, Unavailable
from fakes.clock import HandClock

Step = Sighting | SignalLost


class ScriptedReader:
    """`say` makes it ready; what was said comes out at the next read."""

    name = "a script"

    def __init__(self) -> None:
        self._read_fd, self._write_fd = os.pipe()
        self._said: deque[Step] = deque()
        self.due: int | None = None
        self.closed = False

    def say(self, *steps: Step) -> None:
        self._said += steps
        os.write(self._write_fd, b"\0")

    def fileno(self) -> int:
        return self._read_fd

    def due_us(self) -> int | None:
        return self.due

    def read(self, now_us: int) -> Iterable[Sighting]:
        del now_us
        self.due = None
        if self._said:
            os.read(self._read_fd, 512)
        while self._said:
            step = self._said.popleft()
            if isinstance(step, SignalLost):
                raise step
            yield step

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            os.close(self._read_fd)
            os.close(self._write_fd)


def probe_of(*outcomes: ScriptedReader | str) -> Callable[[], ScriptedReader]:
    """A probe that meets these in turn; a text is the reason why there is nothing to read. The last one stays."""
    left = deque(outcomes)

    def probe() -> ScriptedReader:
        met = left.popleft() if len(left) > 1 else left[0]
        if isinstance(met, str):
            raise Unavailable(met)
        return met

    return probe


class Seen:
    """What a watch loop handed on."""

    def __init__(self) -> None:
        self.sightings: list[Sighting] = []
        self.touches: list[Moment] = []

    def see(self, sighting: Sighting, now: Moment) -> None:
        del now
        self.sightings.append(sighting)

    def data(self) -> Sequence[object]:
        return [sighting.data for sighting in self.sightings]


def moment(clock: HandClock) -> Moment:
    return Moment(clock.mono_us(), clock.wall_us())
