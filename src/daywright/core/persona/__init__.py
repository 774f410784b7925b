"""A believable life, made up: recorded days for demonstrations and benchmarks.

A date is a function of (seed, date, zone, profile) alone: asking for more days, or starting on another date, changes
none of them. No clock is read; the caller says until when things have been seen.
"""

from collections.abc import Iterator
from datetime import date, tzinfo

from daywright.core.persona.bench import REAL_EXPORT, Bench, bench_rows
from daywright.core.persona.observation import Observation, until
from daywright.core.persona.story import Person, person_rows

__all__ = ["REAL_EXPORT", "Bench", "Observation", "Person", "recorded_days"]

PERSON = Person()


def recorded_days(
    first: date, days: int, zone: tzinfo, *, seed: int, until_us: int, profile: Person | Bench = PERSON
) -> Iterator[Observation]:
    """Rows in time order, of so many local dates from the first on; what is running at `until_us` ends there."""
    match profile:
        case Person():
            rows = person_rows(seed, first, days, zone, profile)
        case Bench():
            rows = bench_rows(seed, first, days, zone, profile)
    return until(rows, until_us)
