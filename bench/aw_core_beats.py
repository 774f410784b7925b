"""The reference where aw-server is not at hand: heartbeats by aw-core's merge rule into the store aw-server uses.

A program of its own that runs in an environment of its own (see `aw_core.py`): `aw_core_beats.py FOLDER HEARTBEATS`
prints how many a second. There is no HTTP in it, and one caller.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aw_core.models import Event
from aw_datastore import Datastore
from aw_datastore.storages import PeeweeStorage
from aw_transform.heartbeats import heartbeat_merge

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def main() -> None:
    """Send heartbeats a second apart, every fifth about something new."""
    folder, beats = Path(sys.argv[1]), int(sys.argv[2])
    store = Datastore(PeeweeStorage, testing=True, filepath=str(folder / "reference.db"))
    bucket = store.create_bucket("bench", "currentwindow", "bench", "bench", START)
    events = [
        Event(timestamp=START + timedelta(seconds=second), duration=0, data={"title": f"file {second // 5 % 200}"})
        for second in range(beats)
    ]
    began, last = time.perf_counter(), None
    for event in events:
        merged = heartbeat_merge(last, event, 2) if last else None
        if merged:
            bucket.replace_last(merged)
        else:
            bucket.insert(event)
        last = merged or event
    print(beats / (time.perf_counter() - began))


if __name__ == "__main__":
    main()
