"""What is told of the window in front, and when."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.watchers.window.front import TITLE_EVERY_US, Front, View

SECOND = 1_000_000
PAUSE_US = 100_000
Told = list[tuple[float, str | None]]


def learn(front: Front, at_s: float, window: int | None, title: str = "") -> Told:
    told = front.learn(round(at_s * SECOND), window, lambda: None if window is None else View("Writer", title))
    return [(s.at_us / SECOND, None if s.data is None else s.data["title"]) for s in told]


def due_us(front: Front) -> int | None:
    return front.due_us


def test_the_first_look_is_told_even_when_nothing_is_in_front() -> None:
    assert learn(Front(PAUSE_US), 5, None) == [(5, None)]


def test_a_window_that_did_not_change_is_told_once() -> None:
    front = Front()
    assert learn(front, 1, 1, "a") == [(1, "a")]
    assert learn(front, 9, 1, "a") == []


def test_a_switch_cuts_at_once_and_a_title_at_most_once_a_second() -> None:
    front = Front()
    learn(front, 1, 1, "a")
    assert learn(front, 1.1, 2, "b") == [(1.1, "b")]
    assert learn(front, 1.2, 2, "c") == []
    assert due_us(front) == 2_100_000
    assert learn(front, 2.1, 2, "d") == [(2.1, "d")]
    assert due_us(front) is None


def test_a_window_is_not_looked_at_while_its_title_is_held_back() -> None:
    front, looks = Front(), list[int]()

    def view() -> View:
        looks.append(1)
        return View("Writer", str(len(looks)))

    for number in range(5):
        list(front.learn(SECOND + number, 1, view))
    assert len(looks) == 1


def test_the_moment_between_two_windows_is_no_time_without_one() -> None:
    front = Front(PAUSE_US)
    learn(front, 1, 1, "a")
    assert learn(front, 2, None) == []
    assert learn(front, 2.05, 2, "b") == [(2.05, "b")]
    assert due_us(front) is None


def test_a_time_without_a_window_begins_when_the_last_one_left() -> None:
    front = Front(PAUSE_US)
    learn(front, 1, 1, "a")
    learn(front, 2, None)
    assert due_us(front) == 2_100_000
    assert learn(front, 2.1, None) == [(2, None)]
    assert due_us(front) is None
    assert learn(front, 3, None) == []
    assert learn(front, 4, 1, "a") == [(4, "a")]


def test_an_application_without_a_name_has_its_class_or_is_unknown() -> None:
    (classy,) = Front().learn(0, 1, lambda: View("", "t", "xterm"))
    (bare,) = Front().learn(0, 1, lambda: View("", "t"))
    assert (classy.data or {})["app"] == "xterm"
    assert (bare.data or {})["app"] == "unknown"


def test_full_screen_is_a_count_and_cuts_like_a_title() -> None:
    front = Front()
    (small,) = front.learn(0, 1, lambda: View("Film", "t"))
    (large,) = front.learn(2 * SECOND, 1, lambda: View("Film", "t", full_screen=True))
    assert (small.counts, large.counts) == ({}, {"fullscreen": 1})


@given(
    st.lists(st.tuples(st.integers(1, 3 * SECOND), st.none() | st.integers(1, 3), st.sampled_from("abc")), max_size=60),
    st.sampled_from([0, PAUSE_US]),
)
def test_whatever_happens_what_was_told_is_soon_what_is(
    changes: list[tuple[int, int | None, str]], pause_us: int
) -> None:
    """Drives it as the loop does: at each change, and whenever it is due."""
    front, now_us = Front(pause_us), 0
    told: list[tuple[int, str | None]] = []
    held: tuple[int | None, str] = (None, "")

    def shown() -> str | None:
        return None if held[0] is None else f"{held[0]}{held[1]}"

    def look() -> None:
        view = None if held[0] is None else View(str(held[0]), held[1])
        for sighting in front.learn(now_us, held[0], lambda: view):
            seen = sighting.data
            told.append((sighting.at_us, None if seen is None else seen["app"] + seen["title"]))

    def elapse(wait_us: int) -> None:
        nonlocal now_us
        end_us = now_us + wait_us
        while front.due_us is not None and front.due_us <= end_us:
            now_us = front.due_us
            look()
            assert (due_us(front) or now_us + 1) > now_us, "it would spin"
        now_us = end_us

    look()
    for wait_us, window, title in changes:
        elapse(wait_us)
        held = (window, title)
        look()
    elapse(2 * TITLE_EVERY_US)
    assert told[-1][1] == shown(), "what rests is what was told last"
    assert [at_us for at_us, _ in told] == sorted(at_us for at_us, _ in told)
    assert all(before[1] != after[1] for before, after in pairwise(told)), "each tells something new"
