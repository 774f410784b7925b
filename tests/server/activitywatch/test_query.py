"""Programs over the store: what they read, what is kept, and when it is read anew."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from activitywatch_api import WINDOW, Face, at
from daywright.core.awquery import (
    Contents,
    Limits,
    QueryError,
    QueryFunctionError,
    QueryInterpretError,
    QueryParseError,
    Value,
    encoded,
)
from daywright.kit.clock import from_us
from daywright.server.activitywatch.service import query as service
from daywright.server.activitywatch.service.query import Queries
from daywright.server.app import Store
from daywright.server.foundation.database import driver
from fakes.query_store import Buckets, Spot
from oracles.activitywatch_engine import answer as theirs
from oracles.query_programs import EPOCH_MS, SPAN_MS, buckets, programs

DAY = f"{at(0)}/{at(86_400)}"
ALL = [f'RETURN = query_bucket("{WINDOW}");']
A, B = {"app": "A", "title": "a"}, {"app": "B", "title": "b"}


class Asked:
    """A caller of `Queries`, each time in a snapshot of its own."""

    def __init__(self, store: Store, queries: Queries) -> None:
        self.store, self.queries = store, queries

    def __call__(self, query: Sequence[str], *periods: str) -> list[object]:
        with self.store.database.reading() as session:
            return self.queries.run(driver(session), self.store.owner, periods or (DAY,), query)


@pytest.fixture
def asked(store: Store) -> Asked:
    return Asked(store, Queries())


@pytest.fixture
def made(face: Face) -> Face:
    face.make()
    return face


def put(face: Face, *rows: tuple[float, float, dict[str, str]], bucket: str = WINDOW) -> list[int]:
    body = [{"timestamp": at(second), "duration": duration, "data": data} for second, duration, data in rows]
    return [one["id"] for one in face.told("POST", f"/buckets/{bucket}/events", body)]


def test_a_bucket_is_read_as_the_list_of_its_events(made: Face, asked: Asked) -> None:
    put(made, (0, 10.5, A), (20, 0, B), (20, 3, A), (90_000, 5, B))
    assert asked(ALL, f"{at(0)}/{at(200_000)}") == [made.events()]
    assert asked(ALL, f"{at(5)}/{at(21)}") == [made.events(start=at(5), end=at(21))]


def test_events_are_cut_to_the_period_and_none_is_missed(made: Face, asked: Asked) -> None:
    put(made, (-200_000, 300_000, A), (10, 0.0015, B))
    found = asked(ALL, f"{at(0)}/{at(10)}", f"{at(10)}/{at(0)}", f"{at(86_400)}/{at(90_000)}")
    assert [[(e["timestamp"], e["duration"]) for e in one] for one in found] == [  # type: ignore[attr-defined]
        [(at(10), 0.0), (at(0), 10.0)],
        [],
        [(at(86_400), 3_600.0)],
    ]


def test_an_answer_is_given_again_until_something_changes(
    made: Face, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[bytes] = []

    def counted(value: Value) -> bytes:
        ran.append(encoded(value))
        return ran[-1]

    monkeypatch.setattr(service, "encoded", counted)
    put(made, (0, 10, A))
    first = asked(ALL)
    assert asked(ALL) == first
    assert len(ran) == 1
    made.beat(11, A, pulse=5)
    assert asked(ALL)[0][0]["duration"] == 11  # type: ignore[index]
    assert len(ran) == 2
    put(made, (40 * 86_400, 1, B))
    asked(ALL)
    assert len(ran) == 2, "what changes another day changes no answer of this one"


def test_an_edited_and_a_deleted_event_show_at_once(made: Face, asked: Asked) -> None:
    first, second = put(made, (0, 10, A), (20, 10, B))
    asked(ALL)
    made.told("POST", f"/buckets/{WINDOW}/events", [{"id": first, "timestamp": at(1), "duration": 2, "data": B}])
    made.told("DELETE", f"/buckets/{WINDOW}/events/{second}")
    assert asked(ALL) == [[{"id": first, "timestamp": at(1), "duration": 2.0, "data": B}]]


def test_a_bucket_that_is_deleted_or_made_changes_the_answer(made: Face, asked: Asked) -> None:
    find = ['RETURN = find_bucket("aw-watcher-window");']
    assert asked(find) == [WINDOW]
    made.make("aw-watcher-window")
    assert asked(find) == ["aw-watcher-window"], "what fits exactly comes first"
    made.told("DELETE", "/buckets/aw-watcher-window", force=1)
    assert asked(find) == [WINDOW]


def test_of_several_buckets_that_fit_the_one_updated_last_is_found(made: Face, asked: Asked) -> None:
    made.make("aw-watcher-window_other", hostname="other")
    find = ['RETURN = find_bucket("aw-watcher-window_");']
    put(made, (0, 10, A))
    put(made, (50, 10, A), bucket="aw-watcher-window_other")
    assert asked(find) == ["aw-watcher-window_other"]
    put(made, (100, 10, B))
    assert asked(find) == [WINDOW]
    assert asked(['RETURN = find_bucket("aw-watcher-window_", "other");']) == ["aw-watcher-window_other"]
    assert asked(['RETURN = find_bucket("watcher");']) == [WINDOW]


def test_a_program_may_move_its_own_period(made: Face, asked: Asked) -> None:
    put(made, (0, 10, A), (90_000, 10, B))
    moved = [f'STARTTIME = "{at(90_000)}";', f'ENDTIME = "{at(90_005)}";', *ALL]
    assert [e["duration"] for e in asked(moved)[0]] == [5.0]  # type: ignore[attr-defined]
    with pytest.raises(QueryFunctionError):
        asked(['STARTTIME = "yesterday";', *ALL])


def test_events_of_days_that_are_not_counted_are_read_as_well(made: Face, asked: Asked) -> None:
    times = (
        "0005-03-02T08:00:00+00:00",
        "1970-01-01T00:00:00+00:00",
        "2026-03-02T08:00:00+00:00",
        "2300-01-01T00:00:00+00:00",
    )
    body = [{"timestamp": time, "duration": 5, "data": A} for time in times]
    made.told("POST", f"/buckets/{WINDOW}/events", body)
    ever = "0001-01-02T00:00:00+00:00/9998-01-01T00:00:00+00:00"
    assert [e["timestamp"] for e in asked(ALL, ever)[0]] == list(reversed(times))  # type: ignore[attr-defined]
    for time in times:
        year = int(time[:4])
        assert len(asked(ALL, f"{year:04}-01-01T00:00:00+00:00/{year + 1:04}-01-01T00:00:00+00:00")[0]) == 1  # type: ignore[arg-type]
    made.told(
        "POST", f"/buckets/{WINDOW}/events", [{"timestamp": "1970-01-02T00:00:00+00:00", "duration": 5, "data": B}]
    )
    assert len(asked(ALL, ever)[0]) == 5  # type: ignore[arg-type]


def test_an_event_that_lasts_for_decades_is_found_and_lost_again(made: Face, asked: Asked) -> None:
    (long,) = put(made, (-20 * 365 * 86_400, 30 * 365 * 86_400, A))
    assert [e["duration"] for e in asked(ALL)[0]] == [86_400.0]  # type: ignore[attr-defined]
    made.told("DELETE", f"/buckets/{WINDOW}/events/{long}")
    assert asked(ALL) == [[]]


def test_nobody_sees_the_events_of_another(made: Face, asked: Asked, store: Store) -> None:
    put(made, (0, 10, A))
    with store.database.reading() as session, pytest.raises(QueryFunctionError):
        asked.queries.run(driver(session), store.owner + 1, [DAY], ALL)


def test_statements_may_be_spread_over_several_strings(asked: Asked) -> None:
    assert asked(["x = nop(", ");", "RETURN = [x, # one", "x];"]) == [[1, 1]]


@pytest.mark.parametrize("period", ["", "today", "2026-03-02", "2026-03-02/", "/", "2026-03-02/x", "x" * 10_000])
def test_a_period_that_is_none_is_refused(asked: Asked, period: str) -> None:
    with pytest.raises(QueryParseError):
        asked(ALL, period)


def test_more_periods_than_a_dashboard_asks_for_are_refused(asked: Asked) -> None:
    with pytest.raises(QueryInterpretError):
        asked(ALL, *[DAY] * (service.MOST_PERIODS + 1))


def test_a_program_that_takes_too_long_is_stopped_and_leaves_room_for_the_next(made: Face, store: Store) -> None:
    put(made, (0, 10, A))
    ticks = count()
    queries = Asked(store, Queries(Limits(seconds=5), clock=lambda: float(next(ticks))))
    for _ in range(2 * service.AT_ONCE):
        with pytest.raises(QueryInterpretError, match="longer than 5 seconds"):
            queries(["x = nop();"] * 20 + ALL)
    assert queries(["RETURN = 1;"]) == [1]


def test_what_a_run_made_is_gone_before_the_next_collection(
    made: Face, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []

    @contextmanager
    def watched() -> Iterator[None]:
        yield
        left.append(sum(len(one) for one in gc.get_objects() if isinstance(one, Contents)))

    monkeypatch.setattr(service, "uncollected", watched)
    put(made, (0, 10, A))
    assert len(asked(ALL)[0]) == 1  # type: ignore[arg-type]
    assert left == [0]


def test_what_is_kept_is_bounded(made: Face, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "ANSWER_BYTES", 300)
    put(made, (0, 10, A))
    for second in range(20):
        asked(ALL, f"{at(second)}/{at(100)}")
    assert asked.queries._bytes <= 300
    assert len(asked.queries._answers) < 20


def test_columns_that_do_not_fit_are_read_again(made: Face, asked: Asked) -> None:
    put(made, *((day * 86_400, 10, A) for day in range(10)))
    asked.queries._columns._most_bytes = 1_000
    for first in (0, 3, 0):
        found = asked(ALL, f"{at(first * 86_400)}/{at(9 * 86_400)}")
        assert len(found[0]) == 10 - first  # type: ignore[arg-type]
    assert asked.queries._columns._bytes <= 1_000


def test_what_is_forgotten_is_read_anew(made: Face, asked: Asked, store: Store) -> None:
    put(made, (0, 10, A))
    before = asked(ALL)
    asked.queries.forget(store.owner)
    assert not asked.queries._answers
    assert asked.queries._bytes == 0
    assert asked(ALL) == before


numbers = count()


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],  # the pure engine has the same test, which shrinks
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(program=programs(), held=buckets())
def test_programs_over_the_store_are_answered_as_by_activitywatch(
    made: Face, asked: Asked, program: str, held: Buckets
) -> None:
    stored = store_buckets(made, held, f"{next(numbers)}-")
    program = renamed(program, held, stored)
    start_us, end_us = (EPOCH_MS + 10_000) * 1000, (EPOCH_MS + SPAN_MS) * 1000
    period = f"{from_us(start_us).isoformat()}/{from_us(end_us).isoformat()}"
    expected = theirs(program, stored, start_us, end_us)
    assert asked([program], period) == [expected]
    assert asked([program], period) == [expected]


def store_buckets(face: Face, held: Buckets, prefix: str) -> Buckets:
    """Insert the events through the face; the same buckets with the ids they got. Equal events are one here."""
    stored: dict[str, list[Spot]] = {}
    for name, spots in held.buckets.items():
        face.make(prefix + name, hostname=held.hostnames[name])
        one_each = {(spot.start_us, msgspec.json.encode(spot.data, order="sorted")): spot for spot in spots}
        body = [
            {
                "timestamp": from_us(spot.start_us).isoformat(),
                "duration": spot.duration_us / 1e6,
                "data": spot.data,
            }
            for spot in one_each.values()
        ]
        kept = face.told("POST", f"/buckets/{prefix}{name}/events", body)
        stored[prefix + name] = [
            spot._replace(id=told["id"]) for spot, told in zip(one_each.values(), kept, strict=True)
        ]
    return Buckets(stored, {prefix + name: host for name, host in held.hostnames.items()})


def renamed(program: str, held: Buckets, stored: Buckets) -> str:
    for before, after in zip(held.buckets, stored.buckets, strict=True):
        program = program.replace(f'"{before}"', f'"{after}"')
    return program


def test_every_mistake_is_one_of_three_kinds(asked: Asked) -> None:
    for text in ("x = 1;", "RETURN = y;", 'RETURN = query_bucket("none");', "RETURN = categorize([], [1]);"):
        with pytest.raises(QueryError) as failure:
            asked([text])
        assert failure.value.kind in ("QueryParseException", "QueryInterpretException", "QueryFunctionException")
