"""Windows and absence as a compositor tells them; `tests/e2e/test_agent_on_sway.py` has a real one."""

from collections.abc import Iterator
from datetime import timedelta
from struct import unpack

import pytest

from daywright.agent.watchers import Reader, Sighting, SignalLost, Unavailable
from daywright.agent.watchers.afk.wayland import WaylandIdle
from daywright.agent.watchers.window.wayland import WaylandWindow
from fakes.compositor import ACTIVATED, FULL_SCREEN, MANAGER, WLROOTS, FakeCompositor, compositor

SECOND = 1_000_000
UNHEARD = "it does not tell"
AWAY_AFTER = timedelta(seconds=180)


@pytest.fixture
def fake() -> Iterator[FakeCompositor]:
    with compositor() as found:
        yield found


@pytest.fixture
def windows(fake: FakeCompositor) -> Iterator[WaylandWindow]:
    reader = WaylandWindow(fake.path, UNHEARD)
    yield reader
    reader.close()


@pytest.fixture
def idle(fake: FakeCompositor) -> Iterator[WaylandIdle]:
    reader = WaylandIdle(fake.path, AWAY_AFTER)
    yield reader
    reader.close()


def told(reader: Reader, at_s: float) -> list[tuple[float, dict[str, str] | None]]:
    return [
        (s.at_us / SECOND, None if s.data is None else {name: text for name, text in s.data.items() if text})
        for s in reader.read(round(at_s * SECOND))
    ]


def settled(reader: WaylandWindow | WaylandIdle) -> None:
    """Everything the compositor said so far has arrived."""
    reader._compositor.settle()


def test_the_active_window_is_told_and_the_others_are_not(fake: FakeCompositor, windows: WaylandWindow) -> None:
    fake.window("foot", "behind")
    fake.window("org.mozilla.firefox", "in front", ACTIVATED)
    settled(windows)
    assert told(windows, 1) == [(1, {"app": "org.mozilla.firefox", "title": "in front"})]
    assert windows.due_us() is None, "nothing is polled"


def test_the_first_look_tells_even_of_an_empty_desktop(windows: WaylandWindow) -> None:
    assert windows.due_us() == 0
    assert told(windows, 1) == [(1, None)]


def test_a_change_counts_once_it_is_whole(fake: FakeCompositor, windows: WaylandWindow) -> None:
    window = fake.window("foot", "old", ACTIVATED)
    settled(windows)
    told(windows, 1)
    fake.say(window, 0, "new")
    settled(windows)
    assert told(windows, 3) == []
    fake.say(window, 5)
    settled(windows)
    assert told(windows, 4) == [(4, {"app": "foot", "title": "new"})]


def test_a_switch_in_two_breaths_is_one(fake: FakeCompositor, windows: WaylandWindow) -> None:
    one, two = fake.window("one", "", ACTIVATED), fake.window("two", "")
    settled(windows)
    told(windows, 1)
    fake.change(one)
    settled(windows)
    assert told(windows, 2) == []
    fake.change(two, ACTIVATED)
    settled(windows)
    assert told(windows, 2.05) == [(2.05, {"app": "two"})]


def test_when_focus_stays_away_that_counts_from_when_it_left(fake: FakeCompositor, windows: WaylandWindow) -> None:
    window = fake.window("one", "", ACTIVATED)
    settled(windows)
    told(windows, 1)
    fake.change(window)
    settled(windows)
    told(windows, 2)
    assert windows.due_us() == round(2.1 * SECOND)
    assert told(windows, 2.1) == [(2, None)]


def test_full_screen_travels_in_the_counts(fake: FakeCompositor, windows: WaylandWindow) -> None:
    fake.window("mpv", "film", ACTIVATED, FULL_SCREEN)
    settled(windows)
    (seen,) = windows.read(0)
    assert seen.counts == {"fullscreen": 1}


def test_a_window_that_closes_is_gone_and_its_number_may_come_again(
    fake: FakeCompositor, windows: WaylandWindow
) -> None:
    one = fake.window("one", "", ACTIVATED)
    settled(windows)
    told(windows, 1)
    fake.say(one, 6)
    settled(windows)
    assert fake.wait_for(lambda: ("?", 7, b"") in fake.asked), "it is given back"
    fake._next = one
    assert fake.window("two", "", ACTIVATED) == one
    settled(windows)
    assert told(windows, 1.05) == [(1.05, {"app": "two"})], "a switch, not a title"


def test_of_several_seats_the_window_activated_last_counts(fake: FakeCompositor, windows: WaylandWindow) -> None:
    one, two = fake.window("one", "", ACTIVATED), fake.window("two", "", ACTIVATED)
    settled(windows)
    assert told(windows, 1) == [(1, {"app": "two"})]
    fake.change(one, ACTIVATED)
    settled(windows)
    assert told(windows, 2) == [], "it was active before"
    fake.change(two)
    settled(windows)
    assert told(windows, 3) == [(3, {"app": "one"})]


def test_an_application_without_a_name_is_unknown(fake: FakeCompositor, windows: WaylandWindow) -> None:
    fake.window("", "bare", ACTIVATED)
    settled(windows)
    assert told(windows, 1) == [(1, {"app": "unknown", "title": "bare"})]


def test_what_compositors_say_of_windows_besides_is_passed_over(fake: FakeCompositor, windows: WaylandWindow) -> None:
    window = fake.window("one", "", ACTIVATED)
    for event, argument in ((2, 9), (3, 9), (7, 0), (42, 1)):
        fake.say(window, event, argument)
    settled(windows)
    assert told(windows, 1) == [(1, {"app": "one"})]


def test_a_compositor_that_keeps_windows_to_itself_is_left_with_the_reason_given() -> None:
    with compositor({"wl_seat": 9, "gtk_shell1": 5}) as gnome, pytest.raises(Unavailable, match=UNHEARD):
        WaylandWindow(gnome.path, UNHEARD)


def test_a_compositor_that_stops_telling_is_lost(fake: FakeCompositor, windows: WaylandWindow) -> None:
    fake.say(fake.bound[MANAGER][0], 1)
    with pytest.raises(SignalLost, match="no more about windows"):
        settled(windows)


def test_the_end_of_the_compositor_ends_both(fake: FakeCompositor, windows: WaylandWindow) -> None:
    told(windows, 1)
    fake.close()
    with pytest.raises(SignalLost, match="went away"):
        settled(windows)
    with pytest.raises(SignalLost, match="went away"):
        windows.read(0)


@pytest.mark.parametrize(
    ("offers", "bound", "asked"),
    [
        (WLROOTS, "ext_idle_notifier_v1", 1),
        (WLROOTS | {"ext_idle_notifier_v1": 2}, "ext_idle_notifier_v1", 2),
        (WLROOTS | {"org_kde_kwin_idle": 1}, "ext_idle_notifier_v1", 1),
        ({"wl_seat": 7, "org_kde_kwin_idle": 1}, "org_kde_kwin_idle", 0),
    ],
    ids=["version 1", "version 2 leaves films out of account", "both", "the older one"],
)
def test_it_asks_for_the_time_after_which_someone_is_away(offers: dict[str, int], bound: str, asked: int) -> None:
    with compositor(offers) as fake:
        reader = WaylandIdle(fake.path, AWAY_AFTER)
        assert bound in reader.name
        ((kind, opcode, body),) = fake.asked
        assert (kind, opcode) == (bound, asked)
        seat, timeout_ms = fake.bound["wl_seat"][0], 180_000
        assert unpack("=II", body[4:]) == ((seat, timeout_ms) if asked == 0 else (timeout_ms, seat))
        reader.close()


def notification(fake: FakeCompositor) -> int:
    return int.from_bytes(fake.asked[0][2][:4], "little")


def test_absence_is_dated_back_to_the_last_input(fake: FakeCompositor, idle: WaylandIdle) -> None:
    assert told(idle, 1000) == [(1000, {"status": "not-afk"})]
    assert idle.due_us() is None, "nothing is polled"
    fake.say(notification(fake), 0)
    settled(idle)
    assert told(idle, 1500) == [(1320, {"status": "afk"})]
    fake.say(notification(fake), 1)
    settled(idle)
    assert told(idle, 1600) == [(1600, {"status": "not-afk"})]


def test_an_absence_that_ended_before_anyone_looked_is_none(fake: FakeCompositor, idle: WaylandIdle) -> None:
    told(idle, 1000)
    fake.say(notification(fake), 0)
    fake.say(notification(fake), 1)
    settled(idle)
    assert told(idle, 2000) == []


def test_who_was_away_when_we_came_is_away_from_then_on(fake: FakeCompositor, idle: WaylandIdle) -> None:
    (came,) = idle.read(1000 * SECOND)
    fake.say(notification(fake), 0)
    settled(idle)
    (away,) = idle.read(1180 * SECOND)
    assert (came.at_us, away) == (away.at_us, Sighting("afk", 1000 * SECOND, {"status": "afk"}))


@pytest.mark.parametrize(
    ("offers", "why"),
    [({"ext_idle_notifier_v1": 1}, "no seat"), ({"wl_seat": 7}, "does not say when you are away")],
)
def test_what_is_missing_is_named(offers: dict[str, int], why: str) -> None:
    with compositor(offers) as fake, pytest.raises(Unavailable, match=why):
        WaylandIdle(fake.path, AWAY_AFTER)
