"""What is made of what macOS and Windows say. The readings follow the systems' documentation; none was taken there."""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.redact import Redactor, policy
from daywright.agent.watchers import Sighting, SignalLost, afk, window
from daywright.agent.watchers.afk.asked import AskedIdle
from daywright.agent.watchers.window import macos, windows
from daywright.agent.watchers.window.asked import ASK_EVERY_US, AskedWindow, InFront
from daywright.agent.watchers.window.front import View
from daywright.core.applications import application_key, display_name

READINGS = Path(__file__).parent / "readings"
SECOND = 1_000_000
REDACT = Redactor(policy(exclude_apps=(), exclude_titles=(), record_titles=True))
Read = TypeVar("Read")


def told(sighting: Sighting) -> object:
    """What is stored of it, as the readings spell it."""
    if sighting.data is None:
        return "nothing"
    kept: Mapping[str, object] = REDACT("window", sighting.data) or {}
    return {**kept, **({"full_screen": 1} if sighting.counts else {})}


def replay(file: str, kind: type[Read], in_front: Callable[[Read | None], InFront | None]) -> None:
    steps = json.loads((READINGS / file).read_text())
    current: Read | None = None
    reader = AskedWindow("a replay", lambda: in_front(current))
    for step in steps:
        current = None if step["read"] is None else msgspec.convert(step["read"], kind)
        said = [told(sighting) for sighting in reader.read(step["at"] * SECOND)]
        assert said == ([] if step["told"] is None else [step["told"]]), step
        assert reader.due_us() == step["at"] * SECOND + ASK_EVERY_US


def test_macos_is_told_like_any_desktop() -> None:
    replay("macos.json", macos.Frontmost, macos.in_front)


def test_windows_is_told_like_any_desktop() -> None:
    replay("windows.json", windows.Foreground, windows.in_front)


@pytest.mark.parametrize(
    ("x11", "elsewhere"),
    [
        ("firefox-esr", "firefox.exe"),
        ("Navigator", "org.mozilla.firefox"),
        ("Google-chrome", "Google Chrome"),
        ("Code", "com.visualstudio.code"),
        ("jetbrains-pycharm", "PyCharm"),
        ("gnome-terminal-server", "org.gnome.Terminal"),
        ("Alacritty", "alacritty.exe"),
    ],
)
def test_an_application_has_one_name_on_every_system(x11: str, elsewhere: str) -> None:
    assert application_key(x11) == application_key(elsewhere)
    assert display_name(x11) == display_name(elsewhere)


def test_a_system_that_stops_answering_is_lost() -> None:
    def fail() -> int:
        raise OSError

    with pytest.raises(SignalLost):
        AskedIdle("x", fail, timedelta(seconds=180)).read(0)
    with pytest.raises(SignalLost):
        AskedWindow("x", lambda: InFront(fail(), View("", ""))).read(0)


def test_absence_is_dated_back_to_the_last_input() -> None:
    idle_us = 0
    reader = AskedIdle("x", lambda: idle_us, timedelta(seconds=180))
    assert [s.data for s in reader.read(1000 * SECOND)] == [{"status": "not-afk"}]
    idle_us = 200 * SECOND
    assert list(reader.read(1200 * SECOND)) == [Sighting("afk", 1000 * SECOND, {"status": "afk"})]
    assert (reader.fileno(), reader.due_us()) == (-1, 1201 * SECOND)


@given(st.integers(0, (1 << 32) - 1), st.integers(0, (1 << 31)))
def test_the_counters_of_windows_may_begin_anew_between_input_and_question(last_ms: int, idle_ms: int) -> None:
    assert windows.idle_us(last_ms, (last_ms + idle_ms) % (1 << 32)) == idle_ms * 1000


@pytest.mark.parametrize(
    ("corners", "captioned", "fills"),
    [
        ((0, 0, 1920, 1080), False, True),
        ((0, 0, 1920, 1080), True, False),
        ((-8, -8, 1928, 1048), True, False),
        ((0, 0, 1920, 1040), False, False),
        ((1, 0, 1920, 1080), False, False),
        ((0, 1, 1920, 1080), False, False),
        ((0, 0, 1919, 1080), False, False),
    ],
)
def test_full_screen_covers_the_monitor_without_a_title_bar(
    corners: windows.Corners, *, captioned: bool, fills: bool
) -> None:
    read = windows.Foreground(1, "t", "a.exe", None, corners, (0, 0, 1920, 1080), captioned)
    seen = windows.in_front(read)
    assert seen is not None
    assert seen.view.full_screen is fills


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_each_system_has_its_own_way_and_no_other(platform: str) -> None:
    assert len(window.probes({"DISPLAY": ":0"}, platform)) == 1
    assert len(afk.probes({"DISPLAY": ":0"}, timedelta(seconds=1), platform)) == 1
