"""The earlier daemon's variables in today's words, and where its cache is found."""

from datetime import timedelta
from pathlib import Path

import pytest

from daywright.agent.config import Settings, load
from local_daemon import config
from local_daemon.daemon import lead_to


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def told(home: Path, **variables: str) -> Settings:
    return load([], config.variables(variables, home))


def test_without_a_word_it_is_what_the_daemon_was(tmp_path: Path) -> None:
    found = told(tmp_path)
    assert found.server == "http://127.0.0.1:8000"
    assert found.send_interval == timedelta(seconds=300)
    assert found.log_file == tmp_path / "agent" / "local_daemon.log"
    assert found.collecting is not None
    assert found.collecting.interval == timedelta(seconds=60)
    assert found.log_level == "INFO"


def test_every_variable_means_what_it_meant(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        CENTRAL_SERVER_ENDPOINT="https://day.example/api/v1/ingest",
        AW_WINDOW_BUCKET_ID="aw-watcher-window_desk",
        AW_AFK_BUCKET_ID="aw-watcher-afk_desk",
        AW_WEB_BROWSER_BUCKET_ID="aw-watcher-web-chrome",
        COLLECTION_INTERVAL_SECONDS="30",
        BATCH_SEND_INTERVAL_SECONDS="120",
        MIN_EVENT_DURATION_SECONDS="2.5",
        MAX_BATCH_SIZE="50",
        LOG_LEVEL="debug",
        LOG_FILE="daemon.log",
    )
    assert found.collecting is not None
    assert (found.server, found.send_interval, found.max_batch) == ("https://day.example", timedelta(seconds=120), 50)
    assert (found.collecting.window, found.collecting.afk) == ("aw-watcher-window_desk", "aw-watcher-afk_desk")
    assert (found.collecting.web, found.collecting.interval) == ("aw-watcher-web-chrome", timedelta(seconds=30))
    assert (found.collecting.minimum, found.log_level) == (timedelta(seconds=2.5), "DEBUG")
    assert found.log_file == tmp_path / "daemon.log"


def test_an_empty_log_file_is_the_console(tmp_path: Path) -> None:
    assert told(tmp_path, LOG_FILE="").log_file is None


def test_today_s_names_win_and_a_file_of_variables_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COLLECTION_INTERVAL_SECONDS=20\nMAX_BATCH_SIZE='7'\n")
    found = told(tmp_path, DAYWRIGHT_COLLECTION_INTERVAL="10")
    assert found.collecting is not None
    assert (found.collecting.interval, found.max_batch) == (timedelta(seconds=10), 7)


def test_names_that_others_use_too_concern_only_the_daemon(tmp_path: Path) -> None:
    found = load(
        ["--home", str(tmp_path), "--server", "http://127.0.0.1:8000"], {"LOG_FILE": "x", "MAX_BATCH_SIZE": "1"}
    )
    assert (found.log_file, found.max_batch) == (tmp_path / "agent" / "log", 500)


def test_the_path_of_the_cache_leads_to_the_log(tmp_path: Path) -> None:
    log = tmp_path / "home" / "agent" / "wal.db"
    assert config.cache({}, tmp_path / "home") == tmp_path / "home" / "local_daemon_cache.sqlite"
    path = config.cache({"LOCAL_CACHE_DB_PATH": str(tmp_path / "cache.sqlite")}, tmp_path / "home")
    assert [lead_to(path, log), lead_to(path, log)] == ["", ""]
    assert path.resolve() == log


def test_a_cache_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_text("somebody's")
    assert "left alone" in lead_to(path, tmp_path / "agent" / "wal.db")
    assert path.read_text() == "somebody's"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert "cannot be made" in lead_to(tmp_path / "nowhere" / "cache.sqlite", tmp_path / "agent" / "wal.db")
