"""Random buckets and programs, answered by ActivityWatch's own engine and by ours.

`DAYWRIGHT_QUERY_CASES` says how many; the default is what a run of all tests can afford.
"""

import json
import os

import msgspec
from hypothesis import HealthCheck, given, settings

from daywright.core.awquery import Limits, Meter, Plain, QueryError, encoded, parse, parse_period, plain, run
from daywright.kit.clock import from_us
from fakes.query_store import Buckets
from oracles import activitywatch_engine as engine
from oracles.query_programs import EPOCH_MS, SPAN_MS, buckets, mistaken, programs

CASES = int(os.environ.get("DAYWRIGHT_QUERY_CASES", "300"))
START_US = (EPOCH_MS + 10_000) * 1000
END_US = (EPOCH_MS + SPAN_MS) * 1000
many = settings(
    max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def ours(program: str, store: Buckets) -> tuple[Plain, bytes]:
    span = parse_period(f"{from_us(START_US).isoformat()}/{from_us(END_US).isoformat()}")
    value = run(parse(program), span, store, Meter(Limits()))
    return plain(value), encoded(value)


def as_text(value: Plain) -> str:
    """Tells 1 from 1.0 and true, which `==` does not."""
    return json.dumps(value, sort_keys=True, indent=1)


@many
@given(program=programs(), store=buckets())
def test_programs_are_answered_as_by_activitywatch(program: str, store: Buckets) -> None:
    answer, text = ours(program, store)
    assert as_text(answer) == as_text(engine.answer(program, store, START_US, END_US))
    assert as_text(msgspec.json.decode(text)) == as_text(answer)


@settings(many, max_examples=max(CASES // 4, 50))
@given(program=mistaken(), store=buckets())
def test_mistakes_are_of_the_same_kind(program: str, store: Buckets) -> None:
    assert kind_of_ours(program, store) == kind_of_theirs(program, store)


def kind_of_ours(program: str, store: Buckets) -> str:
    try:
        ours(program, store)
    except QueryError as failure:
        return failure.kind
    return ""


def kind_of_theirs(program: str, store: Buckets) -> str:
    try:
        engine.answer(program, store, START_US, END_US)
    except engine.QueryException as failure:
        return type(failure).__name__
    return ""
