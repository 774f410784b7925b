"""Time as the rest of the program counts it: whole microseconds since 1970, UTC.

Durations come from a monotonic clock; wall time is data, never control flow.
"""

import time
from datetime import UTC, datetime
from typing import Protocol

US_PER_SECOND = 1_000_000
US_PER_DAY = 86_400 * US_PER_SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """What a program may ask about time. Tests turn one by hand."""

    def wall_us(self) -> int:
        """Microseconds since 1970, UTC."""
        ...

    def mono_us(self) -> int:
        """Microseconds since some fixed moment of this boot; never goes back."""
        ...


class WakingClock(Clock, Protocol):
    """A clock that also knows how long the machine was awake."""

    def awake_us(self) -> int:
        """Like `mono_us`, but stands still while the machine sleeps; the growing difference is a sleep."""
        ...


class SystemClock:
    """The clock of this machine."""

    def wall_us(self) -> int:
        """See `Clock.wall_us`."""
        return time.time_ns() // 1000

    def mono_us(self) -> int:
        """See `Clock.mono_us`. Counts suspended time, so that a sleep shows as a gap."""
        return (
            time.clock_gettime_ns(time.CLOCK_BOOTTIME if hasattr(time, "CLOCK_BOOTTIME") else time.CLOCK_MONOTONIC)
            // 1000
        )

    def awake_us(self) -> int:
        """See `WakingClock.awake_us`."""
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000


def to_us(moment: datetime) -> int:
    """Aware datetime → microseconds since 1970; a naive one is a mistake and raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a zone")
    gap = moment - EPOCH
    return (gap.days * 86_400 + gap.seconds) * US_PER_SECOND + gap.microseconds


def from_us(instant_us: int) -> datetime:
    """Microseconds since 1970 → aware UTC datetime."""
    return datetime.fromtimestamp(instant_us // US_PER_SECOND, UTC).replace(microsecond=instant_us % US_PER_SECOND)


def rfc3339(instant_us: int) -> str:
    """`2026-03-01T23:30:00.000000Z`: UTC, six digits, `Z`."""
    return from_us(instant_us).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
