"""A clock that is turned by hand."""

from datetime import datetime

from daywright.kit.clock import US_PER_SECOND, to_us


class HandClock:
    """Starts at `now` (aware); `pass_seconds` turns wall and monotonic time together."""

    def __init__(self, now: datetime) -> None:
        self._wall_us, self._mono_us = to_us(now), 0

    def wall_us(self) -> int:
        return self._wall_us

    def mono_us(self) -> int:
        return self._mono_us

    def pass_seconds(self, seconds: float) -> None:
        self._wall_us += round(seconds * US_PER_SECOND)
        self._mono_us += round(seconds * US_PER_SECOND)
