"""Functions where the contract departs from ActivityWatch's engine, and what it says of each."""

import re
from urllib.parse import urlparse

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daywright.core.awquery import QueryFunctionError, QueryInterpretError
from daywright.core.awquery.functions import FUNCTIONS
from daywright.core.awquery.labelling import URL_PARTS, url_parts
from fakes.queries import DAY_US, answer, spots
from fakes.query_store import Buckets
from pages import DOCS

APP = {"app": "A", "title": "one"}
STORE = Buckets(
    {
        "aw-watcher-window_x": spots((0, 10, APP), (20, 10, {"app": "B", "title": "two"}), (40, 5, APP)),
        "aw-watcher-web_x": spots(
            (0, 10, {"url": "https://a.example/", "title": "t"}), (15, 5, {"url": "http://[bad"})
        ),
        "odd": spots((0, 1, {"v": 1}), (2, 1, {"v": True}), (4, 1, {"v": [1, {"x": 2}]}), (6, 1, {"v": {"x": [1]}})),
    },
    {"aw-watcher-web_x": "y"},
)

calm = settings(deadline=None)  # a machine may be busy
WINDOW = 'events = query_bucket("aw-watcher-window_x");'


def test_no_variable_sees_what_is_done_to_another() -> None:
    program = f"""{WINDOW}
    before = events;
    union = period_union(events, events);
    labelled = categorize(events, [[["X"], {{"regex": "A"}}]]);
    tagged = tag(events, [["x", {{"regex": "A"}}]]);
    RETURN = [events, before, filter_keyvals(events, "app", ["A"])];"""
    after, before, kept = answer(program, STORE)  # type: ignore[misc, str-unpack]
    assert after == before == answer(WINDOW + "RETURN = events;", STORE)
    assert [event["data"] for event in kept] == [APP, APP]  # type: ignore[index, call-overload, union-attr]


def test_arguments_after_a_call_are_not_lost() -> None:
    program = 'RETURN = sum_durations(filter_keyvals(query_bucket("aw-watcher-window_x"), "app", ["A"]));'
    assert answer(program, STORE) == 15


def test_lists_that_are_not_sorted_are_joined_without_overlap_all_the_same() -> None:
    program = f"{WINDOW} RETURN = union_no_overlap(events, [{{}}]);"
    with pytest.raises(QueryFunctionError):
        answer(program, STORE)
    both = answer(f"{WINDOW} RETURN = union_no_overlap([], events);", STORE)
    assert [event["timestamp"][-14:-6] for event in both] == ["00:00:00", "00:00:20", "00:00:40"]  # type: ignore[index, union-attr, call-overload]


def test_an_address_that_is_none_stays_as_it_is() -> None:
    found = answer('RETURN = split_url_events(query_bucket("aw-watcher-web_x"));', STORE)
    assert [sorted(event["data"]) for event in found] == [["url"], sorted(["title", "url", *URL_PARTS])]  # type: ignore[index, union-attr, arg-type, call-overload]


def test_a_rule_of_type_none_never_matches() -> None:
    rules = '[[["A"], {"type": "none", "regex": "A"}], [["B"], {"type": null, "regex": "A"}], [["C"], {"regex": ""}]]'
    found = answer(f"{WINDOW} RETURN = categorize(events, {rules});", STORE)
    assert {tuple(event["data"]["$category"]) for event in found} == {("Uncategorized",)}  # type: ignore[index, union-attr, arg-type, call-overload]


def test_values_of_any_shape_can_be_grouped_and_compared() -> None:
    merged = answer('RETURN = merge_events_by_keys(query_bucket("odd"), ["v"]);', STORE)
    assert [event["data"]["v"] for event in merged] == [{"x": [1]}, [1, {"x": 2}], True]  # type: ignore[index, union-attr, call-overload]
    kept = answer('RETURN = filter_keyvals(query_bucket("odd"), "v", [[1, {"x": 2}]]);', STORE)
    assert len(kept) == 1  # type: ignore[arg-type]


def test_joined_lists_may_be_as_many_as_wanted_but_of_one_kind() -> None:
    assert len(answer(f"{WINDOW} RETURN = concat(events, [], events, events);", STORE)) == 9  # type: ignore[arg-type]
    with pytest.raises(QueryFunctionError, match="one list"):
        answer(f"{WINDOW} RETURN = concat(events, [1]);", STORE)


def test_buckets_are_named_and_found() -> None:
    assert answer("RETURN = query_bucket_names();", STORE) == list(STORE.buckets)
    assert answer('RETURN = find_bucket("watcher-web");', STORE) == "aw-watcher-web_x"
    assert answer('RETURN = find_bucket("aw-", "y");', STORE) == "aw-watcher-web_x"
    assert answer('RETURN = query_bucket_eventcount("odd");', STORE) == 4


def test_times_are_written_with_an_offset_and_a_fraction_only_when_there_is_one() -> None:
    store = Buckets({"b": spots((1, 0.0015, {}), (2.25, 1, {}))})
    assert answer('RETURN = query_bucket("b");', store) == [
        {"id": 2, "timestamp": "2026-03-02T00:00:02.250000+00:00", "duration": 1.0, "data": {}},
        {"id": 1, "timestamp": "2026-03-02T00:00:01+00:00", "duration": 0.0015, "data": {}},
    ]
    assert DAY_US % 1_000_000 == 0


def test_every_function_has_its_row_on_the_reference_page() -> None:
    page = (DOCS / "reference" / "activitywatch-queries.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)\(", page, flags=re.MULTILINE)
    assert sorted(rows) == sorted(FUNCTIONS)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_refuses_what_it_cannot_take(name: str) -> None:
    function = FUNCTIONS[name]
    if not function.more:
        with pytest.raises(QueryInterpretError, match="amount of arguments"):
            answer(f"RETURN = {name}({', '.join(['1'] * (len(function.takes) + 1))});", STORE)
    if function.needed:
        with pytest.raises(QueryInterpretError, match="amount of arguments"):
            answer(f"RETURN = {name}();", STORE)
    for wrong in ("{}", "null", "1", '"text"'):
        arguments = ", ".join([wrong] * function.needed)
        if "any" not in function.takes and function.needed:
            with pytest.raises(QueryFunctionError):
                answer(f"RETURN = {name}({arguments});", STORE)


hosts = st.sampled_from(("example.com", "www.example.com", "WWW.x.org:80", "a@b.c", "[::1]", "", "ü.de", "x y", "www."))
tails = st.text(alphabet="/?#;:@[]%=&.ab é\t", max_size=12)


@calm
@given(
    st.sampled_from(("http://", "https://", "HTTPS://", "ftp://", "file://", "about:", "//", "", "http:/", " http://")),
    hosts,
    tails,
)
def test_the_short_way_to_the_parts_of_an_address_says_the_same(scheme: str, host: str, tail: str) -> None:
    url = scheme + host + tail
    assert url_parts(url) == slowly(url)


def slowly(url: str) -> tuple[str, ...] | None:
    try:
        parts = urlparse(url)
    except ValueError:
        return None
    domain = (parts.netloc[4:] if parts.netloc[:4] == "www." else parts.netloc) or (
        "" if parts.netloc else parts.scheme
    )
    return parts.scheme, domain, parts.path, parts.params, parts.query, parts.fragment


def test_what_was_joined_is_in_the_answer_whole() -> None:
    program = f'{WINDOW} RETURN = chunk_events_by_key(sort_by_timestamp(events), "app");'
    found = answer(program, STORE)
    assert [len(event["data"]["subevents"]) for event in found] == [1, 1, 1]  # type: ignore[index, union-attr, arg-type, call-overload]
    assert msgspec.json.decode(msgspec.json.encode(found)) == found
