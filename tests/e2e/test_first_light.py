"""The whole of it, as a newcomer has it: a desktop, `daywright up`, a browser. What the page shows is what was done."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from daywright.agent.health import read_status
from fakes.desktop import Desktop, desktop, eventually
from fakes.server_process import ServerProcess, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]
AWAY_AFTER_S = 4
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as found:
        yield found


@pytest.fixture
def environment(screen: Desktop) -> dict[str, str]:
    return screen.environment | {"DAYWRIGHT_AWAY_AFTER": str(AWAY_AFTER_S)}


@pytest.fixture
def up(tmp_path: Path, environment: dict[str, str]) -> Iterator[ServerProcess]:
    with running(tmp_path / "home", "up", environment, "--no-browser") as found:
        eventually(lambda: _agent_pid(found) > 0, "the agent runs")
        yield found


@pytest.fixture
def page(up: ServerProcess) -> Iterator[Page]:
    chromium = shutil.which("chromium")
    assert chromium, "the test set-up installs Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(up.said(r"http://\S+/signin\?code=\S+"))
        yield page
        browser.close()


def _agent_pid(server: ServerProcess) -> int:
    found = subprocess.run(
        ["pgrep", "-P", str(server.process.pid), "-f", "daywright.agent"], capture_output=True, text=True, check=False
    )
    return int(found.stdout.split()[0]) if found.stdout else 0


def _is_away(server: ServerProcess) -> bool:
    return bool(server.ask("GET", "/api/v1/now")["presence"] == "away")


def _seconds_by_title(server: ServerProcess) -> dict[str, float]:
    now = datetime.now(UTC)
    start, end = (f"{now + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (-12, 1))
    rows = server.ask("GET", f"/api/v1/summary?by=title&start={start}&end={end}")["rows"]
    return {row["key"]: row["seconds"] for row in rows}


def _work(screen: Desktop, turns: int, each_s: float) -> tuple[dict[str, float], float]:
    """Switch between two windows, with a key press in each; how long each was in front, and how unsure that is."""
    spent = {"one": 0.0, "two": 0.0}
    unsure_s = 0.0
    for turn in range(turns):
        title = ("one", "two")[turn % 2]
        asked = time.time()
        began = screen.switch_to(title)
        unsure_s += began - asked  # somewhere in between it came to the front
        end = began + each_s
        while (left := end - time.time()) > 0:
            screen.press_a_key()
            time.sleep(min(left, 0.5))
        spent[title] += time.time() - began
    return spent, unsure_s


def test_the_summary_agrees_with_what_was_done_and_ends_at_the_last_input(screen: Desktop, up: ServerProcess) -> None:
    screen.window("one", app="Editor")
    screen.window("two", app="Reader")
    before = _seconds_by_title(up)
    spent, unsure_s = _work(screen, turns=6, each_s=2.0)
    eventually(lambda: _is_away(up), "it notices that nobody is there")
    time.sleep(2.5)  # away for a while: none of it may count
    after = _seconds_by_title(up)
    for title, seconds in spent.items():
        assert abs(after[title] - before.get(title, 0.0) - seconds) < 1.0 + unsure_s, (title, spent, before, after)


def test_what_you_do_now_is_on_the_page_within_two_seconds(screen: Desktop, page: Page) -> None:
    took = []
    for title in ("letter to Ada", "minutes of Monday", "plan for May", "list for Lea"):
        screen.window(title, app="Writer")
        screen.press_a_key()
        shown = time.monotonic()
        expect(page.get_by_text(title).first).to_be_visible()
        took.append(time.monotonic() - shown)
    assert min(took[1:]) < 2.0, "the machine may stall once, not three times"


def test_the_page_asks_nobody_else(page: Page, up: ServerProcess) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.reload()
    expect(page.get_by_role("heading").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked
    assert {url for url in asked if not url.startswith((up.url, up.url.replace("http", "ws")))} == set()
    assert complaints == []


def test_f01_f46_killing_agent_and_server_loses_no_closed_window(
    screen: Desktop, tmp_path: Path, environment: dict[str, str]
) -> None:
    home = tmp_path / "home"
    screen.window("one", app="Editor")
    screen.window("two", app="Reader")
    with running(home, "up", environment, "--no-browser") as first:
        eventually(lambda: _agent_pid(first) > 0, "the agent runs")
        _work(screen, turns=2, each_s=1.0)
        eventually(lambda: {"one", "two"} <= _seconds_by_title(first).keys(), "it records")
        spent, _ = _work(screen, turns=4, each_s=1.5)
        recorded = _seconds_by_title(first)
        os.kill(_agent_pid(first), signal.SIGKILL)
        eventually(lambda: _agent_pid(first) > 0, "the agent comes back by itself")
        first.kill()
    with running(home, "up", environment, "--no-browser") as again:
        kept = _seconds_by_title(again)
        for title in spent:
            assert kept[title] >= recorded[title] - 0.001, "what the server had told is still there"
        eventually(lambda: _agent_pid(again) > 0 and read_status(home).get("pending") == 0, "all that waited arrives")
        eventually(lambda: _is_away(again), "it sees that nobody is there")
        before = _seconds_by_title(again)
        more, unsure_s = _work(screen, turns=4, each_s=1.5)
        eventually(lambda: _is_away(again), "it records as before")
        after = _seconds_by_title(again)
        for title, seconds in more.items():
            assert abs(after[title] - before[title] - seconds) < 1.0 + unsure_s, (title, more, before, after)
