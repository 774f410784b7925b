"""How productive a stretch of time was, from 0 to 100, and how much of the time that number rests on."""

from collections.abc import Iterable
from typing import NamedTuple

ENOUGH_SECONDS = 15 * 60
"""Under this much categorised time a score would be chance."""

_MIDDLE = 50
_PER_WEIGHT = 25


class Productivity(NamedTuple):
    """A score is never shown without its coverage."""

    score: float | None
    """0 to 100; None while there is too little categorised time."""
    coverage: float | None
    """The categorised share of all time, 0 to 1; None where there was no time."""


def productivity(categorised: Iterable[tuple[float, int]], total_seconds: float) -> Productivity:
    """Score `(seconds, weight −2…+2)` of categorised time within `total_seconds` of primary time.

    Leave out what the person does not want scored (meetings, personal time) before calling.
    """
    seconds = weighted = 0.0
    for length, weight in categorised:
        seconds += length
        weighted += length * weight
    return Productivity(
        score=_MIDDLE + _PER_WEIGHT * weighted / seconds if seconds >= ENOUGH_SECONDS else None,
        coverage=min(1.0, seconds / total_seconds) if total_seconds > 0 else None,
    )
