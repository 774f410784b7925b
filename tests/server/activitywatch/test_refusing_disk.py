"""While the database takes nothing, heartbeats wait in memory; none is answered with an error before that is full."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from activitywatch_api import WINDOW, Face, at
from daywright.server.activitywatch.service import receiver
from daywright.server.app import Store
from daywright.server.foundation.writer import Writer
from fakes.desktop import eventually

A, B = {"app": "A"}, {"app": "B"}


class Disk:
    """Refuses every write for as long as it is full."""

    def __init__(self, writer: Writer, patch: pytest.MonkeyPatch) -> None:
        self.full, self._real = False, writer._transaction
        patch.setattr(writer, "_transaction", self._transaction)

    def _transaction(self, works: list[Callable[[sqlite3.Connection], Any]]) -> list[Any]:
        if self.full:
            raise sqlite3.OperationalError("database or disk is full")
        return self._real(works)


@pytest.fixture
def disk(face: Face, monkeypatch: pytest.MonkeyPatch) -> Disk:
    face.make()
    return Disk(face.client.app.state.writer, monkeypatch)  # type: ignore[attr-defined]


def test_heartbeats_wait_for_the_disk_and_are_stored_in_their_order(face: Face, disk: Disk) -> None:
    number = face.beat(0, A)["id"]
    disk.full = True
    for second, data in ((1, A), (2, A), (3, B), (4, A)):
        assert face.beat(second, data) == {"id": None, "timestamp": at(second), "duration": 0.0, "data": data}
    assert len(face.events()) == 1
    disk.full = False
    eventually(lambda: len(face.events()) == 3, "what waited is stored")
    assert [(one["data"], one["duration"]) for one in face.events()] == [(A, 0.0), (B, 0.0), (A, 2.0)]
    assert face.events()[-1]["id"] == number


def test_a_heartbeat_that_comes_while_others_wait_waits_behind_them(face: Face, disk: Disk) -> None:
    disk.full = True
    face.beat(0, A)
    disk.full = False
    assert face.beat(1, A)["id"] is None
    eventually(lambda: [one["duration"] for one in face.events()] == [1.0], "both are stored as one")
    assert face.beat(2, A)["id"] is not None


def test_a_heartbeat_for_a_bucket_that_is_not_there_is_no_reason_to_stop(face: Face, disk: Disk) -> None:
    disk.full = True
    event = {"timestamp": at(0), "data": A}
    assert face.told("POST", "/buckets/none/heartbeat", event, pulsetime=1)["id"] is None
    face.beat(1, B)
    disk.full = False
    eventually(lambda: [one["data"] for one in face.events()] == [B], "the good one is stored")


def test_only_when_there_is_no_more_room_is_a_heartbeat_refused(
    face: Face, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiver, "ROOM", 2)
    disk.full = True
    face.beat(0, A)
    face.beat(1, A)
    answer = face.ask("POST", f"/buckets/{WINDOW}/heartbeat", {"timestamp": at(2), "data": A}, pulsetime=5)
    assert (answer.status_code, answer.json()["code"], "retry-after" in answer.headers) == (
        503,
        "storage.unavailable",
        True,
    )
    disk.full = False
    eventually(lambda: [one["duration"] for one in face.events()] == [1.0], "those that waited are stored")


def test_what_waits_is_stored_when_the_server_ends(
    opened: Callable[[Any], tuple[Face, Any]], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    face, _ = opened("all")
    face.make()
    monkeypatch.setattr(receiver, "AGAIN_S", 3600)
    disk = Disk(face.client.app.state.writer, monkeypatch)  # type: ignore[attr-defined]
    disk.full = True
    face.beat(0, A)
    disk.full = False
    face.client.__exit__()
    with store.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM event").scalar() == 1


def test_inserts_are_refused_while_the_disk_is_full(face: Face, disk: Disk) -> None:
    disk.full = True
    answer = face.ask("POST", f"/buckets/{WINDOW}/events", [{"timestamp": at(2), "data": A}])
    assert (answer.status_code, bool(answer.json()["message"])) == (503, True)
