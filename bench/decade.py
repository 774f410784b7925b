"""Ten years instead of one: the same page over ten times the history, the same day, and what the server holds.

Two homes with the same load, one of a year and one of ten. The page of everything may take twelve times as long; a
single day and the last month must not feel what lies behind them. Then locality 0: what is looked at never returns to
one of the last twenty, the least kind order of events there is. All times are the server's processor time.

Run as `python -m bench decade [YEARS]`; making ten years up takes some minutes.
"""

import statistics
import sys
from datetime import date, timedelta
from pathlib import Path

from bench.agent import memory_mb
from bench.load import UNTIL, YEAR, Load, home_with
from bench.programs import activity, clean, folder, serving
from bench.report import Row, ms, tell, times

YEARS = 10
PAGES = 15
MOST = 1.2  # times as long as history has grown
DAY = date(2025, 12, 10)


class Seen:
    """What was measured on one home."""

    def __init__(self, home: Path, load: Load) -> None:
        everything = activity(load.first, UNTIL)
        one_day = activity(DAY, DAY + timedelta(days=1))
        with serving(home) as (_, caller):
            self.built = caller.page(everything).work
        cold = []
        for _ in range(3):
            with serving(home) as (_, caller):
                cold.append(caller.page(everything).work)
        self.cold = statistics.median(cold)
        with serving(home) as (server, caller):
            self.day = caller.pages(one_day, PAGES).work
            self.range = caller.pages(everything, PAGES).work
            self.memory = memory_mb(server.process.pid)


def main() -> None:
    """Tell the rows."""
    years = int(sys.argv[1]) if len(sys.argv) > 1 else YEARS
    seen = {}
    with folder() as here:
        for name, load in (
            ("year", Load()),
            ("decade", Load(days=years * YEAR)),
            ("locality 0", Load(locality=0.0)),
        ):
            home = home_with(load, here)
            seen[name] = Seen(home, load)
            clean(home)
    one, ten, wild = seen["year"], seen["decade"], seen["locality 0"]
    grown, day = ten.range / one.range, ten.day / one.day
    told = f"of one year: {ms(one.range)}; {ten.memory:,.0f} MB in the server, {one.memory:,.0f} MB with one year"
    name = f"page of {years} years, warm"
    tell(Row(name, f"≤ {years * MOST:g} ×", ms(ten.range), told, times(grown), grown <= years * MOST))
    told = f"with one year: {ms(one.day)}"
    tell(Row(f"page of a day among {years} years", "≤ 1.1 ×", ms(ten.day), told, times(day), day <= 1.1))
    told = f"of one year: {ms(one.cold)}; building all days and images the first time: {ms(ten.built)}"
    tell(Row(f"page of {years} years, first of a process", "", ms(ten.cold), told, times(ten.cold / one.cold), None))
    told = f"with locality 0.4: {ms(one.range)} and {ms(one.cold)}"
    measured, ratio = f"{ms(wild.range)}, {ms(wild.cold)}", times(wild.range / one.range)
    held = wild.range <= 0.02 and wild.cold <= 0.06
    tell(Row("page of a year at locality 0, warm and first", "≤ 20 ms, ≤ 60 ms", measured, told, ratio, held))


if __name__ == "__main__":
    main()
