"""ActivityWatch's messages, as lenient as their servers and no more."""

import math
from datetime import UTC, datetime

import pytest

from daywright.kit.clock import to_us
from daywright.wire.activitywatch import Unreadable, bucket, instant_us, length_us, object_text, written

NINE = to_us(datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T09:00:00.123456Z",
        "2026-03-02T09:00:00.123456+00:00",
        "2026-03-02 10:00:00.123456+01:00",
        "2026-03-02T09:00:00.123456789Z",
        "2026-03-02T09:00:00.123456",
    ],
)
def test_an_instant_is_read_in_every_spelling(text: str) -> None:
    assert instant_us(text) == NINE


def test_an_instant_comes_back_equal() -> None:
    assert instant_us(written(NINE)) == NINE


@pytest.mark.parametrize("text", [None, 17, "", "yesterday", "2026-13-01T00:00:00Z"])
def test_what_is_no_instant_is_named(text: object) -> None:
    with pytest.raises(Unreadable, match=r"^time\.invalid$"):
        instant_us(text)


@pytest.mark.parametrize("text", ["1970-01-01T00:00:00Z", "2200-01-02T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_time_no_clock_showed_is_named(text: str) -> None:
    with pytest.raises(Unreadable, match=r"^time\.unbelievable$"):
        instant_us(text)


def test_durations_may_be_numbers_and_text() -> None:
    assert [length_us(12.5), length_us("12.5"), length_us(0)] == [12_500_000, 12_500_000, 0]


@pytest.mark.parametrize("seconds", [-1, math.nan, math.inf, 1e12, None, "long", True, []])
def test_what_is_no_duration_is_named(seconds: object) -> None:
    with pytest.raises(Unreadable, match=r"^duration\.invalid$"):
        length_us(seconds)


def test_equal_data_is_equal_text() -> None:
    assert object_text({"b": 1, "a": "é"}) == object_text({"a": "é", "b": 1}) == '{"a":"é","b":1}'


def test_half_a_sign_does_not_cost_the_event() -> None:
    assert object_text({"title": "cut \ud83d"}) == '{"title":"cut \ufffd"}'


@pytest.mark.parametrize(("value", "code"), [([], "data.invalid"), ({"a": math.nan}, "data.invalid")])
def test_data_that_is_no_object_is_named(value: object, code: str) -> None:
    with pytest.raises(Unreadable, match=code):
        object_text(value)


def test_a_bucket_needs_no_more_than_its_id() -> None:
    found = bucket("aw-stopwatch", {})
    assert (found.type, found.client, found.hostname, found.created_us, found.data) == (
        "unknown",
        "unknown",
        "",
        None,
        "{}",
    )
    assert bucket("a", {"data": '{"k": 1}', "created": "2026-03-02T09:00:00.123456Z"}).created_us == NINE
