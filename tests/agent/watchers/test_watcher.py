from daywright.agent.watchers import Sighting, SignalLost, Watcher
from fakes.reader import ScriptedReader, probe_of

SECOND = 1_000_000
WINDOW = Sighting("window", 5, {"app": "Writer", "title": "letter"})


def no_luck() -> float:
    return 0.0


def test_the_first_way_that_works_is_kept() -> None:
    first, second = ScriptedReader(), ScriptedReader()
    watcher = Watcher("window", [probe_of("not here"), probe_of(first), probe_of(second)], no_luck)
    first.say(WINDOW)
    assert list(watcher.look(0)) == [WINDOW]
    assert watcher.state() == "reading through a script"
    assert watcher.fileno() == first.fileno()
    first.close()
    second.close()


def test_without_any_way_it_says_all_the_reasons_and_tries_again_later() -> None:
    watcher = Watcher("window", [probe_of("no X display"), probe_of("no Wayland")], no_luck)
    assert list(watcher.look(0)) == []
    assert watcher.state() == "no X display; no Wayland"
    assert watcher.due_us() == SECOND
    assert watcher.fileno() == -1


def test_it_does_not_probe_before_its_time() -> None:
    reader = ScriptedReader()
    watcher = Watcher("window", [probe_of("not yet", reader)], no_luck)
    list(watcher.look(0))
    list(watcher.look(SECOND - 1))
    assert watcher.state() == "not yet"
    list(watcher.look(SECOND))
    assert watcher.state() == "reading through a script"
    watcher.close()


def test_a_lost_signal_ends_its_stream_and_is_tried_again() -> None:
    first, second = ScriptedReader(), ScriptedReader()
    watcher = Watcher("window", [probe_of(first, second)], no_luck)
    first.say(SignalLost("the X server went away"))
    assert list(watcher.look(7)) == [Sighting("window", 7, None)]
    assert watcher.state() == "the X server went away; trying again"
    assert first.closed
    second.say(WINDOW)
    assert list(watcher.look(7 + SECOND)) == [WINDOW]
    watcher.close()


def test_a_reader_may_have_last_words_of_its_own() -> None:
    reader, unlocked = ScriptedReader(), Sighting("power", 7, {"state": "unlocked"})
    watcher = Watcher("lock", [probe_of(reader, "gone")], no_luck)
    reader.say(SignalLost("the bus ended", last=[unlocked]))
    assert list(watcher.look(7)) == [unlocked]


def test_waits_grow_while_there_is_nothing_to_read() -> None:
    watcher = Watcher("window", [probe_of("never")], lambda: 0.5)
    waits, now_us = [], 0
    for _ in range(3):
        list(watcher.look(now_us))
        due_us = watcher.due_us() or 0
        waits.append(due_us - now_us)
        now_us = due_us
    assert waits == sorted(set(waits))


def test_a_mistake_in_one_reader_blinds_nobody() -> None:
    class Broken(ScriptedReader):
        def read(self, now_us: int) -> list[Sighting]:
            del now_us
            raise ZeroDivisionError

    watcher = Watcher("window", [probe_of(Broken(), "never")], no_luck)
    assert list(watcher.look(3)) == [Sighting("window", 3, None)]
    assert watcher.state() == "it failed unexpectedly (ZeroDivisionError); trying again"


def test_a_mistake_in_opening_blinds_nobody_either() -> None:
    def broken() -> ScriptedReader:
        raise ZeroDivisionError

    watcher = Watcher("window", [broken], no_luck)
    assert watcher.look(3) == ()
    assert watcher.state() == "it failed unexpectedly (ZeroDivisionError)"
    assert (watcher.due_us() or 0) > 3, "it is tried again"


def test_a_reason_is_said_once_and_a_way_of_another_desktop_is_passed_over() -> None:
    watcher = Watcher("window", [probe_of("no Wayland"), probe_of(""), probe_of("no Wayland")], no_luck)
    watcher.look(0)
    assert watcher.state() == "no Wayland"
