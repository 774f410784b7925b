"""How much one program may ask for, and the meter that says when it was too much.

Programs come from users, so what they can cost is bounded on every side: the text before it is parsed, the nesting
before it is walked, the rows while it runs, and the time throughout.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from daywright.core.awquery.errors import QueryInterpretError

Seconds = Callable[[], float]
"""A clock that never goes back, in seconds."""

MIN_PATTERN_SECONDS: Final = 0.001


@dataclass(frozen=True, slots=True)
class Limits:
    """What one program may cost. Dashboards give up after 30 s; ten years of one desktop are about 7 million rows."""

    text_chars: int = 1_000_000
    statements: int = 2_000
    depth: int = 48
    seconds: float = 25.0
    pattern_seconds: float = 2.0
    """for one pattern over one text; a pattern that needs longer never ends"""
    rows: int = 20_000_000
    """events, texts, list members that its variables hold at one time"""
    contexts: int = 2_000_000
    """distinct `data` objects that it meets or makes"""


class Meter:
    """What is left of the limits for one run. `clock` is None where nobody waits, and time has no end."""

    def __init__(self, limits: Limits, clock: Seconds | None = None) -> None:
        self.limits = limits
        self._clock = clock
        self._until = clock() + limits.seconds if clock else 0.0

    def check_time(self) -> None:
        """Refuse to go on when the time is up."""
        if self._clock and self._clock() >= self._until:
            raise QueryInterpretError(f"The query took longer than {self.limits.seconds:g} seconds and was stopped")

    def pattern_seconds(self) -> float:
        """Return how long one pattern may look at one text."""
        if self._clock is None:
            return self.limits.pattern_seconds
        return max(MIN_PATTERN_SECONDS, min(self.limits.pattern_seconds, self._until - self._clock()))

    def check_rows(self, rows: int) -> None:
        """Refuse values that together hold more than memory should."""
        if rows > self.limits.rows:
            raise QueryInterpretError(f"The query holds more than {self.limits.rows:,} events and values at one time")

    def check_contexts(self, contexts: int) -> None:
        """Refuse more distinct data than memory should hold."""
        if contexts > self.limits.contexts:
            raise QueryInterpretError(f"The query makes more than {self.limits.contexts:,} distinct event contents")
