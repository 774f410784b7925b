from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.watchers import Sighting
from daywright.agent.watchers.power.clocks import SHORTEST_SLEEP_US, SleepGap
from daywright.agent.watchers.power.state import Power
from fakes.clock import HandClock

SECOND = 1_000_000


def told(sightings: Iterable[Sighting]) -> list[tuple[float, str]]:
    return [(s.at_us / SECOND, (s.data or {})["state"]) for s in sightings]


def test_nothing_known_of_locks_is_called_awake() -> None:
    assert told(Power().changed(0)) == [(0, "awake")]


def test_a_state_is_told_once() -> None:
    power = Power()
    list(power.changed(0))
    assert told(power.changed(1)) == []


def test_sleep_beats_lock_and_any_lock_beats_none() -> None:
    power = Power()
    power.lock("logind", locked=False)
    assert power.state() == "unlocked"
    power.lock("screen saver", locked=True)
    assert power.state() == "locked"
    power.asleep = True
    assert power.state() == "asleep"


def test_a_lock_is_not_believed_for_ever_when_its_source_falls_silent() -> None:
    power = Power()
    power.lock("screen saver", locked=True)
    power.forget("screen saver")
    assert power.state() == "awake"


def test_a_lock_that_was_only_asked_for_ends_when_somebody_works() -> None:
    power = Power()
    power.lock("logind", locked=True, sure=False)
    assert told(power.changed(0)) == [(0, "locked")]
    assert told(power.in_front("Writer", 1 * SECOND)) == []
    assert told(power.in_front("Writer", 2 * SECOND)) == [], "the same application may retitle itself unseen"
    assert told(power.in_front("Browser", 3 * SECOND)) == [(3, "unlocked")]


def test_a_lock_that_takes_the_focus_ends_when_it_gives_it_back() -> None:
    power = Power()
    list(power.in_front("Writer", 0))
    power.lock("logind", locked=True, sure=False)
    list(power.changed(0))
    assert told(power.in_front(None, 1 * SECOND)) == []
    assert told(power.in_front("Writer", 9 * SECOND)) == [(9, "unlocked")]


def test_a_window_on_an_empty_desktop_says_nothing_of_a_lock() -> None:
    power = Power()
    list(power.in_front(None, 0))
    power.lock("logind", locked=True, sure=False)
    list(power.changed(0))
    assert told(power.in_front("Writer", 9 * SECOND)) == []


def test_a_lock_that_is_sure_ends_only_by_word() -> None:
    power = Power()
    power.lock("logind", locked=True, sure=False)
    power.lock("logind", locked=True)
    list(power.changed(0))
    for number, app in enumerate(("Writer", "Browser", None, "Writer")):
        assert told(power.in_front(app, number)) == []
    power.lock("logind", locked=False)
    assert told(power.changed(9 * SECOND)) == [(9, "unlocked")]


def test_a_shutdown_is_told() -> None:
    power = Power()
    power.ending = True
    assert power.state() == "shutdown"


def test_a_sleep_began_when_the_machine_was_last_known_awake() -> None:
    clock, power = HandClock(), Power()
    gap = SleepGap(power, clock)
    list(gap.read(clock.mono_us()))
    clock.pass_seconds(5)
    list(gap.read(clock.mono_us()))
    clock.sleep_seconds(3600)
    assert told(gap.read(clock.mono_us())) == [(5, "asleep"), (3605, "awake")]


def test_a_sleep_that_was_announced_is_not_told_twice() -> None:
    clock, power = HandClock(), Power()
    gap = SleepGap(power, clock)
    list(gap.read(clock.mono_us()))
    clock.pass_seconds(2)
    power.asleep = True  # logind said so in time
    assert told(power.changed(clock.mono_us())) == [(2, "asleep")]
    clock.sleep_seconds(60)
    assert told(gap.read(clock.mono_us())) == [(62, "awake")]


def test_f05_time_in_which_this_program_did_not_run_is_told_as_unwatched() -> None:
    clock, power = HandClock(), Power()
    gap = SleepGap(power, clock)
    list(gap.read(clock.mono_us()))
    clock.pass_seconds(600)
    assert told(gap.read(clock.mono_us())) == [(0, "unwatched"), (600, "awake")]


def test_setting_the_wall_clock_is_no_sleep() -> None:
    clock, power = HandClock(), Power()
    gap = SleepGap(power, clock)
    list(gap.read(clock.mono_us()))
    clock.set_wall(86_400)
    assert told(gap.read(clock.mono_us())) == []


def test_the_clocks_are_compared_again_before_long() -> None:
    clock = HandClock()
    gap = SleepGap(Power(), clock)
    list(gap.read(clock.mono_us()))
    assert gap.due_us() == clock.mono_us() + 5 * SECOND


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 30_000)), max_size=30))
def test_every_sleep_is_told_within_its_bounds(history: list[tuple[bool, int]]) -> None:
    clock, power = HandClock(), Power()
    gap = SleepGap(power, clock)
    list(gap.read(0))
    for asleep, milliseconds in history:
        before, expected = clock.mono_us(), []
        if asleep:
            clock.sleep_seconds(milliseconds / 1000)
            if milliseconds * 1000 >= SHORTEST_SLEEP_US:
                expected = [(before / SECOND, "asleep"), (clock.mono_us() / SECOND, "awake")]
            assert told(gap.read(clock.mono_us())) == expected
        else:
            clock.pass_seconds(milliseconds / 1000)
            assert told(gap.read(clock.mono_us())) == []
