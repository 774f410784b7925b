"""Random use against a model: heartbeats, inserts, edits and deletions, one after the other and from many at once.

The model is ActivityWatch's own merge rule (aw-core) over a list, where the two are to be equal, and says in its own
words where they are not: equal events are one, and what was deleted or edited is continued as it is now.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activitywatch_api import WINDOW, Face, at

EVENTS = f"/buckets/{WINDOW}/events"
DATA: list[dict[str, Any]] = [{"app": "A"}, {"app": "B", "n": [1, {"x": None}]}, {}]
START = datetime(2026, 3, 2, 8, tzinfo=UTC)

SECONDS = st.integers(0, 120).map(lambda tenths: tenths / 4)
LASTS = st.sampled_from([0.0, 0.0, 0.25, 1.0, 7.5])
WHAT = st.integers(0, len(DATA) - 1)
PULSES = st.sampled_from([0.0, 0.5, 2.0, 10.0])
STEPS = st.one_of(
    st.tuples(st.just("beat"), SECONDS, LASTS, WHAT, PULSES),
    st.tuples(st.just("beat"), SECONDS, LASTS, WHAT, PULSES),
    st.tuples(st.just("insert"), SECONDS, LASTS, WHAT),
    st.tuples(st.just("replace"), st.integers(0, 30), SECONDS, LASTS, WHAT),
    st.tuples(st.just("delete"), st.integers(0, 30)),
    st.tuples(st.just("drop")),
)


@dataclass
class Row:
    id: int
    start: float
    lasts: float
    what: int


@dataclass
class Model:
    """A bucket as a list. Events are named by the order in which they were first stored."""

    rows: list[Row] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)
    last: int | None = None

    def beat(self, start: float, lasts: float, what: int, pulse: float) -> Row:
        row = next((row for row in self.rows if row.id == self.last), None)
        row = row or max(self.rows, key=lambda row: (row.start, row.id), default=None)
        merged = None if row is None else _merged(row, start, lasts, what, pulse)
        if row and merged is not None:
            row.lasts = merged
        else:
            row = self.insert(start, lasts, what)
        self.last = row.id
        return row

    def insert(self, start: float, lasts: float, what: int) -> Row:
        same = next((row for row in self.rows if (row.start, row.what) == (start, what)), None)
        if same:
            same.lasts = max(same.lasts, lasts)
            return same
        self.rows.append(Row(next(self.numbers), start, lasts, what))
        return self.rows[-1]

    def replace(self, number: int, start: float, lasts: float, what: int) -> Row:
        row = next((row for row in self.rows if row.id == number), None)
        if row is None:
            return self.insert(start, lasts, what)
        self.rows = [one for one in self.rows if one is row or (one.start, one.what) != (start, what)]
        row.start, row.lasts, row.what = start, lasts, what
        return row

    def delete(self, number: int) -> int:
        before = len(self.rows)
        self.rows = [row for row in self.rows if row.id != number]
        return before - len(self.rows)


def _merged(row: Row, start: float, lasts: float, what: int, pulse: float) -> float | None:
    """Ask aw-core how long the last event lasts after the heartbeat; None when it is another event."""
    from aw_core.models import Event
    from aw_transform.heartbeats import heartbeat_merge

    last, beat = (
        Event(timestamp=START + timedelta(seconds=begin), duration=timedelta(seconds=long), data=DATA[kind])
        for begin, long, kind in ((row.start, row.lasts, row.what), (start, lasts, what))
    )
    merged = heartbeat_merge(last, beat, pulse)
    return None if merged is None else merged.duration.total_seconds()


class Pair:
    """Does each step to the server and to the model, and compares what they say."""

    def __init__(self, face: Face) -> None:
        self.face, self.model = face, Model()
        self.numbers: dict[int, int] = {}  # the model's → the server's

    def step(self, kind: str, *asked: Any) -> None:
        getattr(self, f"_{kind}")(*asked)

    def _same(self, answered: Any, row: Row) -> None:
        assert self.numbers.setdefault(row.id, answered["id"]) == answered["id"]
        assert (answered["timestamp"], answered["duration"]) == (at(row.start), row.lasts)
        assert answered["data"] == DATA[row.what]

    def _beat(self, start: float, lasts: float, what: int, pulse: float) -> None:
        self._same(self.face.beat(start, DATA[what], pulse, lasts), self.model.beat(start, lasts, what, pulse))

    def _insert(self, start: float, lasts: float, what: int) -> None:
        event = {"timestamp": at(start), "duration": lasts, "data": DATA[what]}
        self._same(self.face.told("POST", EVENTS, [event])[0], self.model.insert(start, lasts, what))

    def _replace(self, number: int, start: float, lasts: float, what: int) -> None:
        named = self.numbers.get(number, 10**9)
        event = {"id": named, "timestamp": at(start), "duration": lasts, "data": DATA[what]}
        self._same(self.face.told("POST", EVENTS, [event])[0], self.model.replace(number, start, lasts, what))

    def _delete(self, number: int) -> None:
        named = self.numbers.get(number, 10**9)
        assert self.face.told("DELETE", f"{EVENTS}/{named}") == {"success": self.model.delete(number)}

    def _drop(self) -> None:
        self.face.told("DELETE", f"/buckets/{WINDOW}", force=1)
        self.face.make()
        self.model = Model(numbers=self.model.numbers)

    def compare(self) -> None:
        rows = sorted(self.model.rows, key=lambda row: (row.start, self.numbers[row.id]), reverse=True)
        stored = self.face.events()
        assert [one["id"] for one in stored] == [self.numbers[row.id] for row in rows]
        for answered, row in zip(stored, rows, strict=True):
            self._same(answered, row)
        assert len(set(self.numbers.values())) == len(self.numbers), "no number is given twice"


RUNS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@RUNS
@given(steps=st.lists(STEPS, max_size=25))
def test_whatever_is_done_the_bucket_holds_what_the_model_holds(face: Face, steps: list[tuple[Any, ...]]) -> None:
    face.ask("DELETE", f"/buckets/{WINDOW}", force=1)
    face.make()
    pair = Pair(face)
    for kind, *asked in steps:
        pair.step(kind, *asked)
    pair.compare()


def _in_threads(work: Sequence[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(8) as threads:
        return [ticket.result() for ticket in [threads.submit(one) for one in work]]


def test_parallel_heartbeats_of_one_bucket_are_applied_one_after_the_other(face: Face) -> None:
    face.make()
    face.beat(0, DATA[0], pulse=1000)
    answers = _in_threads([partial(face.beat, second, DATA[0], 1000) for second in range(1, 101)])
    assert {one["id"] for one in answers} == {face.events()[0]["id"]}
    assert [one["duration"] for one in face.events()] == [100.0]
    assert all(one["duration"] >= second for second, one in enumerate(answers, start=1))


def test_parallel_callers_of_many_buckets_do_not_disturb_each_other(face: Face) -> None:
    names = [f"bucket-{number}" for number in range(8)]
    for name in names:
        face.make(name)

    def fill(name: str) -> list[Any]:
        beats = [{"timestamp": at(second), "data": DATA[second // 10 % 2]} for second in range(40)]
        return [face.told("POST", f"/buckets/{name}/heartbeat", beat, pulsetime=2)["duration"] for beat in beats]

    answers = _in_threads([partial(fill, name) for name in names])
    assert all(durations == [float(second % 10) for second in range(40)] for durations in answers)
    assert all([one["duration"] for one in face.events(name)] == [9.0] * 4 for name in names)


def test_heartbeats_deletions_and_edits_at_once_leave_no_ghost(face: Face) -> None:
    face.make()

    def beat(second: int) -> None:
        assert face.beat(second, DATA[second % 2], 5)["id"] is not None

    def disturb(_: int) -> None:
        for event in face.events(limit=3):
            face.told("DELETE", f"{EVENTS}/{event['id']}")
            face.told("POST", EVENTS, [{**event, "duration": 1}])

    _in_threads([partial(disturb if second % 7 == 6 else beat, second) for second in range(70)])
    stored = face.events()
    assert len({one["id"] for one in stored}) == len(stored) == face.told("GET", f"{EVENTS}/count")
    last = face.beat(1000, DATA[0], 5)
    assert face.events(limit=1) == [last]
