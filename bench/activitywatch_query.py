"""ActivityWatch's dashboard query over a year, next to ActivityWatch's own engine over the same events.

Both engines run in process, so neither HTTP counts nor a server's start; aw-core's store is filled before. Cold is the
first query of a fresh process on a home that is there, and what it holds at the most while it answers; then the same
query again, and once more after a heartbeat changed the last day. Shorter periods are asked in fresh processes too.

Run as `python -m bench activitywatch_query`. Goals: 100 times as fast as aw-core cold, 1,000 times warm, under 250 MB.
`python -m bench activitywatch_query:HOME:DAYS` is one process of it.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.aw_core import DASHBOARD, EDITOR, NAMES, RULES
from bench.load import UNTIL, YEAR, Load, home_with
from bench.programs import ROOT, aw_core, clean, folder
from bench.report import Row, median_s, ms, tell, times

from daywright.server.activitywatch.service.query import Queries
from daywright.server.app import open_store
from daywright.server.foundation.settings import Settings

PROCESSES: Final = 3
DAYS: Final = (1, 7, 30, YEAR)
MOST_MB: Final = 250
CHANGE: Final = """
    INSERT INTO dirty_day (user, utc_day, version) SELECT user, max(utc_day), abs(random()) >> 1
    FROM (SELECT user, utc_day FROM day UNION SELECT user, utc_day FROM dirty_day) GROUP BY user
    ON CONFLICT DO UPDATE SET version = excluded.version"""
Told = dict[str, float]


def programs(names: dict[str, str]) -> list[str]:
    """Return the dashboard's programs over buckets of these names, by kind."""
    both = [DASHBOARD.format(rules=json.dumps(RULES)), EDITOR]
    for kind, theirs in NAMES.items():
        both = [text.replace(f'"{theirs}"', f'"{names[kind]}"') for text in both]
    return both


def one_process(home: Path, days: int) -> Told:
    """Ask in this process: seconds of the first answer, of the same again, of one more after a change; MB at most."""
    store = open_store(Settings(home=home))
    period = f"{UNTIL - timedelta(days=days)}T00:00:00+00:00/{UNTIL}T00:00:00+00:00"
    with closing(store.database.connect()) as connection:
        texts = programs(dict(connection.execute("SELECT kind, aw_id FROM bucket").fetchall()))
        queries = Queries()

        def ask() -> None:
            connection.execute("BEGIN")
            for text in texts:
                answer = queries.answer(connection, store.owner, [period], [text])
                assert len(answer) > len(b"[{}]"), "the query must find the events"
            connection.execute("COMMIT")

        before = resident_mb()
        began = time.perf_counter()
        ask()
        cold = time.perf_counter() - began
        peak = resident_mb()
        warm = median_s(ask, 25)
        connection.execute(CHANGE)
        began = time.perf_counter()
        ask()
        changed = time.perf_counter() - began
    return {"cold": cold, "warm": warm, "changed": changed, "before": before, "peak": peak}


def resident_mb() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fresh(home: Path, days: int) -> Told:
    """Ask in a process of its own."""
    command = [sys.executable, "-m", "bench.activitywatch_query", str(home), str(days)]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, check=True)
    told: Told = json.loads(done.stdout)
    return told


def median_of(runs: list[Told], what: str) -> float:
    return statistics.median(run[what] for run in runs)


def main() -> None:
    """Tell the rows."""
    if len(sys.argv) == 3:
        print(json.dumps(one_process(Path(sys.argv[1]), int(sys.argv[2]))))
        return
    with folder() as here:
        home = home_with(Load(), here)
        found = {days: [fresh(home, days) for _ in range(PROCESSES)] for days in DAYS}
        peer = aw_core(home, f"{UNTIL}T00:00:00+00:00", *((days, 1) for days in DAYS)) or {}
        clean(home)
    for days, runs in found.items():
        theirs = statistics.median(peer[days]) if days in peer else None
        peer_took = f"aw-core in process: {ms(theirs)}" if theirs else "aw-core is not installed: make bench"
        for what, key, goal in (
            ("first of a process", "cold", 100),
            ("again", "warm", 1_000),
            ("after a heartbeat", "changed", None),
        ):
            took = median_of(runs, key)
            ratio = theirs / took if theirs else None
            asked = goal if days == YEAR else None
            held = ratio >= asked if ratio and asked else None
            name = f"dashboard query over {days} day{'s' * (days > 1)}, {what}"
            tell(Row(name, f"≥ {asked:,} ×" if asked else "", ms(took), peer_took, times(ratio) if ratio else "", held))
    peak, before = median_of(found[YEAR], "peak"), median_of(found[YEAR], "before")
    held = peak < MOST_MB
    tell(Row("memory for it", f"< {MOST_MB} MB", f"{peak:.0f} MB", f"the process before: {before:.0f} MB", "", held))


if __name__ == "__main__":
    main()
