"""ActivityWatch's dashboard query over a year, next to ActivityWatch's own engine over the same events.

Both engines run in process, so neither HTTP counts nor a server's start; aw-core's events lie in its memory. Cold is
the first query of a fresh process on a home that was asked before, so that past days are there as images, and what it
holds at the most while it answers; then the same query again, and once more after a heartbeat changed the last day.
Ever is the first query of all, when there is no image yet. Shorter periods are asked in fresh processes. All figures
are processor time, as the machine has other work; the first query is told by the clock as well.

Run as `python -m bench activitywatch_query`. Goals: 100 times as fast as aw-core cold, 1,000 times warm, under 250 MB.
`… activitywatch_query:HOME:DAYS` is one process of it, `…:HOME:reference` is aw-core.
"""

import json
import logging
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from aw_core.models import Event
from aw_datastore import Datastore
from aw_datastore.storages import MemoryStorage
from aw_query.query2 import query
from bench.load import UNTIL, YEAR, Load, home_with
from bench.programs import ROOT, clean, folder
from bench.report import Row, both, load_now, median_s, ms, tell, times

from daywright.kit.clock import from_us
from daywright.server.activitywatch.service.query import Queries
from daywright.server.app import open_store
from daywright.server.foundation.settings import Settings
from daywright.server.foundation.writer import Writer

PROCESSES: Final = 3
DAYS: Final = (1, 7, 30, YEAR)
MOST_MB: Final = 250
CHANGE: Final = """
    INSERT INTO dirty_day (user, utc_day, version) SELECT user, max(utc_day), abs(random()) >> 1
    FROM (SELECT user, utc_day FROM day UNION SELECT user, utc_day FROM dirty_day) GROUP BY user
    ON CONFLICT DO UPDATE SET version = excluded.version"""
Told = dict[str, float]


RULES = [
    [["Work", "Programming"], {"type": "regex", "regex": "Visual Studio Code|terminal|github|stackoverflow"}],
    [["Work", "Writing"], {"type": "regex", "regex": "libreoffice|obsidian|Evince"}],
    [["Communication"], {"type": "regex", "regex": "Slack|thunderbird|zoom"}],
    [["Media"], {"type": "regex", "regex": "[Yy]ou[Tt]ube|news"}],
]
DASHBOARD = """
events = flood(query_bucket("WINDOW"));
not_afk = flood(query_bucket("AFK"));
not_afk = filter_keyvals(not_afk, "status", ["not-afk"]);
browser_events = [];
events_firefox = flood(query_bucket("WEB"));
window_firefox = filter_keyvals(events, "app", ["firefox", "Firefox", "Navigator"]);
events_firefox = filter_period_intersect(events_firefox, window_firefox);
events_firefox = split_url_events(events_firefox);
browser_events = concat(browser_events, events_firefox);
browser_events = sort_by_timestamp(browser_events);
audible_events = filter_keyvals(browser_events, "audible", [true]);
not_afk = period_union(not_afk, audible_events);
events = filter_period_intersect(events, not_afk);
events = categorize(events, {rules});
title_events = sort_by_duration(merge_events_by_keys(events, ["app", "title"]));
app_events = sort_by_duration(merge_events_by_keys(title_events, ["app"]));
cat_events = sort_by_duration(merge_events_by_keys(events, ["$category"]));
app_events = limit_events(app_events, 100);
title_events = limit_events(title_events, 100);
duration = sum_durations(events);
browser_events = split_url_events(browser_events);
browser_urls = merge_events_by_keys(browser_events, ["url"]);
browser_urls = sort_by_duration(browser_urls);
browser_urls = limit_events(browser_urls, 100);
browser_domains = merge_events_by_keys(browser_events, ["$domain"]);
browser_domains = sort_by_duration(browser_domains);
browser_domains = limit_events(browser_domains, 100);
RETURN = {{"app": app_events, "title": title_events, "cat": cat_events, "domains": browser_domains,
          "urls": browser_urls, "duration": duration}};
"""
PROJECTS = """
events = flood(query_bucket("EDITOR"));
projects = sort_by_duration(merge_events_by_keys(events, ["project"]));
projects = limit_events(projects, 100);
RETURN = {"projects": projects};
"""


def programs(names: dict[str, str]) -> list[str]:
    """Return the dashboard's programs over buckets of these names, by kind."""
    both = [DASHBOARD.format(rules=json.dumps(RULES)), PROJECTS]
    for kind, name in names.items():
        both = [text.replace(f'"{kind.upper()}"', f'"{name}"') for text in both]
    return both


def one_process(home: Path, days: int) -> Told:
    """Ask in this process: seconds of the first answer, of the same again, of one more after a change; MB at most."""
    store = open_store(Settings(home=home))
    period = f"{UNTIL - timedelta(days=days)}T00:00:00+00:00/{UNTIL}T00:00:00+00:00"
    with closing(store.database.connect()) as connection:
        texts = programs(dict(connection.execute("SELECT kind, aw_id FROM bucket").fetchall()))
        writer = Writer(store.database.connect)
        writer.start()
        queries = Queries(keep=writer.offer)

        def ask() -> None:
            connection.execute("BEGIN")
            for text in texts:
                answer = queries.answer(connection, store.owner, [period], [text])
                assert len(answer) > len(b"[{}]"), "the query must find the events"
            connection.execute("COMMIT")

        before = resident_mb()
        clock, cold = both(ask)
        peak = resident_mb()
        warm = median_s(ask, 25)
        connection.execute(CHANGE)
        _, changed = both(ask)
        writer.stop()
    store.database.close()
    return {"cold": cold, "clock": clock, "warm": warm, "changed": changed, "before": before, "peak": peak}


def reference(home: Path) -> dict[int, float]:
    """Have aw-core answer the same programs over the same events; days → seconds."""
    logging.disable(logging.CRITICAL)
    store = Datastore(MemoryStorage, testing=True)
    with closing(sqlite3.connect(home / "daywright.db")) as connection:
        said = dict(connection.execute("SELECT id, data FROM context").fetchall())
        for number, kind in connection.execute("SELECT id, kind FROM bucket").fetchall():
            store.create_bucket(kind, kind, "bench", "bench")
            rows = connection.execute("SELECT id, start, duration, context FROM event WHERE bucket = ?", (number,))
            # its own way in compares each event with all before
            store.storage_strategy.db[kind] = [
                Event(id_, from_us(start), timedelta(microseconds=duration), json.loads(said[context]))
                for id_, start, duration, context in rows
            ]
    until = datetime.combine(UNTIL, datetime.min.time(), UTC)
    took = {}
    for days in DAYS:
        began = time.process_time()
        for text in programs({"window": "window", "afk": "afk", "web": "web", "editor": "editor"}):
            query("bench", text, until - timedelta(days=days), until, store)
        took[days] = time.process_time() - began
    return took


def resident_mb() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fresh(home: Path, what: object) -> Told:
    """Ask in a process of its own."""
    command = [sys.executable, "-m", "bench.activitywatch_query", str(home), str(what)]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, check=True)
    told: Told = json.loads(done.stdout)
    return told


def median_of(runs: list[Told], what: str) -> float:
    return statistics.median(run[what] for run in runs)


def main() -> None:
    """Tell the rows."""
    if len(sys.argv) == 3:
        home = Path(sys.argv[1])
        print(json.dumps(reference(home) if sys.argv[2] == "reference" else one_process(home, int(sys.argv[2]))))
        return
    with folder() as here:
        home = home_with(Load(), here)
        ever = fresh(home, YEAR)
        found = {days: [fresh(home, days) for _ in range(PROCESSES)] for days in DAYS}
        peer = fresh(home, "reference")
        clean(home)
    for days, runs in found.items():
        theirs = peer[str(days)]
        for what, key, goal in (
            ("first of a process", "cold", 100),
            ("again", "warm", 1_000),
            ("after a heartbeat", "changed", None),
        ):
            took = median_of(runs, key)
            ratio = theirs / took
            asked = goal if days == YEAR else None
            name = f"dashboard query over {days} day{'s' * (days > 1)}, {what}"
            wanted = f"≥ {asked:,} ×" if asked else ""
            held = ratio >= asked if asked else None
            said = f"aw-core in process: {ms(theirs)}"
            if key == "cold":
                said += f"; ours by the clock {ms(median_of(runs, 'clock'))}"
            tell(Row(name, wanted, ms(took), said, times(ratio), held))
    ratio, said = peer[str(YEAR)] / ever["cold"], f"by the clock {ms(ever['clock'])}; load {load_now():.1f}"
    tell(Row("dashboard query over 365 days, first of all", "", ms(ever["cold"]), said, times(ratio), None))
    peak, before = median_of(found[YEAR], "peak"), median_of(found[YEAR], "before")
    held = peak < MOST_MB
    tell(Row("memory for it", f"< {MOST_MB} MB", f"{peak:.0f} MB", f"the process before: {before:.0f} MB", "", held))


if __name__ == "__main__":
    main()
