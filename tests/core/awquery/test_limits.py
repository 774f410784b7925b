"""What users' programs may cost."""

from itertools import count

import pytest

from daywright.core.awquery import (
    Limits,
    Meter,
    QueryFunctionError,
    QueryInterpretError,
    Value,
    parse,
    parse_period,
    run,
)
from fakes.queries import DAY, answer, spots
from fakes.query_store import Buckets

SMALL = Limits(rows=1_000, contexts=50)
SEEN: list[tuple[float, float, dict[str, Value]]] = [
    (second, 1, {"app": "a" * 30 + "!", "n": second}) for second in range(100)
]
STORE = Buckets({"w": spots(*SEEN)})


@pytest.mark.parametrize(
    "program",
    [
        'x = query_bucket("w");' + "x = concat(x, x);" * 12,
        "x = [1, 2, 3];" + "x = x + x;" * 40,
        "x = [1];" + "x = [x, x];" * 40,
        'x = {"a": 1};' + 'x = {"a": x, "b": x};' * 40,
        'x = query_bucket("w");' + "".join(f"x{n} = x;" for n in range(40)),
        'x = "aaaaaaaa";' + "x = x + x;" * 40,
    ],
)
def test_values_that_grow_without_end_are_refused(program: str) -> None:
    with pytest.raises(QueryInterpretError, match=r"holds more than|characters"):
        answer(program + "RETURN = 1;", Buckets({"w": STORE.buckets["w"][:40]}), SMALL)


def test_what_a_variable_no_longer_holds_is_room_again() -> None:
    assert answer(
        'x = query_bucket("w");' + "x = flood(x);" * 100 + "RETURN = sum_durations(x);", STORE, Limits(rows=300)
    )


def test_distinct_contents_are_bounded() -> None:
    with pytest.raises(QueryInterpretError, match="distinct"):
        answer('RETURN = query_bucket("w");', STORE, SMALL)


def test_a_program_stops_when_its_time_is_up() -> None:
    ticks = count()
    meter = Meter(Limits(seconds=10), clock=lambda: float(next(ticks)))
    with pytest.raises(QueryInterpretError, match="longer than 10 seconds"):
        run(parse("x = 1;" * 100 + "RETURN = x;"), parse_period(DAY), STORE, meter)


@pytest.mark.parametrize(
    "call", ['filter_keyvals_regex(x, "app", "{}")', 'categorize(x, [[["A"], {{"regex": "{}"}}]])']
)
def test_a_pattern_that_never_ends_is_stopped(call: str) -> None:
    endless = "(?=a)(a|aa)+$"  # looks ahead, so RE2 has no word for it
    with pytest.raises(QueryFunctionError, match="takes too long"):
        answer(f'x = query_bucket("w"); RETURN = {call.format(endless)};', STORE, Limits(pattern_seconds=0.05))


def test_the_same_pattern_without_looking_ahead_takes_no_time() -> None:
    program = 'RETURN = sum_durations(filter_keyvals_regex(query_bucket("w"), "app", "(a|aa)+$"));'
    assert answer(program, STORE, Limits(pattern_seconds=0.001)) == 0


@pytest.mark.parametrize(
    "pattern", ["(", "[", "a**", "(?P<x>a)(?P<x>b)", r"\p{L}", "(?<=a+)b", "{,2}", "a{5,2}", "a(?i)b"]
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    for call in ('filter_keyvals_regex([], "a", "{}")', 'tag([], [["a", {{"regex": "{}"}}]])'):
        with pytest.raises(QueryFunctionError, match="Invalid regular expression"):
            answer(f"RETURN = {call.format(pattern)};")
