import os
import threading
from collections.abc import Iterator

import pytest

from daywright.agent.watchers import Sighting, Watcher
from daywright.agent.watchers.loop import WatchLoop
from fakes.clock import HandClock
from fakes.reader import ScriptedReader, Seen, probe_of

SECOND = 1_000_000


@pytest.fixture
def reader() -> Iterator[ScriptedReader]:
    found = ScriptedReader()
    yield found
    found.close()


def loop_of(clock: HandClock, seen: Seen, *watchers: Watcher) -> WatchLoop:
    return WatchLoop(watchers, clock=clock, see=seen.see, touch=seen.touches.append, touch_us=5 * SECOND)


def watcher_of(reader: ScriptedReader) -> Watcher:
    return Watcher("window", [probe_of(reader)], lambda: 0.0)


def test_what_a_reader_says_is_handed_on_at_once(reader: ScriptedReader) -> None:
    clock, seen = HandClock(), Seen()
    loop = loop_of(clock, seen, watcher_of(reader))
    loop.round(set())
    reader.say(Sighting("window", 0, {"title": "a"}), Sighting("window", 0, {"title": "b"}))
    loop.round({reader.fileno()})
    assert seen.data() == [{"title": "a"}, {"title": "b"}]


def test_nobody_is_asked_before_something_arrives_or_is_due(reader: ScriptedReader) -> None:
    clock, seen = HandClock(), Seen()
    loop = loop_of(clock, seen, watcher_of(reader))
    loop.round(set())
    reader.say(Sighting("window", 0, {"title": "a"}))
    clock.pass_seconds(1)
    loop.round(set())
    assert seen.data() == []
    reader.due = clock.mono_us()
    loop.round(set())
    assert seen.data() == [{"title": "a"}]


def test_the_next_round_is_the_earliest_thing_due(reader: ScriptedReader) -> None:
    clock, seen = HandClock(), Seen()
    loop = loop_of(clock, seen, watcher_of(reader))
    loop.round(set())
    assert loop.next_us() == clock.mono_us() + 5 * SECOND
    reader.due = clock.mono_us() + SECOND
    assert loop.next_us() == clock.mono_us() + SECOND


def test_what_goes_on_is_touched_at_its_interval(reader: ScriptedReader) -> None:
    clock, seen = HandClock(), Seen()
    loop = loop_of(clock, seen, watcher_of(reader))
    for _ in range(11):
        loop.round(set())
        clock.pass_seconds(1)
    assert [moment.mono_us for moment in seen.touches] == [0, 5 * SECOND, 10 * SECOND]


def test_new_watchers_take_over_in_the_next_round(reader: ScriptedReader) -> None:
    clock, seen, other = HandClock(), Seen(), ScriptedReader()
    loop = loop_of(clock, seen, watcher_of(reader))
    loop.round(set())
    loop.replace([watcher_of(other)])
    other.say(Sighting("window", 0, {"title": "new"}))
    loop.round(set())
    assert reader.closed
    assert seen.data() == [{"title": "new"}]
    other.close()


def test_a_word_from_outside_ends_it_and_closes_the_readers(reader: ScriptedReader) -> None:
    stop = threading.Event()
    read_fd, write_fd = os.pipe()
    loop = loop_of(HandClock(), Seen(), watcher_of(reader))
    thread = threading.Thread(target=loop.run, args=(read_fd, stop.is_set))
    thread.start()
    stop.set()
    os.write(write_fd, b"\0")
    thread.join(10)
    assert not thread.is_alive()
    assert reader.closed
    os.close(read_fd)
    os.close(write_fd)
