"""Failures as a caller meets them: problem JSON with a stable code, and word of when to come again."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from daywright.server.app import Store
from daywright.server.foundation import database
from daywright.server.foundation.database import storage_trouble
from server_api import Api, window


@pytest.fixture
def locked(api: Api, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A server whose database another program keeps locked."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    store.database.engine.dispose()
    other = store.database.connect()
    other.execute("BEGIN IMMEDIATE")
    yield api
    other.execute("ROLLBACK")
    other.close()


def _ask(api: Api, method: str, path: str, body: Mapping[str, object]) -> Any:
    return api.client.request(method, f"/api/v1{path}", json=body, headers=api.headers)


def test_f20_writing_while_another_program_holds_the_lock_is_refused_for_now(locked: Api) -> None:
    batch = {
        "batch_id": "0192f3a4-0000-4000-8000-000000000001",
        "events": [window("2026-03-02T08:00:00Z", 5, "a", "b")],
    }
    calls: list[tuple[str, str, Mapping[str, object]]] = [
        ("POST", "/ingest", batch),
        ("POST", "/signin", {"token": locked.token}),
        ("PUT", "/rules", {"revision": 1, "categories": [], "rules": []}),
        ("POST", "/rules/undo", {}),
    ]
    for method, path, body in calls:
        answer = _ask(locked, method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (503, "storage.unavailable"), path
        assert answer.headers["retry-after"] == "5"


def test_f20_reading_goes_on_while_another_program_holds_the_lock(locked: Api) -> None:
    for path in ("/me", "/days/2026-03-02", "/rules", "/events/recent"):
        assert _ask(locked, "GET", path, {}).status_code == 200


def test_only_what_the_disk_or_a_lock_is_to_blame_for_counts_as_storage_trouble() -> None:
    assert storage_trouble(sqlite3.OperationalError("database is locked")) == "OperationalError"
    assert storage_trouble(sqlite3.DatabaseError("malformed")) == "DatabaseError"
    assert storage_trouble(sqlite3.IntegrityError("no")) is None
    assert storage_trouble(IntegrityError("INSERT", {}, sqlite3.IntegrityError("no"))) is None
    assert storage_trouble(ValueError("no")) is None
