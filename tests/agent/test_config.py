from datetime import timedelta
from pathlib import Path

import pytest

from daywright.agent import config
from daywright.agent.config import ConfigError, Settings, is_loopback, load, usage

HERE = "http://127.0.0.1:8000"


def settings(home: Path, *flags: str, **variables: str) -> Settings:
    return load(
        ["--home", str(home), *flags], {f"DAYWRIGHT_{name.upper()}": value for name, value in variables.items()}
    )


def test_a_flag_beats_a_variable_beats_the_file_beats_the_default(tmp_path: Path) -> None:
    assert settings(tmp_path, "--server", HERE).away_after == timedelta(seconds=180)
    (tmp_path / "config.toml").write_text("[agent]\naway_after = 60\n")
    assert settings(tmp_path, "--server", HERE).away_after == timedelta(seconds=60)
    assert settings(tmp_path, "--server", HERE, away_after="90").away_after == timedelta(seconds=90)
    assert settings(tmp_path, "--server", HERE, "--away-after", "30", away_after="90").away_after == timedelta(
        seconds=30
    )


def test_everything_but_the_server_has_a_default(tmp_path: Path) -> None:
    found = settings(tmp_path, "--server", HERE)
    assert (found.token_file, found.folder) == (tmp_path / "token", tmp_path / "agent")
    assert (found.heartbeat, found.stop_with_parent) == (timedelta(seconds=5), False)


def test_flags_may_be_written_with_an_equals_sign(tmp_path: Path) -> None:
    assert load([f"--home={tmp_path}", f"--server={HERE}", "--stop-with-parent"], {}).stop_with_parent


def test_a_server_here_is_told_at_once_and_one_elsewhere_every_five_minutes(tmp_path: Path) -> None:
    assert settings(tmp_path, "--server", HERE).send_interval < timedelta(seconds=1)
    assert settings(tmp_path, "--server", "https://day.example").send_interval == timedelta(minutes=5)
    assert settings(tmp_path, "--server", "https://day.example", "--send-interval", "60").send_interval == timedelta(
        minutes=1
    )


@pytest.mark.parametrize(
    "server", ["http://127.0.0.1:1", "http://localhost", "http://[::1]:8000", "https://localhost/x"]
)
def test_addresses_of_this_machine_are_known(server: str) -> None:
    assert is_loopback(server)


@pytest.mark.parametrize("server", ["http://127.0.0.1.example.com", "https://day.example", "http://0.0.0.0", ""])
def test_other_addresses_are_not_this_machine(server: str) -> None:
    assert not is_loopback(server)


@pytest.mark.parametrize(
    ("server", "reason"),
    [
        ("", "missing"),
        ("http://day.example", "plain http would show your token"),
        ("ftp://day.example", "an address like"),
        ("day.example", "an address like"),
        ("https://", "an address like"),
        ("https://me:secret@day.example", "takes no name"),
        ("https://day.example/?token=x", "takes no name"),
        ("https://day.example:port", "--server"),
    ],
)
def test_a69_a_server_that_cannot_be_used_is_refused_with_the_reason(server: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=reason):
        settings(tmp_path, "--server", server)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://day.example:8443", "plain http"),
        ("day.example:8443", "an address like https"),
        ("https://me:secret@day.example", "takes no name, password"),
        ("https://day.example:8443/under", "without a path"),
        ("https://day.example:port", "--grpc-server"),
    ],
)
def test_a69_an_address_for_grpc_that_cannot_be_used_is_refused(address: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=reason) as refused:
        settings(tmp_path, "--server", HERE, "--grpc-server", address)
    assert "secret" not in str(refused.value)
    assert "--server" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "expected"), [("https://day.example:8443/", "https://day.example:8443"), (HERE, HERE), ("", "")]
)
def test_deliveries_go_over_grpc_where_an_address_is_given(address: str, expected: str, tmp_path: Path) -> None:
    assert settings(tmp_path, "--server", HERE, "--grpc-server", address).grpc_server == expected
    assert settings(tmp_path, "--server", HERE).grpc_server == ""


@pytest.mark.parametrize("value", ["0", "-1", "1e9", "soon", "nan", ""])
def test_a_number_out_of_bounds_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="away_after"):
        settings(tmp_path, "--server", HERE, "--away-after", value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[agent]\nserver = ", "config.toml"),
        ("agent = 3\n", "must be a table"),
        ("[agent]\nhartbeat = 3\n", "knows no hartbeat"),
        ("[agent]\nheartbeat = 'soon'\n", "soon is not a number"),
        ("[agent]\nstop_with_parent = 'maybe'\n", "neither yes nor no"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(content: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(content)
    with pytest.raises(ConfigError, match=reason):
        settings(tmp_path, "--server", HERE)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        settings(tmp_path, "--server", HERE)


@pytest.mark.parametrize("flags", [["--servr", HERE], ["--server"], ["server"]])
def test_flags_nobody_knows_are_refused(flags: list[str], tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        settings(tmp_path, *flags)


def test_the_home_is_needed() -> None:
    with pytest.raises(ConfigError, match="--home DIR is missing"):
        load(["--server", HERE], {})


def test_the_help_names_every_setting() -> None:
    assert all(f"--{setting.name.replace('_', '-')}" in usage() for setting in config.SETTINGS)


def test_d23_the_earlier_client_s_variables_mean_the_same(tmp_path: Path) -> None:
    told = {"DEVPULSE_SERVER_URL": HERE, "DEVPULSE_HEARTBEAT_INTERVAL": "30", "DEVPULSE_SCREENSHOT_INTERVAL": "0"}
    found = load(["--home", str(tmp_path)], config.surroundings(told, tmp_path / "none"))
    assert (found.server, found.heartbeat) == (HERE, timedelta(seconds=30))
    ours = config.surroundings(told | {"DAYWRIGHT_HEARTBEAT": "20"}, tmp_path / "none")
    assert load(["--home", str(tmp_path)], ours).heartbeat == timedelta(seconds=20)


def test_d20_a_dotenv_file_stands_behind_the_environment(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f'PATH=/nowhere\nDAYWRIGHT_SERVER = "{HERE}"\nexport DAYWRIGHT_HEARTBEAT=40 # calm\nnonsense\n')
    assert config.surroundings({}, dotenv) == {"DAYWRIGHT_SERVER": HERE, "DAYWRIGHT_HEARTBEAT": "40"}
    assert config.surroundings({"DAYWRIGHT_HEARTBEAT": "50"}, dotenv)["DAYWRIGHT_HEARTBEAT"] == "50"
    older = {"DEVPULSE_HEARTBEAT_INTERVAL": "60"}
    assert config.surroundings(older, dotenv)["DAYWRIGHT_HEARTBEAT"] == "60", "the environment wins by any name"
    dotenv.write_bytes(b"\xff")
    assert config.surroundings({}, dotenv) == {}


def test_what_enrolment_told_is_the_server_until_a_setting_names_another(tmp_path: Path) -> None:
    def enrolled(_: Path) -> dict[str, str]:
        return {"server": "https://day.example", "ca_file": "/etc/ca.pem"}

    found = load(["--home", str(tmp_path)], {}, enrolled)
    assert (found.server, found.authorities, found.token_file) == ("https://day.example", Path("/etc/ca.pem"), None)
    assert load(["--home", str(tmp_path), "--server", HERE], {}, enrolled).server == HERE


def test_the_token_of_this_home_is_for_the_server_of_this_home(tmp_path: Path) -> None:
    assert settings(tmp_path, "--server", "https://day.example").token_file is None
    named = settings(tmp_path, "--server", "https://day.example", "--token-file", str(tmp_path / "t"))
    assert named.token_file == tmp_path / "t"


def test_a_level_nobody_knows_is_refused(tmp_path: Path) -> None:
    assert settings(tmp_path, "--server", HERE, "--log-level", "debug").log_level == "DEBUG"
    with pytest.raises(ConfigError, match="log_level"):
        settings(tmp_path, "--server", HERE, "--log-level", "loud")
