from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.watchers import Sighting
from daywright.agent.watchers.afk.presence import (
    LATER_RETURN_CHECK_US,
    LONG_AWAY_US,
    RETURN_CHECK_US,
    Presence,
)

SECOND = 1_000_000
AWAY_AFTER = timedelta(seconds=180)
START = 10_000 * SECOND


def learn(presence: Presence, now_s: float, idle_s: float) -> list[tuple[float, str]]:
    told = presence.learn(START + round(now_s * SECOND), round(idle_s * SECOND))
    return [((s.at_us - START) / SECOND, (s.data or {})["status"]) for s in told]


def test_someone_at_work_is_next_looked_at_when_they_could_first_have_been_idle_long_enough() -> None:
    presence = Presence(AWAY_AFTER)
    assert learn(presence, 100, 30) == [(70, "not-afk")]
    assert 70 + 180 <= (presence.due_us - START) / SECOND < 70 + 181


def test_absence_begins_at_the_last_input() -> None:
    presence = Presence(AWAY_AFTER)
    learn(presence, 0, 0)
    assert learn(presence, 181, 180.5) == [(0.5, "afk")]


def test_input_in_the_meantime_only_moves_the_next_look() -> None:
    presence = Presence(AWAY_AFTER)
    learn(presence, 0, 0)
    assert learn(presence, 180.02, 20) == []
    assert presence.due_us >= START + round(340.02 * SECOND)


def test_a_return_is_looked_for_every_second_and_later_every_five() -> None:
    presence = Presence(AWAY_AFTER)
    learn(presence, 200, 200)
    assert presence.due_us == START + 200 * SECOND + RETURN_CHECK_US
    learn(presence, LONG_AWAY_US / SECOND, LONG_AWAY_US / SECOND)
    assert presence.due_us == START + LONG_AWAY_US + LATER_RETURN_CHECK_US


def test_presence_begins_again_at_the_input_that_ended_the_absence() -> None:
    presence = Presence(AWAY_AFTER)
    learn(presence, 200, 200)
    assert learn(presence, 201, 0.3) == [(200.7, "not-afk")]


def test_the_first_look_at_an_abandoned_desk_dates_the_absence_back() -> None:
    assert learn(Presence(AWAY_AFTER), 1000, 600) == [(400, "afk")]


@given(
    inputs=st.lists(st.integers(1, 400 * SECOND), min_size=1, max_size=40),
    away_after_s=st.integers(1, 200),
)
def test_whatever_the_input_absence_holds_exactly_in_the_long_pauses(inputs: list[int], away_after_s: int) -> None:
    """Walks real time from check to check, as the loop does, and compares with the pauses themselves."""
    away_after_us = away_after_s * SECOND
    moments = [START]
    for pause in inputs:
        moments.append(moments[-1] + pause)
    presence, told, now = Presence(timedelta(seconds=away_after_s)), list[Sighting](), START
    while now <= moments[-1]:
        told += presence.learn(now, now - max(m for m in moments if m <= now))
        assert presence.due_us > now, "it would ask without end"
        now = presence.due_us
    absences = [s.at_us for s in told if (s.data or {})["status"] == "afk"]
    assert [s.data for s in told] == [
        {"status": "not-afk" if number % 2 == 0 else "afk"} for number in range(len(told))
    ], "presence and absence take turns"
    # A pause can be overlooked only if it ended before the check that would have seen it.
    long = [m for m, after in pairwise(moments) if after - m > away_after_us + 6 * SECOND]
    assert set(long) <= set(absences)
    assert set(absences) <= set(moments)
