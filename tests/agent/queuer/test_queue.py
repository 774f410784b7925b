from collections.abc import Mapping, Sequence

import pytest

from daywright.agent.queuer import Durable, Queuer, Refused
from daywright.agent.queuer import queue as module
from daywright.agent.wal import Record, StorageError, Wal
from fakes.clock import HandClock
from fakes.records import record


class Disk:
    """Stands in for the log: takes groups while it is well, else refuses with `code`."""

    def __init__(self) -> None:
        self.code = ""
        self.groups: list[list[Record]] = []
        self.streams: list[Mapping[str, Record | None]] = []
        self.refused = 0
        self.looked_after = 0

    def append(self, records: Sequence[Record], streams: Mapping[str, Record | None], *, refused: int = 0) -> None:
        if self.code:
            raise StorageError(self.code, "no")
        self.groups.append(list(records))
        self.streams.append(streams)
        self.refused += refused

    def reseal(self) -> bool:
        return False

    def housekeep(self) -> str:
        self.looked_after += 1
        return ""


class Scene:
    def __init__(self) -> None:
        self.clock, self.disk = HandClock(), Disk()
        self.committed = 0
        self.said: list[str] = []
        wal: Wal = self.disk  # type: ignore[assignment]  # the two calls the queuer makes
        self.queuer = Queuer(wal, self.clock, heartbeat_us=5_000_000, committed=self.commit, report=self.said.append)

    def commit(self) -> None:
        self.committed += 1


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_ticket_is_durable_only_after_the_commit(scene: Scene) -> None:
    ticket = scene.queuer.emit(record(1))
    assert ticket.answer is None
    scene.queuer.write()
    assert ticket.answer == Durable()


def test_events_are_written_in_groups(scene: Scene) -> None:
    for number in range(300):
        scene.queuer.emit(record(number))
    scene.queuer.write()
    scene.queuer.write()
    assert [len(group) for group in scene.disk.groups] == [256, 44]


def test_what_ended_is_on_the_disk_before_its_stream_goes_on_with_another(scene: Scene) -> None:
    scene.queuer.touch([record(number) for number in range(300)], {"window": record(300)})
    scene.queuer.write()
    assert scene.disk.streams[0] == {}
    scene.queuer.write()
    assert set(scene.disk.streams[1]) == {"window"}


def test_a_stream_that_goes_on_no_more_is_written_down_as_such(scene: Scene) -> None:
    scene.queuer.touch([], {"window": record(1)})
    scene.queuer.write()
    scene.queuer.touch([], {})
    scene.queuer.write()
    assert scene.disk.streams[1] == {"window": None}


def test_the_sender_hears_of_events_and_not_of_mere_touches(scene: Scene) -> None:
    scene.queuer.touch([], {"window": record(1)})
    scene.queuer.write()
    scene.queuer.touch([record(1)], {})
    scene.queuer.write()
    assert scene.committed == 1


def test_what_only_goes_on_is_written_at_its_interval_and_an_event_at_once(scene: Scene) -> None:
    scene.queuer.touch([], {"window": record(1)})
    scene.queuer.write()
    scene.queuer.touch([], {"window": record(1)})
    assert scene.queuer._patience_s() == 5
    scene.queuer.emit(record(2))
    assert scene.queuer._patience_s() == 0


def test_the_snapshot_is_what_goes_on_and_counts_what_begins(scene: Scene) -> None:
    first = record(1)
    scene.queuer.touch([], {"window": first})
    assert scene.queuer.going_on() == (1, 1, (first.body,))
    scene.queuer.touch([], {"window": first})
    assert scene.queuer.going_on()[:2] == (1, 2)
    scene.queuer.touch([first], {"window": record(2)})
    assert scene.queuer.going_on()[:2] == (2, 3)


def test_f11_a_refused_event_is_kept_and_tried_again_with_the_same_id(scene: Scene) -> None:
    scene.disk.code = "disk_full"
    event = record(1)
    ticket = scene.queuer.emit(event)
    assert not scene.queuer.write()
    assert ticket.answer == Refused("disk_full")
    assert scene.queuer.trouble == "disk_full"
    scene.disk.code = ""
    assert scene.queuer.write()
    assert [r.event_id for r in scene.disk.groups[0]] == [event.event_id]
    assert scene.queuer.trouble == ""


def test_trouble_is_told_once_when_it_begins_and_once_when_it_ends(scene: Scene) -> None:
    scene.disk.code = "io_error"
    scene.queuer.emit(record(1))
    for _ in range(3):
        scene.queuer.write()
    scene.disk.code = ""
    scene.queuer.write()
    assert scene.said == ["the log does not take events: no", "the log takes events again"]


def test_while_the_disk_fails_memory_is_bounded_and_every_loss_is_counted(scene: Scene) -> None:
    scene.disk.code = "io_error"
    scene.queuer.emit(record(0))
    scene.queuer.write()
    for number in range(1, 2500):
        scene.queuer.emit(record(number))
    assert scene.queuer.waiting() == module.MOST_WHILE_FAILING
    scene.disk.code = ""
    while scene.queuer.waiting():
        scene.queuer.write()
    assert scene.disk.refused == 500
    kept = [r for group in scene.disk.groups for r in group]
    assert [r.mono_us // 1_000_000 for r in kept] == list(range(500, 2500)), "the oldest went first"


def test_presence_outlives_windows_when_memory_runs_out(scene: Scene) -> None:
    scene.queuer.emit(record(0, "afk"))
    for number in range(1, module.MOST_EVENTS + 10):
        scene.queuer.emit(record(number))
    scene.queuer.write()
    assert scene.disk.groups[0][0].kind == "afk"


def test_bytes_are_bounded_too(scene: Scene) -> None:
    for number in range(10):
        scene.queuer.emit(record(number, size=1024 * 1024))
    assert scene.queuer.waiting() == 7


def test_the_log_is_looked_after_once_a_minute(scene: Scene) -> None:
    for _ in range(130):
        scene.queuer.emit(record(1))
        scene.queuer.write()
        scene.clock.pass_seconds(1)
    assert scene.disk.looked_after == 3
