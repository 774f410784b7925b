"""The day cache: one dirty day from its events to the commit, a whole year of them, and what all of it takes on disk.

The reference is the bare SELECT of the same rows by SQLite's own driver. Recomputing is what a page waits for while
somebody works, so it includes reading the events, making the day, packing it and the commit. A year is rebuilt as
`daywright verify --repair` or a new version would have it rebuilt: all days gone, all of them asked for. Times are
processor time.

Run as `python -m bench days`. Goals: 5 ms for one desktop, 8 ms for two desktops and a phone, 1.5 s for a year, 80 B
an event with everything that is kept.
"""

import sqlite3
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.load import UNTIL, YEAR, Load, fill, home_with
from bench.programs import Engine, activity, clean, engine, folder, serving
from bench.report import Row, Took, both, median_s, ms, tell, times

from daywright.core.persona import Observation
from daywright.core.segments import MS_PER_DAY
from daywright.kit.clock import EPOCH, US_PER_DAY
from daywright.server import devices, events
from daywright.server.app import Store
from daywright.server.foundation.database import driver

DAYS = 40
PEER_BYTES = 205  # aw-server's for an event of the same kind, measured when the goal was set
ROWS = """
    SELECT start, duration, context, counts FROM event
    WHERE bucket IN (SELECT id FROM bucket) AND start >= ? AND start < ? ORDER BY bucket, start"""


def ordinal(day: timedelta) -> int:
    """Return the number of the UTC day that lies so long before the end of a load."""
    return (UNTIL - day).toordinal() - EPOCH.toordinal()


def phone(rows: Iterator[Observation]) -> Iterator[Observation]:
    """Turn windows into what a phone shows."""
    return (row._replace(bucket="phone", data={"app": row.data["app"]}) for row in rows if row.bucket == "window")


def make_stale(store: Store, wanted: list[int]) -> None:
    """Mark days as if something had come in for them."""
    with store.database.writing() as session:
        events.mark_stale(driver(session), store.owner, wanted)


def build(own: Engine, first: int, days: int) -> None:
    """Ask for days and wait until what was built of them is committed."""
    with own.store.database.reading() as session:
        reading = own.readers.reading(session, own.store.owner)
        own.readers.days.between(reading, first * MS_PER_DAY, (first + days) * MS_PER_DAY)
    own.settle()


def one_day(home: Path) -> tuple[Took, float, float]:
    """Medians over working days: a dirty day until it is committed, the SELECT of its rows, and how many they are."""
    took, bare, counts = [], [], []
    with engine(home) as own:
        first = ordinal(timedelta(DAYS))
        build(own, first, DAYS)
        connection = own.store.database.connect()
        for day in range(first, first + DAYS):
            span = (day * US_PER_DAY, (day + 1) * US_PER_DAY)
            rows = connection.execute(ROWS, span).fetchall()
            if (day + 3) % 7 >= 5:  # 1 January 1970 was a Thursday; weekends have half the events
                continue
            make_stale(own.store, [day])
            took.append(both(lambda day=day: build(own, day, 1)))
            bare.append(median_s(lambda span=span: connection.execute(ROWS, span).fetchall(), 5))
            counts.append(len(rows))
        connection.close()
    clock, work = (statistics.median(column) for column in zip(*took, strict=True))
    return Took(clock, work), statistics.median(bare), statistics.median(counts)


def whole_year(home: Path) -> tuple[float, float, int]:
    """Seconds: all days of the year from events to commit, the SELECT of their rows; and how many."""
    took = []
    for _ in range(3):
        with engine(home) as own:
            with own.store.database.writing() as session:
                driver(session).execute("DELETE FROM day")
            make_stale(own.store, list(range(ordinal(timedelta(YEAR)) - 1, ordinal(timedelta(0)) + 1)))
            with own.store.database.reading() as session:
                own.readers.reading(session, own.store.owner)  # the dictionary is in memory
            took.append(both(lambda own=own: build(own, ordinal(timedelta(YEAR)) - 1, YEAR + 2)).work)
    with sqlite3.connect(home / "daywright.db") as connection:
        rows = connection.execute(ROWS, (0, 1 << 60)).fetchall()
        bare = median_s(lambda: connection.execute(ROWS, (0, 1 << 60)).fetchall(), 3)
    return statistics.median(took), bare, len(rows)


def on_disk(home: Path) -> tuple[float, dict[str, float]]:
    """Bytes an event, after the home was in use: all of it, and by what they are for."""
    with serving(home) as (_, caller):
        for _ in range(2):
            caller.ask(activity(UNTIL - timedelta(days=YEAR), UNTIL))
            time.sleep(0.5)  # what is kept beside is written when there is time
    size = sum(path.stat().st_size for path in home.iterdir())
    with sqlite3.connect(home / "daywright.db") as connection:
        count = connection.execute("SELECT count(*) FROM event").fetchone()[0]
        sizes = {
            "image": "SELECT sum(length(blob)) FROM image",
            "context": """SELECT sum(length(data) + length(app) + length(title) + length(domain) + length(project)
                + length(language) + length(branch) + length(entity)) FROM context""",
        }
        found = {name: connection.execute(query).fetchone()[0] / count for name, query in sizes.items()}
    return size / count, found


def three_devices(folder_of_run: Path) -> Path:
    """A home with a second desktop and a phone beside the first one."""
    load = replace(Load(), days=DAYS + 2)
    home = home_with(load, folder_of_run)
    with engine(home) as own:
        store = own.store
        for name, share, companion in (("second", 0.2, False), ("phone", 0.15, True)):
            with store.database.writing() as session:
                device = devices.ensure_device(session, store.owner, name, store.clock.wall_us())
                driver(session).execute("UPDATE device SET companion = ? WHERE id = ?", (companion, device.id))
            other = replace(load, seed=len(name), events=int(load.events * share))
            fill(store, other, device.id, phone if companion else iter)
    return home


def main() -> None:
    """Tell the rows."""
    with folder() as here:
        home = home_with(Load(), here)
        three = three_devices(here)
        for name, goal_ms, place in (
            ("one dirty day, one desktop", 5, home),
            ("one dirty day, two desktops and a phone", 8, three),
        ):
            took, bare, count = one_day(place)
            told = f"SELECT of its {count:,.0f} rows: {ms(bare)}; by the clock, with the disk, {ms(took.clock)}"
            held = took.work * 1000 <= goal_ms
            tell(Row(name, f"≤ {goal_ms} ms", ms(took.work), told, times(took.work / bare), held))
        took, bare, count = whole_year(home)
        told = f"SELECT of its {count:,} rows: {ms(bare)}"
        tell(Row("a year rebuilt from its events", "≤ 1.5 s", ms(took), told, times(took / bare), took <= 1.5))
        clean(home)
        for contexts in (12_000, 75_000):
            home = home_with(Load(contexts=contexts), here)  # nothing was ever rebuilt in it
            size, parts = on_disk(home)
            told = f"aw-server: {PEER_BYTES} B; of ours texts {parts['context']:.1f} B, images {parts['image']:.1f} B"
            name, ratio = f"disk for an event, {contexts:,} things a year", f"1/{PEER_BYTES / size:.1f}"
            tell(Row(name, "≤ 80 B", f"{size:.0f} B", told, ratio, size <= 80))
            clean(home)
        clean(three)


if __name__ == "__main__":
    main()
