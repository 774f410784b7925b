"""What the sender is told, and what it tells: its pace, what goes on, what else is to be asked, how it is doing."""

from dataclasses import dataclass
from typing import Protocol

from daywright.agent.transports import Transport


@dataclass(slots=True)
class Gauge:
    """What the sender can say about itself."""

    status: str = "starting"
    sentence: str = ""
    last_ack_us: int = 0  # wall
    failures: int = 0
    next_try_us: int = 0  # wall


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to deliver: `flush_us` between deliveries, `pulse_us` between snapshots of what goes on.

    While nobody is there, `calm_pulse_us`.
    """

    flush_us: int
    pulse_us: int
    calm_pulse_us: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What goes on: `begun` grows when something new begins, `touched` whenever it is looked at.

    `zone` is where the machine is, as an IANA name, and empty where it does not say.
    """

    begun: int
    touched: int
    events: tuple[bytes, ...]
    calm: bool = False
    zone: str = ""


class Errands(Protocol):
    """What else is to be asked of the server, between deliveries and by the same thread."""

    def due_us(self) -> int:
        """The monotonic moment of the next one."""
        ...

    def told(self, etag: str) -> None:
        """A receipt named the tag of this device's settings."""
        ...

    def run(self, transport: Transport) -> None:
        """Do what is due."""
        ...
