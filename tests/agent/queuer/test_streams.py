import json
from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.queuer import Streams
from daywright.agent.queuer.streams import LONGEST_US
from daywright.agent.wal import Record
from daywright.agent.watchers import Sighting
from daywright.wire.ingest import IncomingEvent
from fakes.clock import MORNING, HandClock
from fakes.reader import moment

SECOND = 1_000_000
LETTER = {"app": "Writer", "title": "letter"}
MAP = {"app": "Browser", "title": "map"}


def as_seen(bucket: str, data: Mapping[str, str]) -> Mapping[str, str]:
    del bucket
    return data


class Scene:
    """Streams with a hand-turned clock; `ended` collects what was finished."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.streams = Streams(bytes(16), as_seen)
        self.ended: list[Record] = []

    def see(self, bucket: str, data: Mapping[str, str] | None, *, ago: float = 0, **counts: int) -> None:
        at_us = self.clock.mono_us() - round(ago * SECOND)
        self.ended += self.streams.see(Sighting(bucket, at_us, data, counts), moment(self.clock))

    def touch(self) -> dict[str, Record]:
        ended, going = self.streams.touch(moment(self.clock))
        self.ended += ended
        return going

    def close(self) -> None:
        self.ended += self.streams.close(moment(self.clock))

    def told(self, bucket: str = "window") -> list[tuple[float, float, str]]:
        """Start in seconds after nine, duration, and what it was."""
        return told(record for record in self.ended if record.kind == bucket)


def told(records: Iterable[Record]) -> list[tuple[float, float, str]]:
    events = [json.loads(record.body) for record in records]
    return [
        (
            (datetime.fromisoformat(event["start"]) - MORNING).total_seconds(),
            event["duration"],
            next(reversed(event["data"].values())),
        )
        for event in events
    ]


def test_a_switch_ends_one_event_and_begins_the_next_at_the_same_moment() -> None:
    scene = Scene()
    scene.see("window", LETTER)
    scene.clock.pass_seconds(12.5)
    scene.see("window", MAP)
    scene.clock.pass_seconds(2.25)
    scene.close()
    assert scene.told() == [(0, 12.5, "letter"), (12.5, 2.25, "map")]


def test_the_same_sight_again_goes_on() -> None:
    scene = Scene()
    for _ in range(3):
        scene.see("window", LETTER)
        scene.clock.pass_seconds(1)
    scene.close()
    assert scene.told() == [(0, 3, "letter")]


def test_full_screen_on_and_off_cuts_because_it_counts_differently() -> None:
    scene = Scene()
    scene.see("window", LETTER)
    scene.clock.pass_seconds(1)
    scene.see("window", LETTER, fullscreen=1)
    scene.clock.pass_seconds(1)
    scene.close()
    assert [json.loads(record.body).get("counts") for record in scene.ended] == [None, {"fullscreen": 1}]


def test_nothing_in_front_ends_the_event() -> None:
    scene = Scene()
    scene.see("window", LETTER)
    scene.clock.pass_seconds(3)
    scene.see("window", None)
    scene.clock.pass_seconds(3)
    scene.close()
    assert scene.told() == [(0, 3, "letter")]


def test_absence_cuts_presence_at_the_last_input() -> None:
    scene = Scene()
    scene.see("afk", {"status": "not-afk"})
    scene.clock.pass_seconds(200)
    scene.see("afk", {"status": "afk"}, ago=180)
    scene.clock.pass_seconds(10)
    scene.close()
    assert scene.told("afk") == [(0, 20, "not-afk"), (20, 190, "afk")]


def test_what_lasted_no_time_is_not_told() -> None:
    scene = Scene()
    scene.see("window", MAP)
    scene.see("window", LETTER)
    scene.clock.pass_seconds(1)
    scene.close()
    assert scene.told() == [(0, 1, "letter")]


def test_a_sleep_ends_every_stream_and_they_go_on_after_it() -> None:
    scene = Scene()
    scene.see("power", {"state": "awake"})
    scene.see("window", LETTER)
    scene.see("afk", {"status": "not-afk"})
    scene.clock.pass_seconds(10)
    scene.clock.sleep_seconds(3600)
    scene.see("power", {"state": "asleep"}, ago=3600)
    scene.see("power", {"state": "awake"})
    scene.clock.pass_seconds(5)
    scene.close()
    assert scene.told() == [(0, 10, "letter"), (3610, 5, "letter")]
    assert scene.told("afk") == [(0, 10, "not-afk"), (3610, 5, "not-afk")]
    assert scene.told("power") == [(0, 10, "awake"), (10, 3600, "asleep"), (3610, 5, "awake")]


def test_f05_no_time_is_credited_while_nobody_watched() -> None:
    scene = Scene()
    scene.see("power", {"state": "awake"})
    scene.see("window", LETTER)
    scene.clock.pass_seconds(610)
    scene.see("power", {"state": "unwatched"}, ago=600)
    scene.see("power", {"state": "awake"})
    scene.clock.pass_seconds(5)
    scene.close()
    assert scene.told() == [(0, 10, "letter"), (610, 5, "letter")]


def test_what_is_said_during_a_sleep_holds_from_its_end() -> None:
    scene = Scene()
    scene.see("power", {"state": "awake"})
    scene.see("window", LETTER)
    scene.clock.pass_seconds(1)
    scene.see("power", {"state": "asleep"})
    scene.clock.pass_seconds(1)
    scene.see("window", MAP)
    scene.clock.pass_seconds(1)
    scene.see("power", {"state": "awake"})
    scene.clock.pass_seconds(1)
    scene.close()
    assert scene.told() == [(0, 1, "letter"), (3, 1, "map")]


def test_behind_a_locked_screen_no_window_is_told() -> None:
    scene = Scene()
    scene.see("window", LETTER)
    scene.clock.pass_seconds(10)
    scene.see("power", {"state": "locked"}, ago=2)
    scene.clock.pass_seconds(60)
    scene.see("window", MAP)
    assert set(scene.touch()) == {"power"}
    scene.clock.pass_seconds(60)
    scene.see("power", {"state": "asleep"}, ago=30)
    scene.see("power", {"state": "locked"})
    scene.clock.pass_seconds(5)
    assert set(scene.touch()) == {"power"}
    scene.see("power", {"state": "unlocked"})
    scene.clock.pass_seconds(7)
    scene.close()
    assert scene.told() == [(0, 8, "letter"), (135, 7, "map")]


def test_a_weekend_asleep_comes_in_pieces_the_server_takes() -> None:
    scene = Scene()
    scene.see("power", {"state": "awake"})
    scene.clock.sleep_seconds(60 * 3600)
    scene.see("power", {"state": "asleep"}, ago=60 * 3600)
    scene.see("power", {"state": "awake"})
    pieces = scene.told("power")
    assert [duration for _, duration, _ in pieces] == [12 * 3600] * 5
    assert [start for start, _, _ in pieces] == [piece * 12 * 3600 for piece in range(5)]


def test_a_long_event_is_cut_where_it_reaches_the_longest_length() -> None:
    scene = Scene()
    scene.see("window", LETTER)
    scene.clock.pass_seconds(2 * LONGEST_US / SECOND + 60)
    going = scene.touch()
    assert scene.told() == [(0, 12 * 3600, "letter"), (12 * 3600, 12 * 3600, "letter")]
    assert told(going.values()) == [(24 * 3600, 60, "letter")]


def test_a_touch_keeps_the_identity_of_the_event() -> None:
    scene = Scene()
    scene.see("window", LETTER)
    scene.clock.pass_seconds(5)
    first = scene.touch()["window"]
    scene.clock.pass_seconds(5)
    second = scene.touch()["window"]
    scene.close()
    assert first.event_id == second.event_id == scene.ended[0].event_id
    assert told([first, second, *scene.ended]) == [(0, 5, "letter"), (0, 10, "letter"), (0, 10, "letter")]


def test_f39_setting_the_clock_changes_no_duration() -> None:
    scene = Scene()
    scene.see("window", LETTER)
    scene.clock.pass_seconds(10)
    scene.clock.set_wall(-86_400)
    scene.clock.pass_seconds(10)
    scene.see("window", MAP)
    scene.clock.pass_seconds(1)
    scene.close()
    assert scene.told() == [(0, 20, "letter"), (20 - 86_400, 1, "map")]


def test_small_corrections_of_the_clock_leave_no_gap() -> None:
    scene = Scene()
    scene.see("window", LETTER)
    scene.clock.pass_seconds(10)
    scene.clock.set_wall(0.05)
    scene.see("window", MAP)
    scene.clock.pass_seconds(1)
    scene.close()
    assert scene.told()[1][0] == 10


def test_f40_a_clock_that_was_never_set_is_marked() -> None:
    scene = Scene()
    scene.see("window", LETTER)
    scene.clock.pass_seconds(1)
    scene.close()
    assert scene.ended[0].clock_synced
    scene.clock.set_wall(-56 * 365 * 86_400)
    scene.see("window", LETTER)
    scene.clock.pass_seconds(1)
    scene.close()
    assert not scene.ended[1].clock_synced


def test_what_redaction_hides_is_compared_only_after_it() -> None:
    scene = Scene()
    scene.streams.redact = lambda bucket, data: (
        None if data["app"] == "Secret" else {"app": data["app"], "title": bucket}
    )
    scene.see("window", LETTER)
    scene.clock.pass_seconds(1)
    scene.see("window", LETTER | {"title": "another"})
    scene.clock.pass_seconds(1)
    scene.see("window", {"app": "Secret", "title": "x"})
    scene.clock.pass_seconds(1)
    scene.close()
    assert scene.told() == [(0, 2, "window")]


def test_a_title_of_broken_text_still_travels() -> None:
    scene = Scene()
    scene.see("window", {"app": "x", "title": "half \ud83d pair"})
    scene.clock.pass_seconds(1)
    scene.close()
    assert msgspec.json.decode(scene.ended[0].body, type=IncomingEvent).bucket == "window"


texts = st.text(max_size=8)
steps = st.one_of(
    st.tuples(st.just("pass"), st.floats(0.001, 90_000)),
    st.tuples(st.just("sleep"), st.floats(2, 300_000)),
    st.tuples(st.just("see"), st.sampled_from(["window", "afk"]), texts),
    st.tuples(st.just("nothing"), st.sampled_from(["window", "afk"])),
    st.tuples(st.just("touch")),
)


@given(st.lists(steps, max_size=30))
def test_events_of_a_stream_never_overlap_never_exceed_their_length_and_are_what_the_server_reads(
    script: list[tuple[str, ...]],
) -> None:
    scene = Scene()
    scene.see("power", {"state": "awake"})
    for step in script:
        match step:
            case ("pass", seconds):
                scene.clock.pass_seconds(float(seconds))
            case ("sleep", seconds):
                scene.clock.sleep_seconds(float(seconds))
                scene.see("power", {"state": "asleep"}, ago=float(seconds))
                scene.see("power", {"state": "awake"})
            case ("see", bucket, text):
                scene.see(bucket, {"text": text})
            case ("nothing", bucket):
                scene.see(bucket, None)
            case _:
                scene.touch()
    scene.close()
    for bucket in ("window", "afk", "power"):
        records = [record for record in scene.ended if record.kind == bucket]
        end_us = 0.0
        for record in records:
            event = msgspec.json.decode(record.body, type=IncomingEvent)
            start_us = (event.start - MORNING).total_seconds() * SECOND
            assert start_us >= end_us - 1, "it begins after the one before"
            assert 0 < event.duration <= LONGEST_US / SECOND
            end_us = start_us + event.duration * SECOND
        assert end_us <= scene.clock.mono_us() + 1, "no event ends in the future"
    asleep = sum(duration for _, duration, state in scene.told("power") if state == "asleep")
    assert abs(asleep - sum(float(step[1]) for step in script if step[0] == "sleep")) < 0.001 * (len(script) + 1)
    assert len({record.event_id for record in scene.ended}) == len(scene.ended)
