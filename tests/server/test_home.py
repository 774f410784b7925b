"""The files of a home: whose they are, and what is made of half-written and foreign ones."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from daywright.server import app, devices
from daywright.server.app import Store, ensure_owner_token, open_store
from daywright.server.foundation.settings import Settings
from fakes.clock import HandClock

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xff\xfe\x00", b"half-a-tok", b"0192f3a4-0000-4000-8000-000000000001\n", b"x" * 100_000]
)
def test_a_token_file_that_holds_none_of_ours_is_replaced(store: Store, settings: Settings, content: bytes) -> None:
    path = settings.home / "token"
    path.write_bytes(content)
    secret = ensure_owner_token(store, settings.home)
    assert UUID4.fullmatch(secret)
    assert path.read_text() == f"{secret}\n"
    assert ensure_owner_token(store, settings.home) == secret


def test_a50_files_that_others_could_read_are_closed_to_them(settings: Settings, store: Store) -> None:
    ensure_owner_token(store, settings.home)
    store.database.close()
    for name in ("token", "daywright.db"):
        (settings.home / name).chmod(0o644)
    again = open_store(settings, HandClock())
    ensure_owner_token(again, settings.home)
    again.database.close()
    assert [_mode(settings.home / name) for name in ("token", "daywright.db")] == [0o600, 0o600]


def test_a56_a_link_in_place_of_the_token_is_not_followed(settings: Settings, store: Store, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (settings.home / "token").unlink()
    (settings.home / "token").symlink_to(victim)
    ensure_owner_token(store, settings.home)
    assert victim.read_text() == "precious"
    assert _mode(settings.home / "token") == 0o600


def test_two_that_start_at_once_share_one_token(settings: Settings, store: Store) -> None:
    (settings.home / "token").unlink()
    with ThreadPoolExecutor(4) as programs:
        secrets = set(programs.map(lambda _: ensure_owner_token(store, settings.home), range(4)))
    assert secrets == {(settings.home / "token").read_text().strip()}


@pytest.mark.parametrize("name", ["what?", "50%", "a#b", "a b", "ü", "a&b=c", "';--"])
def test_a_home_may_have_any_name(tmp_path: Path, name: str) -> None:
    home = tmp_path / name / "home"
    store = open_store(Settings(home=home), HandClock())
    store.database.connect().close()
    store.database.close()
    assert {path.name for path in home.iterdir()} == {"daywright.db", "kek"}
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_machine_that_is_renamed_stays_the_same_device(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = []
    for name in ("maxbook", "maxbook.fritz.box"):
        monkeypatch.setattr(app, "gethostname", lambda name=name: name)
        homes.append(open_store(settings, HandClock()))
    one, other = homes
    assert one.device == other.device
    with other.database.reading() as session:
        assert [device.name for device in devices.devices_of(session, other.owner)] == ["maxbook"]
    for home in homes:
        home.database.close()
