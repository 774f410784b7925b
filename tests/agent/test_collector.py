"""From a running ActivityWatch into the log: what is kept, what is left out, and that it is kept once."""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daywright.agent import collector as collecting_module
from daywright.agent.collector import Collector
from daywright.agent.config import Collecting
from daywright.agent.redact import policy
from daywright.agent.wal import StorageError, Wal
from fakes.activitywatch import ActivityWatch, MemoryStore, serving
from fakes.clock import HandClock
from fakes.ingest_server import Reply

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
WINDOW, AFK, WEB = "aw-watcher-window_laptop", "aw-watcher-afk_laptop", "aw-watcher-web-firefox"
Row = tuple[str, str, float, dict[str, object]]


class Machine:
    """A machine with an ActivityWatch and a collector."""

    def __init__(self, folder: Path, fake: ActivityWatch, store: MemoryStore) -> None:
        self.folder, self.fake, self.store = folder, fake, store
        self.clock = HandClock(MORNING + timedelta(hours=1))
        self.pages = "domain"
        self.start()

    def start(self, minimum_s: float = 0) -> None:
        self.wal = Wal(self.folder, self.clock)
        self.wal.open()
        self.collector = Collector(
            self.wal,
            self.clock,
            Collecting(
                url=self.fake.url,
                api_key="",
                hostname="laptop",
                window="",
                afk="",
                web="",
                interval=timedelta(seconds=60),
                minimum=timedelta(seconds=minimum_s),
                pages=self.pages,
            ),
            policy=lambda: policy(exclude_apps=(), exclude_titles=(), record_titles=True, pages=self.pages),
            boot_id=bytes(16),
            committed=lambda: None,
        )

    def collect(self) -> None:
        while self.collector.step():
            pass

    def restart(self) -> None:
        self.wal.close()
        self.start()

    def logged(self) -> list[Row]:
        batch = self.wal.lease(os.urandom(16), self.clock.wall_us(), lambda _: bytes(32), 1000)
        if batch is None:
            return []
        self.wal.dissolve(batch)
        rows = [json.loads(member.body) for member in batch.members]
        return [(row["bucket"], row["start"][11:19], row["duration"], row["data"]) for row in rows]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    store = MemoryStore()
    store.make(WINDOW, "currentwindow", "laptop")
    store.make(AFK, "afkstatus", "laptop")
    store.make(WEB, "web.tab.current", "unknown")
    with serving(ActivityWatch(store)) as fake:
        yield Machine(tmp_path / "agent", fake, store)


def page(url: str, **more: object) -> Mapping[str, object]:
    return {"url": url, "title": "A page", "audible": False, "incognito": False, "tabCount": 9, **more}


def test_windows_presence_and_pages_become_ours(machine: Machine) -> None:
    machine.store.add(WINDOW, MORNING, 30, app="Firefox", title="(3) News – Mozilla Firefox")
    machine.store.add(AFK, MORNING, 60, status="not-afk")
    machine.store.add(WEB, MORNING, 30, **page("https://news.example/today?token=secret"))
    machine.collect()
    assert sorted(machine.logged(), key=lambda row: row[0]) == [
        ("afk", "09:00:00", 60.0, {"status": "not-afk"}),
        ("web-firefox", "09:00:00", 30.0, {"url": "https://news.example/"}),
        ("window", "09:00:00", 30.0, {"app": "Firefox", "title": "News – Mozilla Firefox"}),
    ]


def test_more_of_a_page_is_kept_when_the_person_wants_it(machine: Machine) -> None:
    machine.pages = "address"
    machine.restart()
    machine.store.add(WEB, MORNING, 30, **page("https://news.example/today?token=secret"))
    machine.collect()
    assert machine.logged()[0][3] == {"url": "https://news.example/today", "title": "A page"}


def test_what_is_private_leaves_nothing_but_that_it_was(machine: Machine) -> None:
    machine.store.add(WINDOW, MORNING, 30, app="Firefox", title="Secret — Mozilla Firefox Private Browsing")
    machine.store.add(WEB, MORNING, 30, **page("https://secret.example/", incognito=True))
    machine.store.add(WEB, MORNING + timedelta(minutes=1), 30, url="https://nobody-vouches.example/", title="?")
    machine.collect()
    assert machine.logged() == [("window", "09:00:00", 30.0, {"app": "Private", "title": ""})]
    assert machine.collector.state()["private"] == 2
    assert "secret" not in json.dumps(machine.collector.state()).casefold()


def test_nothing_is_logged_twice_whatever_is_restarted(machine: Machine) -> None:
    for place in range(20):
        machine.store.add(WINDOW, MORNING + timedelta(minutes=place), 50, app="Code", title=f"file {place}")
    for _ in range(4):
        machine.collect()
        machine.restart()
        machine.clock.pass_seconds(60)
    assert len(machine.logged()) == 20
    assert machine.wal.counters()["accepted"] == 20


def test_where_it_goes_on_is_kept_with_the_events_or_not_at_all(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.store.add(WINDOW, MORNING, 50, app="Code", title="")

    def full(*_: object, **__: object) -> None:
        raise StorageError("disk_full", "no room")

    with monkeypatch.context() as broken:
        broken.setattr("daywright.agent.wal.room.make_room", full)
        machine.collect()
    assert "the log does not take events" in str(machine.collector.state()["state"])
    assert machine.logged() == []
    machine.collect()
    assert len(machine.logged()) == 1


def test_an_activitywatch_that_is_away_is_said_and_waited_for(machine: Machine) -> None:
    machine.fake.trouble = lambda _: Reply(502, b"<html>bad gateway</html>")
    machine.collect()
    assert "cannot be read: the answer is 502" in str(machine.collector.state()["state"])
    machine.fake.trouble = lambda _: None
    machine.store.add(WINDOW, MORNING, 50, app="Code", title="")
    machine.collect()
    assert machine.collector.state()["state"] == f"reading 3 buckets of {machine.fake.url}"
    assert len(machine.logged()) == 1


def test_a_bucket_that_is_missing_is_named(machine: Machine) -> None:
    del machine.store.types[AFK]
    machine.collect()
    assert str(machine.collector.state()["state"]).endswith("there is no afk bucket of laptop")


def test_while_much_waits_nothing_more_is_read(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting_module, "MOST_WAITING", 5)
    for place in range(10):
        machine.store.add(WINDOW, MORNING + timedelta(minutes=place), 50, app="Code", title=f"file {place}")
    machine.collect()
    machine.store.add(WINDOW, MORNING + timedelta(minutes=30), 50, app="Mail", title="")
    machine.collect()
    assert len(machine.logged()) == 10
    assert "waiting" in str(machine.collector.state()["state"])


def test_short_events_are_left_out_and_counted(machine: Machine) -> None:
    machine.start(minimum_s=5)
    machine.store.add(WINDOW, MORNING, 1, app="Code", title="a glimpse")
    machine.store.add(WINDOW, MORNING + timedelta(seconds=10), 30, app="Code", title="work")
    machine.collect()
    assert [row[3]["title"] for row in machine.logged()] == ["work"]
    assert machine.collector.state()["short"] == 1


def test_a_log_that_lost_its_notes_is_filled_again_from_far_back(machine: Machine) -> None:
    for day in range(10):
        machine.store.add(WINDOW, MORNING - timedelta(days=day), 50, app="Code", title=f"day {day}")
        machine.store.add(AFK, MORNING - timedelta(days=day), 50, status="not-afk")
    machine.collect()
    assert len(machine.logged()) == 2, "at first only the last day: the rest is what an import is for"
    machine.wal.close()
    (machine.folder / "wal.db").write_bytes(b"damaged" * 1000)
    machine.start()
    machine.collect()
    assert len(machine.logged()) == 20
