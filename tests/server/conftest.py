"""A server in this process, on a home of its own, with a clock that is turned by hand."""

import shutil
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


@pytest.fixture(scope="session")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as the first start leaves it, of someone in Berlin. Made once: the steps of the schema take a while."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    store = open_store(Settings(home=home), HandClock(NOW))
    with store.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE user SET zone = 'Europe/Berlin'")
    ensure_owner_token(store, home)
    store.database.close()
    return home


@pytest.fixture
def store(settings: Settings, clock: HandClock, fresh_home: Path) -> Iterator[Store]:
    shutil.copytree(fresh_home, settings.home)
    store = open_store(settings, clock)
    yield store
    store.database.close()


@pytest.fixture
def api(settings: Settings, store: Store) -> Iterator[Api]:
    token = ensure_owner_token(store, settings.home)
    with TestClient(build(settings, store), base_url=f"http://127.0.0.1:{PORT}") as client:
        yield Api(client, token)
