"""Where there is a key store, the key a device signs with lies there, and the file only says under which name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from daywright.agent import credentials
from daywright.agent.chores import Chores
from daywright.agent.credentials import CredentialsError, Key
from daywright.agent.enrolment import Enrolled, Wish, enrol, unenrol
from daywright.agent.transports import Answer, NotEnrolled, Outcome, Unreachable
from daywright.agent.transports.badge import DeviceBadge
from daywright.agent.transports.http import HttpTransport
from daywright.agent.vault import GoneError, KeyStore
from daywright.kit.clock import SystemClock
from fakes.clock import HandClock
from fakes.device_server import SECRET, DeviceServer, device_server
from fakes.keystore import RealKeyStore, key_store

pytestmark = pytest.mark.e2e
CONFIG = "/api/v1/devices/self/config"
UID = "5b6f7e2c-8d1a-4f3b-9c0d-000000000001"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealKeyStore]:
    with key_store(tmp_path_factory.mktemp("store") / "home") as running:
        yield running


@pytest.fixture
def keeper(store: RealKeyStore) -> KeyStore:
    return KeyStore(store.environment)


@pytest.fixture
def server() -> Iterator[DeviceServer]:
    with device_server() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, server: DeviceServer, keeper: KeyStore) -> Path:
    assert isinstance(enrol(tmp_path, Wish(server.url, "mira", SECRET), SystemClock(), lambda: UID, keeper), Enrolled)
    return tmp_path


def kept(home: Path) -> Key:
    mine = credentials.load(home)
    assert mine is not None
    assert (mine.key.secret, bool(mine.key.kept)) == (b"", True)
    return mine.key


@contextmanager
def line(home: Path, server: DeviceServer, keeper: KeyStore | None) -> Iterator[HttpTransport]:
    transport = HttpTransport(server.url, DeviceBadge(home, SystemClock(), keeper=keeper), "test/1")
    yield transport
    transport.close()


def ask(home: Path, server: DeviceServer, keeper: KeyStore | None) -> Outcome:
    with line(home, server, keeper) as transport:
        return transport.ask("GET", CONFIG)


def test_the_file_holds_a_name_and_the_store_the_key(home: Path, server: DeviceServer, keeper: KeyStore) -> None:
    (device,) = server.devices.values()
    (secret,) = device.keys.values()
    assert keeper.fetch(kept(home).kept, b"") == secret
    assert credentials.encode(secret) not in (home / "credentials.json").read_text()
    answer = ask(home, server, keeper)
    assert isinstance(answer, Answer)
    assert answer.status == 200


def test_f49_another_key_goes_there_too_and_the_old_one_goes_away(
    home: Path, server: DeviceServer, keeper: KeyStore
) -> None:
    first = kept(home)
    chores = Chores(
        home, SystemClock(), lambda: 0.5, report=lambda: {"pending": 0}, changed=lambda: None, keeper=keeper
    )
    chores.rotate()
    with line(home, server, keeper) as transport:
        chores.run(transport)
    second = kept(home)
    assert second != first
    assert len(keeper.fetch(second.kept, b"")) == 32
    with pytest.raises(GoneError):
        keeper.fetch(first.kept, b"")
    answer = ask(home, server, keeper)
    assert isinstance(answer, Answer)
    assert answer.status == 200


def test_f50_while_the_store_is_locked_nothing_is_sent_and_it_is_asked_again(
    home: Path, server: DeviceServer, keeper: KeyStore, store: RealKeyStore
) -> None:
    clock = HandClock()
    badge = DeviceBadge(home, clock, keeper=keeper)
    transport = HttpTransport(server.url, badge, "test/1")
    before = len(server.calls)
    store.lock()
    try:
        refused = transport.ask("GET", CONFIG)
        assert isinstance(refused, NotEnrolled)
        assert "the key store is locked" in refused.reason
        assert len(server.calls) == before
    finally:
        store.unlock()
    face = badge.face()
    clock.pass_seconds(29)
    assert badge.face() == face
    clock.pass_seconds(1)
    assert badge.face() != face, "whoever waits for another credential tries again"
    assert badge._secret(kept(home)) == keeper.fetch(kept(home).kept, b"")


def test_f50_a_key_that_is_gone_or_out_of_reach_is_said(home: Path, server: DeviceServer, keeper: KeyStore) -> None:
    left_out = ask(home, server, None)
    assert isinstance(left_out, NotEnrolled)
    assert "at_rest" in left_out.reason
    keeper.drop(kept(home).kept)
    gone = ask(home, server, keeper)
    assert isinstance(gone, NotEnrolled)
    assert "enrol it again" in gone.reason


def test_taking_a_device_off_empties_the_store(home: Path, keeper: KeyStore) -> None:
    name = kept(home).kept
    assert unenrol(home, SystemClock(), keeper) is None
    assert credentials.forget(home, keeper)
    with pytest.raises(GoneError):
        keeper.fetch(name, b"")


def test_without_a_store_the_key_stays_in_the_file(tmp_path: Path, server: DeviceServer) -> None:
    wish = Wish(server.url, "mira", SECRET)
    assert isinstance(enrol(tmp_path, wish, SystemClock(), lambda: UID, KeyStore({})), Enrolled)
    mine = credentials.load(tmp_path)
    assert mine is not None
    assert (len(mine.key.secret), mine.key.kept) == (32, "")
    assert not isinstance(ask(tmp_path, server, KeyStore({})), Unreachable)


def test_a_file_with_neither_key_nor_name_is_damaged(home: Path) -> None:
    path = home / "credentials.json"
    path.write_text(path.read_text().replace('"key_store"', '"elsewhere"'))
    with pytest.raises(CredentialsError, match="damaged"):
        credentials.load(home)
