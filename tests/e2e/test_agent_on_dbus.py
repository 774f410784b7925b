"""Lock and sleep over a real D-Bus, from services that speak as logind and screen savers do."""

import select
from collections.abc import Iterator

import pytest

from daywright.agent.watchers import Reader, SignalLost, Unavailable
from daywright.agent.watchers.power.logind import Logind
from daywright.agent.watchers.power.screensaver import ScreenSaver
from daywright.agent.watchers.power.state import Power
from fakes.bus import FakeLogind, FakeScreenSaver, dbus_daemon

pytestmark = pytest.mark.e2e
PATIENCE_S = 45.0


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with dbus_daemon() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        yield address


def state_after_a_word(reader: Reader) -> str:
    """The next state the reader tells."""
    for _ in range(20):
        ready, _, _ = select.select([reader.fileno()], [], [], PATIENCE_S)
        assert ready, "nothing arrived"
        told = list(reader.read(1))
        if told:
            assert told[-1].data is not None
            return told[-1].data["state"]
    raise AssertionError("words arrived, but no state")


def first_state(reader: Reader) -> str:
    (told,) = reader.read(0)
    assert told.data is not None
    return told.data["state"]


def test_logind_tells_of_locks_by_its_hint(bus: str) -> None:
    with FakeLogind(bus) as logind:
        reader = Logind(Power(), "")
        assert first_state(reader) == "unlocked"
        logind.hint(locked=True)
        assert state_after_a_word(reader) == "locked"
        logind.hint(locked=False)
        assert state_after_a_word(reader) == "unlocked"
        reader.close()


def test_logind_tells_of_locks_by_its_signals(bus: str) -> None:
    with FakeLogind(bus) as logind:
        reader = Logind(Power(), "31")
        first_state(reader)
        logind.ask_to("Lock")
        assert state_after_a_word(reader) == "locked"
        logind.ask_to("Unlock")
        assert state_after_a_word(reader) == "unlocked"
        reader.close()


def test_a_session_that_is_locked_already_is_known_as_such(bus: str) -> None:
    with FakeLogind(bus, locked=True):
        reader = Logind(Power(), "")
        assert first_state(reader) == "locked"
        reader.close()


def test_logind_announces_sleep_and_shutdown(bus: str) -> None:
    with FakeLogind(bus) as logind:
        reader = Logind(Power(), "")
        first_state(reader)
        logind.prepare_for("Sleep", starts=True)
        assert state_after_a_word(reader) == "asleep"
        logind.prepare_for("Sleep", starts=False)
        assert state_after_a_word(reader) == "unlocked"
        logind.prepare_for("Shutdown", starts=True)
        assert state_after_a_word(reader) == "shutdown"
        reader.close()


def test_a_screen_saver_counts_as_a_lock(bus: str) -> None:
    with FakeScreenSaver(bus) as saver:
        reader = ScreenSaver(Power(), bus)
        assert first_state(reader) == "unlocked"
        saver.turn(active=True)
        assert state_after_a_word(reader) == "locked"
        saver.turn(active=False)
        assert state_after_a_word(reader) == "unlocked"
        reader.close()


def test_a_bus_without_logind_is_said(bus: str) -> None:
    del bus
    with pytest.raises(Unavailable, match="no logind session"):
        Logind(Power(), "")


def test_no_bus_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
    with pytest.raises(Unavailable, match="no D-Bus system bus"):
        Logind(Power(), "")
    with pytest.raises(Unavailable, match="no D-Bus session bus"):
        ScreenSaver(Power(), "")
    with pytest.raises(Unavailable, match="no D-Bus session bus"):
        ScreenSaver(Power(), "tcp:host=example.org,port=1")


def test_a_session_bus_without_a_screen_saver_is_said(bus: str) -> None:
    with pytest.raises(Unavailable, match="no screen saver"):
        ScreenSaver(Power(), bus)


def test_a_lock_only_the_bus_knew_ends_with_the_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    with dbus_daemon() as address:
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        with FakeLogind(address, locked=True):
            reader = Logind(Power(), "")
            assert first_state(reader) == "locked"
    select.select([reader.fileno()], [], [], PATIENCE_S)
    with pytest.raises(SignalLost) as lost:
        list(reader.read(5))
    assert [sighting.data for sighting in lost.value.last or ()] == [{"state": "awake"}]
    reader.close()
