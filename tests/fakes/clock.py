"""A clock that is turned by hand."""

from datetime import UTC, datetime

from daywright.kit.clock import US_PER_SECOND, to_us

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


class HandClock:
    """Starts at `now` (aware); `pass_seconds` turns wall and monotonic time together."""

    def __init__(self, now: datetime = MORNING) -> None:
        self._wall_us, self._mono_us = to_us(now), 0
        self._asleep_us = 0

    def wall_us(self) -> int:
        return self._wall_us

    def mono_us(self) -> int:
        return self._mono_us

    def awake_us(self) -> int:
        return self._mono_us - self._asleep_us

    def pass_seconds(self, seconds: float) -> None:
        self._wall_us += round(seconds * US_PER_SECOND)
        self._mono_us += round(seconds * US_PER_SECOND)

    def sleep_seconds(self, seconds: float) -> None:
        """The machine is suspended for so long."""
        self.pass_seconds(seconds)
        self._asleep_us += round(seconds * US_PER_SECOND)

    def set_wall(self, seconds_ahead: float) -> None:
        """Someone sets the wall clock; no time passes."""
        self._wall_us += round(seconds_ahead * US_PER_SECOND)
