"""The real agent on a real Wayland compositor: what it records agrees with what the test did, and when."""

import signal
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from daywright.agent.health import read_status
from fakes.agent_process import AgentProcess, running_agent
from fakes.bus import FakeLogind, dbus_daemon
from fakes.compositor import compositor
from fakes.desktop import desktop, eventually
from fakes.ingest_server import IngestServer, ingest_server
from fakes.sway import Sway, runtime_folder, sway, sway_in

pytestmark = pytest.mark.e2e
AWAY_AFTER_S = 2
# What the goal of design 9 leaves the agent, and what bare Python takes of it.
RESIDENT_KB = 30_000


@pytest.fixture
def screen() -> Iterator[Sway]:
    with sway() as found:
        yield found


@pytest.fixture
def server() -> Iterator[IngestServer]:
    with ingest_server() as found:
        yield found


@pytest.fixture
def agent(tmp_path: Path, screen: Sway, server: IngestServer) -> Iterator[AgentProcess]:
    with running_agent(tmp_path, server.url, screen.environment, "--away-after", str(AWAY_AFTER_S)) as found:
        yield found


def at(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()


def sentence(home: Path, watcher: str = "window") -> str:
    """What the agent says of one of its watchers."""
    watchers = read_status(home).get("watchers")
    return str(watchers[watcher]) if isinstance(watchers, dict) else ""


def titles(server: IngestServer) -> list[str]:
    return [data["title"] for _, data, _ in server.events("window")]


def test_window_switches_are_recorded_to_the_second(screen: Sway, server: IngestServer, agent: AgentProcess) -> None:
    screen.window("one", app="org.example.First")
    screen.window("two", app="Second")
    assert server.wait_for(lambda s: titles(s)[-1:] == ["two"])
    switched = []
    for title in ("one", "two", "one"):
        switched.append((title, screen.switch_to(title)))
        time.sleep(1.2)
    stopped = time.time()
    assert agent.stop() == 0
    recorded = server.events("window")[-3:]
    ends = [moment for _, moment in switched[1:]] + [stopped]
    for (start, data, duration), (title, moment), end in zip(recorded, switched, ends, strict=True):
        assert data == {"app": "org.example.First" if title == "one" else "Second", "title": title}
        assert abs(at(start) - moment) < 1
        assert abs(at(start) + duration - end) < 1


def test_absence_is_dated_back_to_the_last_input(screen: Sway, server: IngestServer, agent: AgentProcess) -> None:
    screen.window("desk")
    assert server.wait_for(lambda s: bool(s.events("afk")))
    asked = time.time()
    pressed = screen.press_a_key()
    assert server.wait_for(lambda s: s.absences(asked) != []), "one from before the key does not count"
    noticed = time.time()
    time.sleep(1.0)
    returned = screen.press_a_key()
    assert server.wait_for(lambda s: s.events("afk")[-1][1]["status"] == "not-afk")
    assert agent.stop() == 0
    (start, duration), *_ = server.absences(asked)
    assert noticed - asked >= AWAY_AFTER_S - 0.01, "the machine of the screen counts in milliseconds"
    assert abs(start - pressed) < 1
    assert abs(start + duration - returned) < 1.5


@pytest.mark.usefixtures("agent")
def test_a_full_screen_window_says_so_in_its_counts(screen: Sway, server: IngestServer) -> None:
    screen.window("film")
    screen.message("fullscreen", "enable")
    assert server.wait_for(lambda s: any(b'"counts":{"fullscreen":1}' in body for body in s.requests))


@pytest.mark.usefixtures("agent")
def test_titles_in_any_language_survive_and_rest_before_they_count(screen: Sway, server: IngestServer) -> None:
    screen.window("begins")
    assert server.wait_for(lambda s: titles(s)[-1:] == ["begins"])
    began = time.monotonic()
    for number in range(40):
        screen.rename("begins", f"step {'abcdefghij'[number % 10]}{number}x")
    screen.rename("begins", "Übersicht — 日本語 ✓")
    seconds = time.monotonic() - began
    assert server.wait_for(lambda s: titles(s)[-1:] == ["Übersicht — 日本語 ✓"])
    assert len(titles(server)) <= seconds + 4


@pytest.mark.usefixtures("agent")
def test_i12_a_private_window_leaves_no_trace_of_its_title(screen: Sway, server: IngestServer, tmp_path: Path) -> None:
    screen.window("plain", app="org.mozilla.firefox")
    assert server.wait_for(lambda s: titles(s)[-1:] == ["plain"])
    screen.rename("plain", "my-hidden-page — Mozilla Firefox Private Browsing")
    assert server.wait_for(lambda s: titles(s)[-1:] == [""])
    assert not any(b"my-hidden-page" in body for body in server.requests)
    assert not any(b"my-hidden-page" in path.read_bytes() for path in (tmp_path / "agent").iterdir() if path.is_file())


def test_it_survives_the_end_of_the_compositor_and_finds_the_next(tmp_path: Path, server: IngestServer) -> None:
    with runtime_folder() as folder:
        with sway_in(folder) as screen:
            agent = AgentProcess(tmp_path, server.url, screen.environment)
            screen.window("before")
            assert server.wait_for(lambda s: titles(s)[-1:] == ["before"])
        ended = time.time()
        try:
            eventually(lambda: "went away" in sentence(tmp_path), "it notices")
            eventually(lambda: "went away" in sentence(tmp_path, "afk"), "both do")
            with sway_in(folder) as again:
                again.window("after")
                assert server.wait_for(lambda s: titles(s)[-1:] == ["after"])
            assert agent.process.poll() is None
        finally:
            agent.kill()
    start, _, duration = next(row for row in server.events("window") if row[1]["title"] == "before")
    assert at(start) + duration < ended + 1, "what nobody saw is not credited"


def test_the_desktop_may_come_after_a_service_that_was_told_nothing_of_it(tmp_path: Path, server: IngestServer) -> None:
    with runtime_folder() as folder:
        told_nothing = {
            name: value
            for name, value in Sway("", folder=folder).environment.items()
            if name not in {"WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP"}
        }
        with running_agent(tmp_path, server.url, told_nothing):
            eventually(lambda: sentence(tmp_path) == "no X display (DISPLAY is not set)", "it says what is missing")
            with sway_in(folder) as screen:
                screen.window("late")
                assert server.wait_for(lambda s: titles(s)[-1:] == ["late"])


def test_programs_on_xwayland_do_not_hide_the_others(tmp_path: Path, screen: Sway, server: IngestServer) -> None:
    with desktop() as xwayland:
        xwayland.window("half the truth")
        both = screen.environment | {"DISPLAY": xwayland.display}
        with running_agent(tmp_path, server.url, both):
            screen.window("the truth")
            assert server.wait_for(lambda s: titles(s)[-1:] == ["the truth"])
            xwayland.window("half the truth again")
            screen.window("the truth again")
            assert server.wait_for(lambda s: titles(s)[-1:] == ["the truth again"])
    assert not any("half" in title for title in titles(server))


def test_a_locked_screen_shows_no_window_and_gives_it_back_when_unlocked(
    tmp_path: Path, screen: Sway, server: IngestServer
) -> None:
    """As swayidle does it: logind is asked to lock, swaylock locks, and nobody tells logind when it is over."""
    with dbus_daemon() as bus, FakeLogind(bus) as logind:
        environment = screen.environment | {"DBUS_SYSTEM_BUS_ADDRESS": bus}
        with running_agent(tmp_path, server.url, environment) as agent:
            screen.window("work", app="Writer")
            assert server.wait_for(lambda s: titles(s)[-1:] == ["work"])
            logind.ask_to("Lock")
            assert server.wait_for(lambda s: s.events("power")[-1][1] == {"state": "locked"})
            locked, locker = time.time(), screen.lock()
            eventually(lambda: screen.title() == "", "swaylock has the focus")
            screen.start("foot", "--title", "behind the lock", "sleep", "60")
            time.sleep(1.0)
            locker.send_signal(signal.SIGUSR1)
            assert locker.wait(10) == 0
            unlocked = time.time()
            assert server.wait_for(lambda s: s.events("power")[-1][1] == {"state": "unlocked"})
            assert agent.stop() == 0
    before, *after = server.events("window")
    assert at(before[0]) + before[2] < locked + 1
    assert after
    assert all(at(start) > unlocked - 1 for start, _, _ in after)


def test_it_stays_small(screen: Sway, server: IngestServer, agent: AgentProcess) -> None:
    screen.window("work")
    assert server.wait_for(lambda s: titles(s)[-1:] == ["work"])
    status = Path(f"/proc/{agent.process.pid}/status").read_text()
    (resident,) = (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    assert resident < RESIDENT_KB


def test_on_a_desktop_that_keeps_its_windows_to_itself_it_says_so_and_goes_on(
    tmp_path: Path, screen: Sway, server: IngestServer
) -> None:
    with compositor({"wl_seat": 9, "gtk_shell1": 5}) as gnome:
        environment = screen.environment | {"WAYLAND_DISPLAY": str(gnome.path), "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}
        with running_agent(tmp_path, server.url, environment):
            eventually(lambda: sentence(tmp_path).startswith("GNOME on Wayland tells no program"), "it says so")
            away = "this Wayland compositor does not say when you are away"
            eventually(lambda: sentence(tmp_path, "afk") == away, "and of absence too")
            assert server.wait_for(lambda s: bool(s.events("power")))
