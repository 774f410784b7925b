"""The page of a year and of a month over HTTP, next to aw-core's engine over the same events.

One person, 710,000 events, 75,000 contexts, five facets: categories, applications, titles, domains, projects. Warm is
the median of pages asked one after the other; cold is the first page of a fresh process on a home that is there, median
over several processes. Server time is the processor time the server spends on the answer; the time by the clock, from
the first byte of the request to the last of the answer, stands beside it and grows with what else the machine does.
aw-core is asked in process, its store filled before, and its processor time is told.

Run as `python -m bench dashboard [DAYS]`; with 30, aw-core is not asked for a year. Goals: 20 ms warm, 60 ms cold, a
thousand and 500 times as fast as aw-core.
"""

import sqlite3
import statistics
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
from bench.load import UNTIL, YEAR, Load, home_with
from bench.programs import activity, aw_core, clean, folder, serving
from bench.report import Row, Took, keep, median_s, ms, tell, times

from daywright.core.dayblob import SEGMENT_BYTES, decode

PROCESSES = 5
PAGES = 25
MONTH = 30


def page(days: int) -> str:
    """Return the page of the last days of a load."""
    return activity(UNTIL - timedelta(days=days), UNTIL)


def cold_and_warm(home: Path) -> tuple[Took, Took, Took]:
    """Medians: the year's first page of a process, the year, the month."""
    with serving(home) as (_, caller):
        caller.ask(page(YEAR))  # builds the days: a home that was in use has them
    cold = []
    for _ in range(PROCESSES):
        with serving(home) as (_, caller):
            cold.append(caller.page(page(YEAR)))
    with serving(home) as (_, caller):
        year, month = caller.pages(page(YEAR), PAGES), caller.pages(page(MONTH), PAGES)
    return Took(*(statistics.median(column) for column in zip(*cold, strict=True))), year, month


def floor_s(home: Path) -> float:
    """How long this memory takes to add up as many bytes as the segments of the year have in memory."""
    with sqlite3.connect(home / "daywright.db") as connection:
        size = sum(SEGMENT_BYTES * len(decode(row[0])) for row in connection.execute("SELECT blob FROM day"))
    column = np.ones(size // 8, np.int64)
    return median_s(lambda: int(column.sum()), 50)


def main() -> None:
    """Tell the rows."""
    longest = int(sys.argv[1]) if len(sys.argv) > 1 else YEAR
    asked = [(days, rounds) for days, rounds in ((MONTH, 2), (YEAR, 1)) if days <= longest]
    with folder() as here:
        home = home_with(Load(), here)
        cold, year, month = cold_and_warm(home)
        floor = floor_s(home)
        peer = aw_core(home, f"{UNTIL}T00:00:00+00:00", *asked) or {}
        clean(home)
    told = {days: statistics.median(taken) for days, taken in peer.items()}
    for days, taken in told.items():
        keep(f"aw-core {days}", taken)
    for name, took, goal_ms, days, ratio in (
        ("page of a year, warm", year, 20, YEAR, 1000),
        ("page of a year, first of a process", cold, 60, YEAR, None),
        ("page of 30 days, warm", month, None, MONTH, 500),
    ):
        faster = told[days] / took.work if days in told else None
        goals = [f"≤ {goal_ms} ms" if goal_ms else "", f"≥ {ratio:,} ×" if ratio else ""]
        fits = (goal_ms is None or took.work * 1000 <= goal_ms) and (ratio is None or faster is None or faster >= ratio)
        peer_took = f"aw-core in process: {ms(told[days])}" if days in told else "aw-core was not asked"
        beside = f"{peer_took}; ours by the clock {ms(took.clock)}"
        tell(Row(name, ", ".join(filter(None, goals)), ms(took.work), beside, times(faster) if faster else "", fits))
    read = f"adding up as many bytes as the year's segments: {ms(floor)}"
    tell(Row("page of a year, warm, and memory alone", "", ms(year.work), read, times(year.work / floor), None))


if __name__ == "__main__":
    main()
