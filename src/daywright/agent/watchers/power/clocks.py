"""Sleep noticed afterwards: one clock ran on, the other stood still. Needs no bus and misses no suspend.

Time in which this program did not run although the machine did (stopped, starved) is noticed the same way: nobody
watched, so nothing is credited.
"""

from collections.abc import Iterable

from daywright.agent.watchers.port import Sighting
from daywright.agent.watchers.power.state import Power
from daywright.kit.clock import US_PER_SECOND, WakingClock

# The last moment known awake is at most this old.
CHECK_EVERY_US = 5 * US_PER_SECOND
# A loaded machine may keep us waiting; longer than this is no delay but an absence.
UNWATCHED_AFTER_US = 30 * US_PER_SECOND
# The two clocks are read one after the other; a nap shorter than this changes no one's day.
SHORTEST_SLEEP_US = 2 * US_PER_SECOND


class SleepGap:
    """Compares time since boot with time awake."""

    name = "the system clocks"

    def __init__(self, power: Power, clock: WakingClock) -> None:
        self._power = power
        self._clock = clock
        self._asleep_us = clock.mono_us() - clock.awake_us()
        self._awake_at_us = clock.mono_us()
        self._due_us = 0

    def fileno(self) -> int:
        """See `Reader.fileno`."""
        return -1

    def due_us(self) -> int | None:
        """See `Reader.due_us`."""
        return self._due_us

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`."""
        self._due_us = now_us + CHECK_EVERY_US
        asleep_us = now_us - self._clock.awake_us()
        last_awake_us, self._awake_at_us = self._awake_at_us, now_us
        nap_us, self._asleep_us = asleep_us - self._asleep_us, asleep_us
        if nap_us >= SHORTEST_SLEEP_US:
            self._power.asleep = True
            yield from self._power.changed(last_awake_us)
            self._power.asleep = False
        elif now_us - last_awake_us > UNWATCHED_AFTER_US:
            self._power.unwatched = True
            yield from self._power.changed(last_awake_us)
            self._power.unwatched = False
        yield from self._power.changed(now_us)

    def close(self) -> None:
        """See `Reader.close`."""
