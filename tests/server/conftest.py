"""A server in this process, on a home of its own, with a clock that is turned by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from daywright.server.app import Store, build, ensure_owner_token, open_store
from daywright.server.foundation.settings import Settings
from fakes.clock import HandClock
from server_api import Api

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
PORT = 8000


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DAYWRIGHT_HOME", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", port=PORT)


@pytest.fixture
def store(settings: Settings, clock: HandClock) -> Store:
    store = open_store(settings, clock)
    with store.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE user SET zone = 'Europe/Berlin'")
    return store


@pytest.fixture
def api(settings: Settings, store: Store) -> Iterator[Api]:
    token = ensure_owner_token(store, settings.home)
    with TestClient(build(settings, store), base_url=f"http://127.0.0.1:{PORT}") as client:
        yield Api(client, token)
