"""How fast a made-up life is told, and how little of it is held: `python bench/persona.py`.

Goal: 200,000 events a second, and memory that ten years do not raise. Reference in the same run: the same number of
bare rows, built with nothing to decide.
"""

import resource
from collections import deque
from collections.abc import Iterable
from datetime import date
from time import perf_counter
from zoneinfo import ZoneInfo

from daywright.core.persona import Bench, Observation, Person, recorded_days

FIRST = date(2016, 1, 1)
ZONE = ZoneInfo("Europe/Berlin")
YEAR = 365
NEVER_US = 1 << 60
DATA = {"app": "Code", "title": "persona.py"}


def timed(rows: Iterable[Observation]) -> tuple[int, float]:
    """How many rows, in how many seconds."""
    began = perf_counter()
    last = deque(enumerate(rows, 1), maxlen=1)
    return (last[0][0] if last else 0), perf_counter() - began


def peak_mib() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print one line for each profile, and one for ten years."""
    for name, profile in (
        ("person", Person()),
        ("bench, 12k contexts", Bench(contexts_per_year=12_000)),
        ("bench, 75k contexts", Bench()),
    ):
        count, seconds = min(
            (timed(recorded_days(FIRST, YEAR, ZONE, seed=1, until_us=NEVER_US, profile=profile)) for _ in range(3)),
            key=lambda run: run[1],
        )
        _, bare = timed(Observation("window", start, 1, DATA, None, "laptop") for start in range(count))
        print(
            f"{name:20} {count:>8,} events a year in {seconds:.2f} s: {count / seconds:>8,.0f} events/s, "
            f"{seconds / bare:.1f} x bare rows"
        )
    before = peak_mib()
    count, seconds = timed(recorded_days(FIRST, 10 * YEAR, ZONE, seed=1, until_us=NEVER_US, profile=Bench()))
    print(f"ten years            {count:>8,} events in {seconds:.1f} s: peak {before:.0f} -> {peak_mib():.0f} MiB")


if __name__ == "__main__":
    main()
