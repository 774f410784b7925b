import json
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.kit.clock import to_us
from daywright.server.events.service.shape import Facts, decode_batch, facts_of, kind_of, shape_of

NOW = to_us(datetime(2026, 3, 2, 12, tzinfo=UTC))
KEY = b"k" * 32


def _read(*events: object) -> Facts:
    body = json.dumps({"batch_id": str(uuid4()), "events": list(events)}).encode()
    return facts_of(decode_batch(body), hash_key=KEY, now_us=NOW)


def _event(**changes: object) -> dict[str, object]:
    data = {"app": "Code", "title": "a.py"}
    return {"bucket": "window", "start": "2026-03-02T09:00:00Z", "duration": 12.5, "data": data, **changes}


def test_an_event_becomes_whole_microseconds() -> None:
    (fact,) = _read(_event(start="2026-03-02T10:00:00.000001+01:00")).facts
    assert (fact.start_us, fact.duration_us) == (to_us(datetime(2026, 3, 2, 9, tzinfo=UTC)) + 1, 12_500_000)


def test_the_order_of_members_makes_no_other_context() -> None:
    one, two = _read(_event(data={"app": "a", "title": "b"}), _event(data={"title": "b", "app": "a"})).facts
    assert one.shape == two.shape


def test_the_same_data_of_another_kind_or_application_is_another_context() -> None:
    data = {"url": "https://example.org/", "title": "x"}
    buckets = ("web-firefox", "web-chrome", "window")
    assert len({fact.shape.hash for fact in _read(*(_event(bucket=name, data=data) for name in buckets)).facts}) == 3


def test_another_installation_has_other_hashes() -> None:
    assert shape_of("window", "", {"app": "a"}, KEY).hash != shape_of("window", "", {"app": "a"}, b"x" * 32).hash


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"duration": -1}, "duration.invalid"),
        ({"duration": 1e308}, "duration.too_long"),
        ({"duration": 86_400.001}, "duration.too_long"),
        ({"duration": "12"}, "schema.invalid"),
        ({"start": "2014-12-31T23:59:59Z"}, "time.too_old"),
        ({"start": "2026-03-02T12:10:01Z", "duration": 0}, "time.future"),
        ({"start": "2026-03-02T11:59:59Z", "duration": 1000}, "time.future"),
        ({"start": "2026-03-02T09:00:00"}, "schema.invalid"),
        ({"start": 17}, "schema.invalid"),
        ({"bucket": ""}, "schema.invalid"),
        ({"bucket": "a/b"}, "schema.invalid"),
        ({"data": [1]}, "schema.invalid"),
        ({"data": None}, "schema.invalid"),
        ({"data": {"app": "\ud800"}}, "schema.invalid"),
        ({"data": {"a": "x" * 70_000}}, "event.too_large"),
        ({"counts": {"keys": "many"}}, "schema.invalid"),
    ],
)
def test_a_bad_event_is_one_rejection_and_harms_no_other(changes: dict[str, object], code: str) -> None:
    read = _read(_event(), _event(**changes), _event(duration=1))
    assert [(one.index, one.code) for one in read.rejected] == [(1, code)]
    assert len(read.facts) == 2


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":2}',
        b'{"a":NaN}',
        b'{"a":1e400}',
        b'{"a":-1e400}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":' + b"[" * 20 + b"]" * 20 + b"}",
        b'{"a":' + b"[" * 9000 + b"]" * 9000 + b"}",
        b'{"a":"}]\\"[",' + b'"b":{' * 9000 + b'"c":"]\\\\"' + b"}" * 9000 + b"}",
        b'{"a":' + b"[" * 300_000 + b"]" * 300_000 + b"}",
    ],
)
def test_a37_odd_json_in_data_refuses_its_event_and_no_other(raw: bytes) -> None:
    good = b'{"bucket":"window","start":"2026-03-02T09:00:00Z","data":{"app":"a","title":"[\\"{"}}'
    odd = b'{"bucket":"window","start":"2026-03-02T09:00:00Z","data":' + raw + b"}"
    body = b'{"batch_id":"' + str(uuid4()).encode() + b'","events":[' + b",".join([good, odd, good]) + b"]}"
    read = facts_of(decode_batch(body), hash_key=KEY, now_us=NOW)
    assert [(one.index, one.code) for one in read.rejected] in ([(1, "schema.invalid")], [(1, "event.too_large")])
    assert [json.loads(fact.shape.data)["title"] for fact in read.facts] == ['["{'] * 2


@pytest.mark.parametrize("broken", [b"[" * 9000, b'{"events":' + b"[" * 9000, b'"\\' * 9000, b"]" * 9000 + b"[" * 9000])
def test_a37_deep_json_that_is_none_is_no_batch(broken: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_batch(broken)


def test_unknown_members_are_ignored() -> None:
    assert _read(_event(clock_synced=True, tomorrow="x")).rejected == []


def test_a_very_long_title_is_cut() -> None:
    (fact,) = _read(_event(data={"app": "a", "title": "t" * 3000})).facts
    assert len(json.loads(fact.shape.data)["title"]) == 1024


@pytest.mark.parametrize(("name", "kind"), [("window", "window"), ("window2", "window"), ("web-firefox", "web")])
def test_the_kind_of_a_bucket_is_its_leading_letters(name: str, kind: str) -> None:
    assert kind_of(name) == kind


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), values, max_size=5))
def test_any_data_comes_back_equal_or_is_refused(data: dict[str, object]) -> None:
    read = _read(_event(data=data))
    if read.rejected:
        assert read.rejected[0].code == "schema.invalid"
    else:
        stored = json.loads(read.facts[0].shape.data)
        msgspec.json.decode(read.facts[0].shape.data)
        if isinstance(data.get("title"), str):
            stored["title"], data["title"] = "", ""
        assert stored == data


flat = st.dictionaries(st.text() | st.sampled_from(("app", "title", "url")), st.text() | st.booleans(), max_size=6)


@given(flat)
def test_data_is_the_same_context_however_it_was_written(data: dict[str, object]) -> None:
    def shape(written: str) -> object:
        raw = f'{{"bucket":"web","start":"2026-03-02T09:00:00Z","data":{written}}}'
        body = f'{{"batch_id":"{uuid4()}","events":[{raw}]}}'.encode()
        read = facts_of(decode_batch(body), hash_key=KEY, now_us=NOW)
        return [fact.shape for fact in read.facts], [refused.code for refused in read.rejected]

    compact = shape(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    assert compact == shape(json.dumps(data)) == shape(json.dumps(dict(reversed(data.items())), indent=1))


@pytest.mark.parametrize("written", ['{"app":"a","app":"a"}', '{"app":"a","title":"","app":"b"}'])
def test_a_member_that_is_there_twice_is_refused_however_short_it_is_written(written: str) -> None:
    body = f'{{"batch_id":"{uuid4()}","events":[{{"bucket":"w","start":"2026-03-02T09:00:00Z","data":{written}}}]}}'
    assert [refused.code for refused in facts_of(decode_batch(body.encode()), hash_key=KEY, now_us=NOW).rejected] == [
        "schema.invalid"
    ]
