"""Where a setting may stand, and which place wins."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from daywright.server.foundation.settings import Settings, default_home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAYWRIGHT_HOME", str(tmp_path))
    for name in ("DAYWRIGHT_PORT", "DAYWRIGHT_LOG_LEVEL", "DAYWRIGHT_ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("places", "port"),
    [
        ("", 8000),
        ("file", 8001),
        ("file dotenv", 8002),
        ("file dotenv environment", 8003),
        ("file dotenv environment flag", 8004),
    ],
)
def test_a_flag_beats_the_environment_beats_dotenv_beats_the_file_beats_the_default(
    home: Path, monkeypatch: pytest.MonkeyPatch, places: str, port: int
) -> None:
    if "file" in places:
        (home / "config.toml").write_text("port = 8001\n")
    if "dotenv" in places:
        Path(".env").write_text("DAYWRIGHT_PORT=8002\n")
    if "environment" in places:
        monkeypatch.setenv("DAYWRIGHT_PORT", "8003")
    settings = Settings(port=8004) if "flag" in places else Settings()
    assert settings.port == port


def test_the_file_is_that_of_the_home_a_dotenv_file_names(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DAYWRIGHT_HOME")
    other = tmp_path / "other"
    other.mkdir()
    (other / "config.toml").write_text("port = 8005\n")
    Path(".env").write_text(f"DAYWRIGHT_HOME={other}\n")
    assert (Settings().home, Settings().port) == (other, 8005)
    assert home != other


def test_our_own_name_of_the_log_level_beats_the_common_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "config.toml").write_text("log_level = 'DEBUG'\n")
    assert Settings().log_level == "DEBUG"
    monkeypatch.setenv("LOG_LEVEL", "warning")
    assert Settings().log_level == "WARNING"
    monkeypatch.setenv("DAYWRIGHT_LOG_LEVEL", "ERROR")
    assert Settings().log_level == "ERROR"


def test_hosts_are_a_list_in_the_file_and_separated_by_commas_in_the_environment(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config.toml").write_text('allowed_hosts = ["day.example:443"]\n')
    assert Settings().allowed_hosts == ("day.example:443",)
    monkeypatch.setenv("DAYWRIGHT_ALLOWED_HOSTS", "day.example:443, lan.example")
    assert Settings().allowed_hosts == ("day.example:443", "lan.example")


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", ".local/share/daywright"),
        ("darwin", "Library/Application Support/Daywright"),
        ("win32", "AppData/Local/Daywright"),
    ],
)
def test_the_home_is_where_the_platform_keeps_a_program_s_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, folder: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", platform)
    assert default_home() == tmp_path / folder


def test_an_empty_address_is_never_every_address(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYWRIGHT_HOST", "")
    assert Settings(home=home).host == "127.0.0.1"
    with pytest.raises(ValidationError):
        Settings(home=home, host="")
    (home / "config.toml").write_text('host = ""\n')
    with pytest.raises(ValidationError):
        Settings(home=home)


@pytest.mark.parametrize(("word", "level"), [("warn", "WARNING"), ("Critical", "ERROR"), ("debug", "DEBUG")])
def test_a_level_as_other_programs_write_it_is_understood(
    word: str, level: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", word)
    assert Settings(home=tmp_path).log_level == level
