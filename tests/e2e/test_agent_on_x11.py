"""The real agent on a real X server: what it records agrees with what the test did, and when."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from daywright.agent.health import read_status
from fakes.agent_process import AgentProcess, running_agent
from fakes.desktop import Desktop, desktop, display_of_our_own, eventually
from fakes.ingest_server import IngestServer, ingest_server, problem

pytestmark = pytest.mark.e2e
AWAY_AFTER_S = 2


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as found:
        yield found


@pytest.fixture
def server() -> Iterator[IngestServer]:
    with ingest_server() as found:
        yield found


@pytest.fixture
def agent(tmp_path: Path, screen: Desktop, server: IngestServer) -> Iterator[AgentProcess]:
    with running_agent(tmp_path, server.url, screen.environment, "--away-after", str(AWAY_AFTER_S)) as found:
        yield found


def at(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()


def sentence(home: Path) -> str:
    """What the agent says of its window watcher."""
    watchers = read_status(home).get("watchers")
    return str(watchers["window"]) if isinstance(watchers, dict) else ""


def shows(title: str, server: IngestServer) -> bool:
    """Whether this is what was last in front."""
    return titles(server)[-1:] == [title]


def titles(server: IngestServer) -> list[str]:
    return [data["title"] for _, data, _ in server.events("window")]


@pytest.mark.usefixtures("agent")
def test_what_is_in_front_is_at_the_server_within_two_seconds(screen: Desktop, server: IngestServer) -> None:
    took = []
    for title in ("letter", "minutes", "plan"):
        screen.window(title, app="Writer")
        began = time.monotonic()
        assert server.wait_for(partial(shows, title))
        took.append(time.monotonic() - began)
    assert min(took) < 2, "the machine may stall once, not three times"


def test_window_switches_are_recorded_to_the_second(screen: Desktop, server: IngestServer, agent: AgentProcess) -> None:
    screen.window("one", app="First")
    screen.window("two", app="Second")
    server.wait_for(lambda s: titles(s)[-1:] == ["two"])
    switched = []
    for title in ("one", "two", "one"):
        switched.append((title, screen.switch_to(title)))
        time.sleep(1.2)
    stopped = time.time()
    assert agent.stop() == 0
    recorded = server.events("window")[-3:]
    ends = [moment for _, moment in switched[1:]] + [stopped]
    for (start, data, duration), (title, moment), end in zip(recorded, switched, ends, strict=True):
        assert data["title"] == title
        assert abs(at(start) - moment) < 1
        assert abs(at(start) + duration - end) < 1


def test_absence_is_dated_back_to_the_last_input(screen: Desktop, server: IngestServer, agent: AgentProcess) -> None:
    screen.window("desk")
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
def test_a_full_screen_window_says_so_in_its_counts(screen: Desktop, server: IngestServer) -> None:
    screen.window("film")
    screen.run("wmctrl", "-r", ":ACTIVE:", "-b", "add,fullscreen")
    assert server.wait_for(lambda s: any(b'"counts":{"fullscreen":1}' in body for body in s.requests))


@pytest.mark.usefixtures("agent")
def test_titles_in_any_language_survive(screen: Desktop, server: IngestServer) -> None:
    screen.window("plain")
    screen.run("xdotool", "getactivewindow", "set_window", "--name", "Übersicht — 日本語 ✓")
    assert server.wait_for(lambda s: titles(s)[-1:] == ["Übersicht — 日本語 ✓"])


@pytest.mark.usefixtures("agent")
def test_i12_a_private_window_leaves_no_trace_of_its_title(
    screen: Desktop, server: IngestServer, tmp_path: Path
) -> None:
    long = "x" * 20_000 + " — Mozilla Firefox Private Browsing"
    for number, title in enumerate(("my-hidden-page — Mozilla Firefox Private Browsing", f"my-hidden-page {long}")):
        screen.window(f"plain {number}", app="firefox")
        screen.run("xdotool", "getactivewindow", "set_window", "--name", title)
        assert server.wait_for(lambda s: titles(s)[-1:] == [""])
    assert not any(b"my-hidden-page" in body for body in server.requests)
    assert not any(b"my-hidden-page" in path.read_bytes() for path in (tmp_path / "agent").iterdir() if path.is_file())


def test_where_the_machine_is_goes_with_what_is_in_front(tmp_path: Path, screen: Desktop, server: IngestServer) -> None:
    with running_agent(tmp_path, server.url, screen.environment | {"TZ": "Asia/Tokyo"}):
        screen.window("letter")
        assert server.wait_for(lambda s: any(b'"zone":"Asia/Tokyo"' in body for body in s.requests))


@pytest.mark.usefixtures("agent")
def test_a_title_that_never_rests_costs_one_event_a_second(screen: Desktop, server: IngestServer) -> None:
    screen.window("begins", app="Restless")
    assert server.wait_for(lambda s: titles(s)[-1:] == ["begins"])
    window = screen.run("xdotool", "getactivewindow").strip()
    began = time.monotonic()
    for number in range(40):
        screen.run("xdotool", "set_window", "--name", f"step {'abcdefghij'[number % 10]}{number}x", window)
    seconds = time.monotonic() - began
    assert server.wait_for(lambda s: titles(s)[-1:] == ["step j39x"]), "the last one is what stands"
    assert len(titles(server)) <= seconds + 4


def test_f01_a_kill_costs_the_open_window_a_moment_and_nothing_else(
    screen: Desktop, server: IngestServer, tmp_path: Path
) -> None:
    screen.window("long work", app="Writer")
    with running_agent(tmp_path, server.url, screen.environment, "--heartbeat", "1") as first:
        server.trouble = lambda _: problem(503, "storage.unavailable")  # only the log can know
        time.sleep(6.0)
        first.kill()
        killed = time.time()
    server.trouble = lambda _: None
    with running_agent(tmp_path, server.url, screen.environment, "--heartbeat", "1") as second:
        assert server.wait_for(lambda s: len(titles(s)) >= 2)
        assert second.stop() == 0
    (start, _, duration), *after = server.events("window")
    assert killed - (at(start) + duration) < 4.0, "it ends at its last touch"
    assert at(start) + duration <= at(after[0][0]), "nothing counts twice"
    status = read_status(tmp_path)
    assert (status["conserved"], status["pending"]) == (True, 0)


def test_windows_that_vanish_in_haste_do_no_harm(screen: Desktop, server: IngestServer, agent: AgentProcess) -> None:
    screen.window("stays")
    for number in range(15):
        screen.start("xterm", "-T", f"flash {number}", "-e", "true")
    screen.window("after all", app="Last")
    assert server.wait_for(lambda s: titles(s)[-1:] == ["after all"])
    assert agent.process.poll() is None


def test_the_desktop_may_come_after_the_agent(tmp_path: Path, server: IngestServer) -> None:
    later = Desktop(display_of_our_own())
    with running_agent(tmp_path, server.url, later.environment):
        eventually(lambda: "no X display" in sentence(tmp_path), "it says what is missing")
        with desktop(later.display) as screen:
            screen.window("late")
            assert server.wait_for(lambda s: titles(s)[-1:] == ["late"])


def test_it_survives_the_end_of_the_x_server(tmp_path: Path, server: IngestServer) -> None:
    with desktop(display_of_our_own()) as screen, running_agent(tmp_path, server.url, screen.environment) as agent:
        screen.window("before")
        assert server.wait_for(lambda s: titles(s)[-1:] == ["before"])
        screen.stop()
        eventually(lambda: "went away" in sentence(tmp_path), "it notices")
        with desktop(screen.display) as again:
            again.window("after")
            assert server.wait_for(lambda s: titles(s)[-1:] == ["after"])
        assert agent.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_f04_a_signal_stops_it_in_time_without_loss(
    number: signal.Signals, screen: Desktop, server: IngestServer, agent: AgentProcess
) -> None:
    screen.window("work")
    assert server.wait_for(lambda s: titles(s)[-1:] == ["work"])
    started = time.monotonic()
    os.kill(agent.process.pid, number)
    assert agent.process.wait(5) == 0
    assert time.monotonic() - started < 5
    status = read_status(agent.home)
    assert (status["running"], status["pending"], status["conserved"]) == (False, 0, True)


def test_f04_sighup_reads_the_settings_again(screen: Desktop, server: IngestServer, agent: AgentProcess) -> None:
    screen.window("work")
    assert server.wait_for(lambda s: titles(s)[-1:] == ["work"])
    with ingest_server() as other:
        (agent.home / "config.toml").write_text("[agent]\nheartbeat = 'soon'\n")
        os.kill(agent.process.pid, signal.SIGHUP)
        eventually(lambda: "soon is not a number" in str(read_status(agent.home)["config"]), "it says what is wrong")
        (agent.home / "config.toml").write_text(f"[agent]\nserver = '{other.url}'\nheartbeat = 1\n")
        os.kill(agent.process.pid, signal.SIGHUP)
        eventually(lambda: read_status(agent.home)["config"] == "ok", "it takes the new ones")
    assert agent.process.poll() is None
    assert server.url == read_status(agent.home)["server"], "a flag beats the file"


def test_a_second_agent_leaves_with_the_first_ones_pid(agent: AgentProcess, server: IngestServer) -> None:
    eventually(lambda: read_status(agent.home)["running"] is True, "the first one runs")
    with running_agent(agent.home, server.url, os.environ) as second:
        assert second.process.wait(10) == 3
        assert f"pid {agent.process.pid}" in second.complaints()


def test_without_a_display_it_says_so_and_goes_on(tmp_path: Path, server: IngestServer) -> None:
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"}
    }
    with running_agent(tmp_path, server.url, bare):
        eventually(lambda: sentence(tmp_path) == "no X display (DISPLAY is not set)", "it says what is missing")
        assert server.wait_for(lambda s: bool(s.events("power")))
