"""The same against events as aw-server itself keeps and cuts them: its library, its database."""

import random
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aw_core.models import Event
from aw_datastore.storages import PeeweeStorage
from aw_transform import heartbeat_merge

from daywright.agent.watchers.activitywatch import BucketReader, Mark
from daywright.kit.clock import to_us
from fakes.activitywatch import ActivityWatch, Asked

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
BUCKET = "aw-watcher-window_laptop"
PULSE_S = 5.0


class RealStore:
    """aw-server's own storage."""

    def __init__(self, path: Path) -> None:
        self.storage: Any = PeeweeStorage(testing=True, filepath=str(path))
        self.storage.create_bucket(
            BUCKET, "currentwindow", "aw-watcher-window", "laptop", MORNING.isoformat(), None, {}
        )

    def heartbeat(self, at: datetime, title: str) -> None:
        beat = Event(timestamp=at, duration=0, data={"app": "Code", "title": title})
        newest = self.storage.get_events(BUCKET, 1)
        merged = heartbeat_merge(newest[0], beat, PULSE_S) if newest and newest[0].data == beat.data else None
        if merged is not None:
            self.storage.replace_last(BUCKET, merged)
        else:
            self.storage.insert_one(BUCKET, beat)

    def buckets(self) -> dict[str, dict[str, object]]:
        return {BUCKET: {"id": BUCKET, "type": "currentwindow", "hostname": "laptop"}}

    def events(self, bucket: str, start: datetime | None, end: datetime | None, limit: int) -> list[dict[str, object]]:
        return [event.to_json_dict() for event in self.storage.get_events(bucket, limit, start, end)]

    def event(self, bucket: str, number: int) -> dict[str, object] | None:
        found = self.storage.get_event(bucket, number)
        return None if found is None else found.to_json_dict()

    def count(self, bucket: str) -> int:
        return int(self.storage.get_eventcount(bucket))


@pytest.mark.parametrize("seed", range(3))
def test_a_day_of_heartbeats_arrives_as_aw_server_has_it(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    total: dict[tuple[int, str], int] = {}
    store = RealStore(tmp_path / "aw.db")
    with closing(store.storage.db):
        mark: Mark | None = None
        now = MORNING
        for _ in range(25):
            for _ in range(chance.randrange(1, 8)):
                now += timedelta(seconds=chance.choice([1, 2, 4, 61, 4000]), microseconds=chance.randrange(999_999))
                store.heartbeat(now, chance.choice("ab"))
            reader = BucketReader(Asked(ActivityWatch(store)), BUCKET)
            more = True
            while more:
                look = reader.look(mark, to_us(now) + 1000)
                mark, more = look.mark, look.more
                for seen in look.seen:
                    key = seen.start_us, str(seen.data["title"])
                    assert seen.duration_us > total.get(key, -1)
                    total[key] = seen.duration_us
        truth = {
            (to_us(event.timestamp), str(event.data["title"])): event.duration // timedelta(microseconds=1)
            for event in store.storage.get_events(BUCKET, -1)
        }
    assert total == truth
