"""Absence on GNOME over a real D-Bus, from an idle monitor played by the test.

With a real Mutter it was tried by hand: `docs/reference/platforms.md` names the version.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from daywright.agent.watchers import SignalLost, Unavailable, afk
from daywright.agent.watchers.afk.mutter import MutterIdle
from fakes.bus import FakeMutter, dbus_daemon
from fakes.compositor import compositor

pytestmark = pytest.mark.e2e
SECOND = 1_000_000
AWAY_AFTER = timedelta(seconds=180)


@pytest.fixture
def bus() -> Iterator[str]:
    with dbus_daemon() as address:
        yield address


def told(reader: MutterIdle, at_s: float) -> list[tuple[float, str]]:
    return [(s.at_us / SECOND, (s.data or {})["status"]) for s in reader.read(round(at_s * SECOND))]


def test_someone_at_work_is_asked_about_when_they_could_be_away(bus: str) -> None:
    with FakeMutter(bus) as gnome:
        reader = MutterIdle(bus, AWAY_AFTER)
        gnome.idle_ms = 30_000
        assert told(reader, 1000) == [(970, "not-afk")]
        due_us = reader.due_us()
        assert due_us is not None
        assert 1150 * SECOND <= due_us < 1151 * SECOND
        gnome.asked.clear()
        assert told(reader, 1100) == []
        assert gnome.asked == [], "nothing can have changed"
        reader.close()


def test_absence_is_dated_back_and_the_return_comes_by_itself(bus: str) -> None:
    with FakeMutter(bus) as gnome:
        reader = MutterIdle(bus, AWAY_AFTER)
        gnome.idle_ms = 200_000
        assert told(reader, 1000) == [(800, "afk")]
        assert reader.due_us() is None, "nothing is polled while nobody is there"
        gnome.press_a_key()
        assert reader._bus.wait(5)
        assert told(reader, 4000) == [(4000, "not-afk")]
        assert reader.due_us() is not None
        reader.close()


def test_the_end_of_gnome_is_noticed(bus: str) -> None:
    with FakeMutter(bus) as gnome:
        reader = MutterIdle(bus, AWAY_AFTER)
        gnome.idle_ms = 200_000
        told(reader, 1000)
    assert reader._bus.wait(5)
    with pytest.raises(SignalLost, match="GNOME went away"):
        told(reader, 2000)
    reader.close()


def test_on_other_desktops_nothing_is_said_of_gnome(bus: str) -> None:
    for address in ("", "unix:path=/nonexistent", bus):
        with pytest.raises(Unavailable, match=r"^$"):
            MutterIdle(address, AWAY_AFTER)


def test_on_gnome_it_is_the_way_when_the_compositor_is_silent(bus: str) -> None:
    with FakeMutter(bus), compositor({"wl_seat": 9}) as wayland:
        environment = {"WAYLAND_DISPLAY": str(wayland.path), "DBUS_SESSION_BUS_ADDRESS": bus}
        through_wayland, through_mutter, _ = afk.probes(environment, AWAY_AFTER)
        with pytest.raises(Unavailable, match="does not say when you are away"):
            through_wayland()
        reader = through_mutter()
        assert reader.name == "Mutter's idle monitor"
        reader.close()
