"""Timeline, Activity and Rules in a real browser: what a person does there changes what the server tells, and back."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from fakes.desktop import eventually
from fakes.server_process import ServerProcess, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]
PATIENCE_MS = 30_000
BROWSER_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
HOUR = 3600.0
# What was in front on the day that is looked at: from and to in hours after midnight UTC, application and title.
MORNING = (
    (9.0, 10.0, "Evince", "Chapter one"),
    (10.0, 10.5, "Oddity", "Nobody has a rule for this"),
    (10.5, 11.0, "Evince", "Chapter two"),
    (11.0, 12.0, "Slack", "Plans for the week"),
)


@pytest.fixture(scope="module")
def day() -> str:
    """A day that is over, wherever the hand of the clock stands."""
    return f"{datetime.now(UTC) - timedelta(days=2):%Y-%m-%d}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, day: str) -> Iterator[ServerProcess]:
    home = tmp_path_factory.mktemp("pages") / "home"
    with running(home, "up", os.environ | {"TZ": "UTC"}, "--no-browser", "--no-agent") as found:
        midnight = datetime.fromisoformat(f"{day}T00:00:00+00:00")
        events = [
            {
                "bucket": "window",
                "start": f"{midnight + timedelta(hours=start):%Y-%m-%dT%H:%M:%SZ}",
                "duration": (end - start) * HOUR,
                "data": {"app": app, "title": title},
            }
            for start, end, app, title in MORNING
        ]
        batch = {"batch_id": "0192f3a4-0000-4000-8000-0000000000a1", "events": events}
        assert found.ask("POST", "/api/v1/ingest", batch)["accepted"] == len(events)
        yield found


@pytest.fixture
def page(server: ServerProcess) -> Iterator[Page]:
    chromium = shutil.which("chromium")
    assert chromium, "the test set-up installs Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC")
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        origin = {"Origin": server.url, "X-Daywright-Client": "web"}
        answer = page.request.post(f"{server.url}/api/v1/signin", data={"token": server.token}, headers=origin)
        assert answer.status == 204
        yield page
        browser.close()


def _seconds_by_category(server: ServerProcess, day: str) -> dict[str, float]:
    start = datetime.fromisoformat(day)
    path = f"/api/v1/summary?by=category&start={day}&end={start + timedelta(days=1):%Y-%m-%d}"
    return {row["key"]: row["seconds"] for row in server.ask("GET", path)["rows"]}


def _corrections(server: ServerProcess, day: str) -> list[Any]:
    listed: list[Any] = server.ask("GET", f"/api/v1/corrections?start={day}T04:00:00Z&end={day}T23:00:00Z")[
        "corrections"
    ]
    return listed


def _drag(page: Page, lane: Locator, start: float, end: float) -> None:
    """Draw from one to another point of a lane, both as shares of its width."""
    box = lane.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, middle, steps=4)
    page.mouse.move(box["x"] + box["width"] * end, middle, steps=4)
    page.mouse.up()


def test_a_stretch_of_the_timeline_is_chosen_summed_corrected_and_put_back(
    page: Page, server: ServerProcess, day: str
) -> None:
    before = _seconds_by_category(server, day)
    page.goto(f"{server.url}/timeline?date={day}&zoom=0900-1200")
    lane = page.locator("[data-lane=primary]")
    expect(lane).to_be_visible()
    _drag(page, lane, 0.336, 0.497)  # not quite 10:00 to not quite 10:30: the edges of what was in front attract
    choice = page.get_by_role("region", name="Your choice")
    expect(choice.get_by_text("30 m").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"sel=1000"))
    expect(choice.get_by_text("Oddity").first).to_be_visible()

    choice.get_by_role("button", name="Categorise this").click()
    page.get_by_role("combobox", name="Category").fill("documents writing")
    page.get_by_role("option", name="Documents › Writing").click()
    page.get_by_role("button", name="Save").click()
    said = page.get_by_text(re.compile(r"is Documents › Writing now"))
    expect(said).to_be_visible()
    after = _seconds_by_category(server, day)
    assert after["Documents › Writing"] - before.get("Documents › Writing", 0.0) == pytest.approx(HOUR / 2)
    assert len(_corrections(server, day)) == 1

    page.get_by_role("button", name="Undo").click()
    eventually(lambda: _corrections(server, day) == [], "the correction is taken back")
    assert _seconds_by_category(server, day) == before

    page.get_by_role("button", name="Make a rule").click()
    page.get_by_role("link", name=re.compile("Oddity")).first.click()
    expect(page.get_by_role("region", name="New rule").get_by_role("textbox").first).to_have_value("Oddity")


def test_activity_is_narrowed_by_clicks_and_its_address_brings_it_all_back(
    page: Page, server: ServerProcess, day: str
) -> None:
    page.goto(f"{server.url}/activity?range=day&date={day}")
    apps = page.get_by_role("region", name="Apps")
    expect(apps.get_by_role("button", name=re.compile("^Evince"))).to_contain_text("1 h 30 m")
    apps.get_by_role("button", name=re.compile("^Evince")).click()
    expect(apps.get_by_text("Slack")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("chapter two")
    titles = page.get_by_role("region", name="Titles")
    expect(titles.get_by_text("Chapter one")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"app=Evince.*q=chapter|q=chapter.*app=Evince"))
    expect(page.get_by_text("30 m", exact=True).first).to_be_visible()

    page.reload()
    expect(titles.get_by_text("Chapter two")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("chapter two")
    expect(titles.get_by_text("Chapter one")).to_be_hidden()
    page.get_by_role("button", name="Clear filters").click()
    expect(apps.get_by_text("Slack")).to_be_visible()
    page.go_back()
    expect(apps.get_by_text("Slack")).to_be_hidden()


def test_a_rule_is_begun_where_time_has_none_previewed_applied_and_undone(
    page: Page, server: ServerProcess, day: str
) -> None:
    before = _seconds_by_category(server, day)
    page.goto(f"{server.url}/activity?range=day&date={day}&app=Oddity")
    page.get_by_role("region", name="Apps").get_by_role("link", name="Categorise Oddity").click()
    page.get_by_label("Leads to").select_option(label=_option_label(page, "Writing"))
    changes = page.get_by_role("region", name="Changes not yet applied")
    expect(changes.get_by_text(re.compile(r"^Moves 30 m .*from Uncategorised to Documents › Writing"))).to_be_visible()
    assert _seconds_by_category(server, day) == before, "a preview changes nothing"

    changes.get_by_role("button", name="Apply").click()
    expect(page.get_by_text(re.compile(r"^Applied: .*moved from Uncategorised to Documents › Writing"))).to_be_visible()
    after = _seconds_by_category(server, day)
    assert after["Documents › Writing"] - before.get("Documents › Writing", 0.0) == pytest.approx(HOUR / 2)

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The rules are as they were.")).to_be_visible()
    assert _seconds_by_category(server, day) == before


def _option_label(page: Page, ending: str) -> str:
    """The whole text of the option that ends so: children are set in from their parents."""
    options = page.get_by_label("Leads to").locator("option")
    expect(options.filter(has_text=re.compile(rf"{ending}\s*$"))).to_have_count(1)  # once the tree is there
    return next(text for text in options.all_text_contents() if text.strip().endswith(ending))
