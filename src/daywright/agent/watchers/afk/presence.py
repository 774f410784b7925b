"""When someone counts as away, and when to look again. Pure: the clock and the idle time come in."""

from collections.abc import Iterable
from datetime import timedelta

from daywright.agent.watchers.port import Sighting
from daywright.kit.clock import US_PER_SECOND

# How soon a return is noticed. After a while away nobody is in a hurry.
RETURN_CHECK_US = 1 * US_PER_SECOND
LATER_RETURN_CHECK_US = 5 * US_PER_SECOND
LONG_AWAY_US = 600 * US_PER_SECOND
# The idle counter has whole milliseconds and the server's own clock: look a moment after the threshold, not before.
_MARGIN_US = 20_000


class Presence:
    """Turns "last input was so long ago" into active and away."""

    def __init__(self, away_after: timedelta) -> None:
        self._away_after_us = away_after // timedelta(microseconds=1)
        self._away: bool | None = None
        self._left_us = 0
        self.due_us = 0

    @property
    def away(self) -> bool:
        """True once nobody is there."""
        return self._away is True

    def learn(self, now_us: int, idle_us: int) -> Iterable[Sighting]:
        """The change that this idle time means, if any; `due_us` is when to ask again."""
        last_input_us = now_us - idle_us
        if idle_us >= self._away_after_us:
            if not self._away:
                self._away, self._left_us = True, last_input_us
                yield Sighting("afk", last_input_us, {"status": "afk"})
            long_away = now_us - self._left_us >= LONG_AWAY_US
            self.due_us = now_us + (LATER_RETURN_CHECK_US if long_away else RETURN_CHECK_US)
            return
        if self._away is not False:
            self._away = False
            yield Sighting("afk", last_input_us, {"status": "not-afk"})
        self.due_us = last_input_us + self._away_after_us + _MARGIN_US
