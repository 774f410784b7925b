"""What the watch loop relies on, held against every way to read a signal: scripts, clocks, X11, Wayland and D-Bus."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from tempfile import TemporaryDirectory

import pytest

from daywright.agent.watchers import Reader, Sighting
from daywright.agent.watchers.afk.mutter import MutterIdle
from daywright.agent.watchers.afk.wayland import WaylandIdle
from daywright.agent.watchers.afk.x11 import X11Idle
from daywright.agent.watchers.power.clocks import SleepGap
from daywright.agent.watchers.power.logind import Logind
from daywright.agent.watchers.power.screensaver import ScreenSaver
from daywright.agent.watchers.power.state import Power
from daywright.agent.watchers.window.kwin import KWinWindow
from daywright.agent.watchers.window.wayland import WaylandWindow
from daywright.agent.watchers.window.x11 import X11Window
from fakes.bus import FakeKWin, FakeLogind, FakeMutter, FakeScreenSaver, dbus_daemon
from fakes.clock import HandClock
from fakes.desktop import desktop
from fakes.reader import ScriptedReader
from fakes.sway import sway

pytestmark = pytest.mark.e2e
NOW_US = 1_000_000_000
AT_ONCE_S = 5.0


def scripted(stack: ExitStack) -> Reader:
    del stack
    reader = ScriptedReader()
    reader.due = 0
    reader.say(Sighting("window", NOW_US, {"title": "a"}))
    return reader


def clocks(stack: ExitStack) -> Reader:
    del stack
    clock = HandClock()
    clock.pass_seconds(NOW_US / 1_000_000)
    return SleepGap(Power(), clock)


def x11_window(stack: ExitStack) -> Reader:
    screen = stack.enter_context(desktop())
    screen.window("in front")
    return X11Window(screen.display)


def x11_idle(stack: ExitStack) -> Reader:
    return X11Idle(stack.enter_context(desktop()).display, timedelta(hours=1))


def wayland_window(stack: ExitStack) -> Reader:
    screen = stack.enter_context(sway())
    screen.window("in front")
    return WaylandWindow(screen.socket, "")


def wayland_idle(stack: ExitStack) -> Reader:
    return WaylandIdle(stack.enter_context(sway()).socket, timedelta(hours=1))


def kwin_window(stack: ExitStack) -> Reader:
    address = stack.enter_context(dbus_daemon())
    stack.enter_context(FakeKWin(address))
    return KWinWindow(address, stack.enter_context(TemporaryDirectory()))


def mutter_idle(stack: ExitStack) -> Reader:
    address = stack.enter_context(dbus_daemon())
    stack.enter_context(FakeMutter(address))
    return MutterIdle(address, timedelta(hours=1))


def logind(stack: ExitStack) -> Reader:
    address = stack.enter_context(dbus_daemon())
    stack.enter_context(FakeLogind(address))
    patch = pytest.MonkeyPatch()
    stack.callback(patch.undo)
    patch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    return Logind(Power(), "")


def screen_saver(stack: ExitStack) -> Reader:
    address = stack.enter_context(dbus_daemon())
    stack.enter_context(FakeScreenSaver(address))
    return ScreenSaver(Power(), address)


READERS = (
    *(
        scripted,
        clocks,
        x11_window,
        x11_idle,
        wayland_window,
        wayland_idle,
        kwin_window,
        mutter_idle,
        logind,
        screen_saver,
    ),
)


@pytest.fixture(params=READERS, ids=lambda made: made.__name__)
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    make: Callable[[ExitStack], Reader] = request.param
    with ExitStack() as stack:
        made = make(stack)
        yield made
        made.close()


def test_it_has_a_name_for_people(reader: Reader) -> None:
    assert reader.name


def test_it_wants_to_be_looked_at_once_to_begin_with(reader: Reader) -> None:
    due_us = reader.due_us()
    assert due_us is not None
    assert due_us <= NOW_US


def test_the_first_look_tells_how_things_stand(reader: Reader) -> None:
    (told,) = reader.read(NOW_US)
    assert told.at_us <= NOW_US
    assert told.data


def test_nothing_new_is_not_told_again_and_costs_no_waiting(reader: Reader) -> None:
    tuple(reader.read(NOW_US))
    began = time.monotonic()
    assert tuple(reader.read(NOW_US + 1000)) == ()
    assert time.monotonic() - began < AT_ONCE_S


def test_after_a_look_it_is_not_due_again_at_once(reader: Reader) -> None:
    tuple(reader.read(NOW_US))
    due_us = reader.due_us()
    assert due_us is None or due_us > NOW_US, "the loop would spin"


def test_closing_twice_is_no_mistake(reader: Reader) -> None:
    tuple(reader.read(NOW_US))
    reader.close()
    reader.close()
