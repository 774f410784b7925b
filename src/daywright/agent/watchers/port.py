"""What a way to read a signal must be able to do, and what it says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, on both clocks: `mono_us` since boot (sleep included), `wall_us` since 1970."""

    mono_us: int
    wall_us: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """From `at_us` (monotonic) on, the stream `bucket` shows `data`; None: nothing, or nobody knows."""

    bucket: str
    at_us: int
    data: Mapping[str, str] | None
    counts: Mapping[str, int] = field(default_factory=dict)


class Unavailable(Exception):  # noqa: N818  a state of the machine, told in one sentence
    """This way to read the signal does not exist here; the text says why, in words for a person.

    Empty: the way belongs to another kind of desktop, and there is nothing to say.
    """


class SignalLost(Exception):  # noqa: N818  the same
    """A way that worked stopped working; the text says how, `last` what can still be said of the stream."""

    def __init__(self, reason: str, last: "Iterable[Sighting] | None" = None) -> None:
        super().__init__(reason)
        self.last = last


class Reader(Protocol):
    """One open way to read a signal. `read` never waits for the signal to change."""

    name: str

    def fileno(self) -> int:
        """What to wait on; −1 when only the clock matters."""
        ...

    def due_us(self) -> int | None:
        """The monotonic moment at which to read even if nothing arrived; None: not before something arrives."""
        ...

    def read(self, now_us: int) -> Iterable[Sighting]:
        """What changed since the last time. Raises SignalLost."""
        ...

    def close(self) -> None:
        """Give everything back; never raises."""
        ...


# Opens a reader or raises Unavailable.
Probe = Callable[[], Reader]
