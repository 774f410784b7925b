"""A million events of ActivityWatch, from an export file to the database, next to bare upserts of the same rows.

The file is that of a busy desktop over some 500 days, written before the clock starts. The import is the command
itself, in a process of its own, start included; it is told in time and in the processor's time, as it shares the
machine with whatever else runs. The bare upserts are one statement per row, 5,000 rows in one transaction, by
SQLite's own driver on the same disk.

Run as `python -m bench history:EVENTS`. Goal: one million in under a minute, in less than 250 MB.
"""

import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.load import BATCH, Load
from bench.programs import folder
from bench.report import Row, seconds, tell

from daywright.core.persona import Observation
from daywright.kit.clock import US_PER_SECOND, rfc3339

EVENTS = 1_000_000
GOAL_S = 60
GOAL_MB = 250
TYPES = {"window": "currentwindow", "afk": "afkstatus", "web": "web.tab.current", "editor": "app.editor.activity"}
UPSERT = """
    INSERT INTO event (bucket, start, context, duration, counts) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (bucket, start, context) DO UPDATE SET duration = excluded.duration, counts = excluded.counts
    WHERE excluded.duration > event.duration"""


def rows(events: int) -> Iterator[Observation]:
    """Tell so many events of buckets that ActivityWatch has as well."""
    days = events * 365 // 721_000 + 30
    known = (row for row in Load(days=days).rows() if row.bucket.partition("-")[0] in TYPES)
    return islice(known, events)


def export(path: Path, events: int) -> int:
    """Write the file, bucket by bucket as a server does; how many events it holds."""
    told: dict[str, list[str]] = {}
    for row in rows(events):
        seen = {"timestamp": rfc3339(row.start_us), "duration": row.duration_us / US_PER_SECOND, "data": dict(row.data)}
        told.setdefault(row.bucket, []).append(json.dumps(seen))
    with path.open("w", encoding="utf-8") as file:
        file.write('{"buckets": {')
        for place, (bucket, listed) in enumerate(told.items()):
            about = {"type": TYPES[bucket.partition("-")[0]], "client": "aw-client", "hostname": "laptop"}
            begin = json.dumps({"id": bucket, "created": "2024-01-01T00:00:00+00:00", **about})[:-1]
            file.write(f'{", " if place else ""}{json.dumps(bucket)}: {begin}, "events": [')
            file.write(", ".join(listed))
            file.write("]}")
        file.write("}}")
    return sum(map(len, told.values()))


def bring(path: Path, home: Path) -> dict[str, object]:
    """Run the command; what it answers."""
    command = [sys.executable, "-m", "daywright", "import", "activitywatch", str(path), "--home", str(home), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ | {"TZ": "UTC"})
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def bare(home: Path) -> float:
    """Seconds for upserts of the same rows, in the order in which they came."""
    connection = sqlite3.connect(home / "daywright.db", isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    held = connection.execute("SELECT bucket, start, context, duration, counts FROM event ORDER BY id").fetchall()
    connection.execute("DELETE FROM event")

    def write() -> None:
        for at in range(0, len(held), BATCH):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(UPSERT, held[at : at + BATCH])
            connection.execute("COMMIT")

    taken = seconds(write)
    connection.close()
    return taken


def main() -> None:
    """Tell the rows. The file is written by another process: ours stays small, as a child begins with what it takes."""
    if sys.argv[1:2] == ["write"]:
        print(export(Path(sys.argv[2]), int(sys.argv[3])))
        return
    wanted = sys.argv[1] if len(sys.argv) > 1 else str(EVENTS)
    with folder() as here:
        path, home = here / "aw-buckets-export.json", here / "history"
        write = [sys.executable, "-m", "bench.history", "write", str(path), wanted]
        events = int(subprocess.run(write, check=True, capture_output=True).stdout)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = seconds(lambda: bring(path, home))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        again = bring(path, home)
        assert (again["added"], again["known"], again["refused"]) == (0, events, {}), again
        reference = bare(home)
        what = f"{events:,} events of ActivityWatch imported"
        told = f"bare upserts of the same rows take {reference:.1f} s"
        within = GOAL_S * events / EVENTS
        tell(Row(what, f"{within:.0f} s", f"{taken:.1f} s", told, f"{taken / reference:.1f} ×", held=taken <= within))
        told, share = "of it by the processor", f"{worked / taken:.0%}"
        tell(Row(what, f"{within:.0f} s", f"{worked:.1f} s", told, share, held=worked <= within))
        peak = after.ru_maxrss / 1024
        told, share = "the file it came from", f"{peak * 2**20 / path.stat().st_size:.2f} ×"
        tell(Row("memory for that", f"{GOAL_MB} MB", f"{peak:.0f} MB", told, share, held=peak <= GOAL_MB))
        path.unlink()


if __name__ == "__main__":
    main()
