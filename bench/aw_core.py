"""The reference: ActivityWatch's own engine (the package aw-core) answers its dashboard's query over our events.

A program of its own that runs in an environment of its own, as aw-core wants other versions of what both need:
`aw_core.py DATABASE FOLDER END [[DAYS, ROUNDS], …]` copies the events of the last days into the store that
aw-server uses, asks, and prints the processor seconds of each round as JSON, which others on the machine do not
lengthen. Filling is not counted, and neither is HTTP.

The query is the one its dashboard sends: windows, pages and presence, floods of gaps, time away taken out, categories,
then titles, applications, categories, addresses, domains; and projects from the editor.
"""

import json
import sqlite3
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aw_core.models import Event
from aw_datastore import Datastore
from aw_datastore.storages import PeeweeStorage
from aw_query import query

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NAMES = {
    "window": "aw-watcher-window_bench",
    "afk": "aw-watcher-afk_bench",
    "web": "aw-watcher-web-firefox",
    "editor": "aw-watcher-vscode_bench",
}
RULES = [
    [["Work", "Programming"], {"type": "regex", "regex": "Visual Studio Code|terminal|github|stackoverflow"}],
    [["Work", "Writing"], {"type": "regex", "regex": "libreoffice|obsidian|Evince"}],
    [["Communication"], {"type": "regex", "regex": "Slack|thunderbird|zoom"}],
    [["Media"], {"type": "regex", "regex": "[Yy]ou[Tt]ube|news"}],
]
DASHBOARD = """
events = flood(query_bucket("aw-watcher-window_bench"));
not_afk = flood(query_bucket("aw-watcher-afk_bench"));
not_afk = filter_keyvals(not_afk, "status", ["not-afk"]);
browser_events = [];
events_firefox = flood(query_bucket("aw-watcher-web-firefox"));
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
EDITOR = """
events = flood(query_bucket("aw-watcher-vscode_bench"));
projects = sort_by_duration(merge_events_by_keys(events, ["project"]));
projects = limit_events(projects, 100);
RETURN = {"projects": projects};
"""


def filled(database: str, folder: str, since: datetime) -> Datastore:
    """Copy the events from then on into aw-core's store."""
    store = Datastore(PeeweeStorage, testing=True, filepath=str(Path(folder) / "reference.db"))
    ours = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    since_us = (since - EPOCH) // timedelta(microseconds=1)
    for number, kind in ours.execute("SELECT id, kind FROM bucket").fetchall():
        store.create_bucket(NAMES[kind], kind, "bench", "bench", EPOCH)
        rows = ours.execute(
            "SELECT start, duration, data FROM event JOIN context ON context.id = event.context"
            " WHERE bucket = ? AND start >= ? ORDER BY start",
            (number, since_us),
        )
        store[NAMES[kind]].insert(
            [
                Event(
                    timestamp=EPOCH + timedelta(microseconds=start),
                    duration=timedelta(microseconds=duration),
                    data=json.loads(data),
                )
                for start, duration, data in rows
            ]
        )
    return store


def main() -> None:
    """Fill, ask, print."""
    database, folder, until, rounds = sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3]), sys.argv[4]
    asked = json.loads(rounds)
    store = filled(database, folder, until - timedelta(days=max(days for days, _ in asked)))
    dashboard = DASHBOARD.format(rules=json.dumps(RULES))
    found: dict[int, list[float]] = {}
    for days, times in asked:
        for _ in range(times):
            began = time.process_time()
            answer = query("dashboard", dashboard, until - timedelta(days=days), until, store)
            query("editor", EDITOR, until - timedelta(days=days), until, store)
            found.setdefault(days, []).append(time.process_time() - began)
            assert answer["duration"] > timedelta(0), "the reference must find the events"
    print(json.dumps(found))


if __name__ == "__main__":
    main()
