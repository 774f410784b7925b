import math
from datetime import datetime
from typing import Any

import pytest

from activitywatch_api import WINDOW, Face, at
from daywright.server.app import Store
from daywright.server.foundation.database import driver

EVENTS = f"/buckets/{WINDOW}/events"
A, B = {"app": "A", "title": "a"}, {"app": "B", "title": "b"}


def put(face: Face, *rows: tuple[float, float, dict[str, Any]]) -> list[int]:
    """Insert (second, duration, data); their numbers."""
    body = [{"timestamp": at(second), "duration": duration, "data": data} for second, duration, data in rows]
    return [one["id"] for one in face.told("POST", EVENTS, body)]


@pytest.fixture
def made(face: Face) -> Face:
    face.make()
    return face


def test_inserted_events_come_back_newest_first_with_numbers(made: Face) -> None:
    first, second = put(made, (0, 10.5, A), (20, 0, B))
    assert made.events() == [
        {"id": second, "timestamp": "2026-03-02T08:00:20+00:00", "duration": 0.0, "data": B},
        {"id": first, "timestamp": "2026-03-02T08:00:00+00:00", "duration": 10.5, "data": A},
    ]
    assert made.told("GET", f"{EVENTS}/{first}") == made.events()[1]
    assert made.told("GET", f"{EVENTS}/count") == 2


def test_a_single_event_may_stand_alone_and_an_empty_list_is_fine(made: Face) -> None:
    (alone,) = made.told("POST", EVENTS, {"timestamp": at(0), "data": A})
    assert made.events() == [alone]
    assert made.told("POST", EVENTS, []) == []


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2026-03-02T08:00:00Z", "2026-03-02T08:00:00+00:00"),
        ("2026-03-02 08:00:00.5+00:00", "2026-03-02T08:00:00.500000+00:00"),
        ("2026-03-02T09:30:00+01:30", "2026-03-02T08:00:00+00:00"),
        ("2026-03-02T08:00:00", "2026-03-02T08:00:00+00:00"),
        ("2026-03-02T08:00:00.123456789Z", "2026-03-02T08:00:00.123456+00:00"),
        ("2026-03-02T08:00:00.123Z", "2026-03-02T08:00:00.123000+00:00"),
        ("2026-03-02T08:00:00-05:00", "2026-03-02T13:00:00+00:00"),
    ],
)
def test_timestamps_are_read_in_every_form_and_written_in_one(made: Face, given: str, stored: str) -> None:
    (event,) = made.told("POST", EVENTS, [{"timestamp": given, "data": {}}])
    assert event["timestamp"] == stored == made.events()[0]["timestamp"]


def test_an_event_without_a_timestamp_began_now(made: Face) -> None:
    (event,) = made.told("POST", EVENTS, [{"data": A, "unknown": 1}])
    assert event["timestamp"] == "2026-03-03T12:00:00+00:00"
    assert event["duration"] == 0.0


ODD_DATA = [
    {}, {"b": 1, "a": [None, True, 1.5, {"x": []}]}, {"": ""}, {"n": 10**300, "m": -0.5, "k": 12345678901234567890},
    {"text": '\0 \u2028 😀 " \\ ä'}, {"deep": [[[[[[[[[[1]]]]]]]]]]}, {"url": "x" * 70_000}, {"title": "t" * 5_000},
]  # fmt: skip


@pytest.mark.parametrize("data", ODD_DATA, ids=range(len(ODD_DATA)))
def test_data_comes_back_equal_whatever_it_is(made: Face, data: dict[str, Any]) -> None:
    (event,) = made.told("POST", EVENTS, [{"timestamp": at(0), "data": data}])
    assert event["data"] == data == made.events()[0]["data"] == made.told("GET", f"{EVENTS}/{event['id']}")["data"]
    assert made.beat(1, data)["id"] == event["id"]


def test_half_of_a_surrogate_pair_is_stored_as_the_replacement_sign(made: Face) -> None:
    body = b'{"timestamp":"2026-03-02T08:00:00Z","data":{"title":"a\\ud800b"}}'
    answer = made.client.post(
        f"/api/0/buckets/{WINDOW}/heartbeat?pulsetime=1", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["data"]) == (200, {"title": "a\ufffdb"})


@pytest.mark.parametrize(
    "event",
    [{"timestamp": "yesterday", "data": {}}, {"timestamp": 1, "data": {}}, {"timestamp": at(0), "duration": "1"},
     {"timestamp": at(0), "duration": -1}, {"timestamp": at(0), "duration": True}, {"timestamp": at(0), "data": []},
     {"timestamp": at(0), "duration": 1e300}, {"timestamp": "9999-12-31T23:59:59-23:00"}, 5, [[]], "x"],
)  # fmt: skip
def test_what_is_no_event_is_refused_with_a_message(made: Face, event: Any) -> None:
    for path in (EVENTS, f"/buckets/{WINDOW}/heartbeat?pulsetime=1"):
        answer = made.ask("POST", path, event)
        assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")
        assert answer.json()["message"]
    assert made.events() == []


def test_a_body_that_is_not_json_is_refused(made: Face) -> None:
    for content, kind, status in ((b"{", "application/json", 400), (b"{}", "text/plain", 415), (b"{}", "", 415)):
        answer = made.client.post(f"/api/0{EVENTS}", content=content, headers={"Content-Type": kind})
        assert (answer.status_code, bool(answer.json()["message"])) == (status, True)


def test_a_range_holds_both_ends_and_cuts_what_crosses_them(made: Face) -> None:
    early, inside, late, _ = put(made, (0, 10, A), (20, 10, B), (40, 10, A), (60, 1, B))
    found = made.events(start=at(5), end=at(45))
    assert [(one["id"], one["timestamp"][11:19], one["duration"]) for one in found] == [
        (late, "08:00:40", 5.0), (inside, "08:00:20", 10.0), (early, "08:00:05", 5.0),
    ]  # fmt: skip
    assert [one["id"] for one in made.events(start=at(10), end=at(40))] == [late, inside, early]
    assert made.events(start=at(10.000001), end=at(39.999999))[-1]["id"] == inside
    assert made.told("GET", f"{EVENTS}/count", start=at(10), end=at(40)) == 3
    assert made.events(start=at(45), end=at(5)) == []


def test_a_limit_gives_the_newest_of_the_range(made: Face) -> None:
    numbers = put(made, *((second, 1, A) for second in range(0, 50, 10)))
    assert [one["id"] for one in made.events(limit=2)] == numbers[:-3:-1]
    assert [one["id"] for one in made.events(limit=1, end=at(35))] == [numbers[3]]
    assert made.events(limit=0) == []
    assert len(made.events(limit=-1)) == 5
    assert len(made.events(limit=10**30)) == 5


def test_an_event_longer_than_a_day_is_not_missed(made: Face) -> None:
    (number,) = put(made, (0, 40 * 86_400, A))
    put(made, *((86_400 * day + 1, 1, B) for day in range(2)))
    (found,) = made.events(start="2026-03-20T00:00:00Z", end="2026-03-21T00:00:00Z")
    assert (found["id"], found["duration"]) == (number, 86_400.0)


@pytest.mark.parametrize("asked", [{"limit": "x"}, {"limit": "1.5"}, {"start": "x"}, {"end": "2026-13-01"}])
def test_a_bad_range_is_refused(made: Face, asked: dict[str, str]) -> None:
    answer = made.ask("GET", EVENTS, **asked)
    assert (answer.status_code, bool(answer.json()["message"])) == (400, True)


def test_a_plus_that_was_not_encoded_is_understood(made: Face) -> None:
    put(made, (0, 10, A))
    found = made.client.get(f"/api/0{EVENTS}?start=2026-03-02T09:00:05+01:00").json()
    assert [one["duration"] for one in found] == [5.0]


def test_an_event_with_a_number_replaces_that_event(made: Face) -> None:
    first, second = put(made, (0, 10, A), (20, 5, B))
    made.told("POST", EVENTS, [{"id": first, "timestamp": at(3), "duration": 2, "data": {"app": "new"}}])
    assert [(one["id"], one["duration"], one["data"]) for one in made.events()] == [
        (second, 5.0, B), (first, 2.0, {"app": "new"}),
    ]  # fmt: skip


def test_on_a_collision_the_edited_number_survives(made: Face) -> None:
    first, _ = put(made, (0, 10, A), (20, 5, B))
    made.told("POST", EVENTS, {"id": first, "timestamp": at(20), "duration": 1, "data": B})
    assert [(one["id"], one["duration"]) for one in made.events()] == [(first, 1.0)]


def test_a_number_of_nobody_or_of_another_bucket_makes_a_new_event(made: Face) -> None:
    (mine,) = put(made, (0, 10, A))
    made.make("other")
    for number in (mine, 10**6, -1, 2**63, 2**70, "x"):
        event = {"id": number, "timestamp": at(5), "duration": 1, "data": {"n": str(number)}}
        (stored,) = made.told("POST", "/buckets/other/events", [event])
        assert stored["id"] not in (number, mine)
    assert made.events() == [{"id": mine, "timestamp": "2026-03-02T08:00:00+00:00", "duration": 10.0, "data": A}]
    assert made.told("GET", "/buckets/other/events/count") == 6


def test_the_same_event_twice_is_one_and_the_longer_duration_stays(made: Face) -> None:
    (first,) = put(made, (0, 10, {"a": 1, "b": 2}))
    assert put(made, (0, 4, {"b": 2, "a": 1})) == [first]
    assert put(made, (0, 12, {"b": 2, "a": 1})) == [first]
    assert [one["duration"] for one in made.events()] == [12.0]


def test_a_deleted_event_is_gone_and_its_number_is_never_given_again(made: Face) -> None:
    numbers = put(made, (0, 1, A), (5, 1, B))
    assert made.told("DELETE", f"{EVENTS}/{numbers[1]}") == {"success": 1}
    assert made.told("DELETE", f"{EVENTS}/{numbers[1]}") == {"success": 0}
    assert made.ask("GET", f"{EVENTS}/{numbers[1]}").status_code == 404
    assert put(made, (9, 1, B))[0] > numbers[1]


def test_another_buckets_event_is_out_of_reach(made: Face) -> None:
    (mine,) = put(made, (0, 1, A))
    made.make("other")
    assert made.ask("GET", f"/buckets/other/events/{mine}").status_code == 404
    assert made.told("DELETE", f"/buckets/other/events/{mine}") == {"success": 0}
    assert len(made.events()) == 1


@pytest.mark.parametrize("number", ["x", "-1", "99999999999999999999"])
def test_a_number_that_is_none_finds_nothing(made: Face, number: str) -> None:
    assert made.ask("GET", f"{EVENTS}/{number}").status_code in (400, 404)


# Heartbeats


def test_a_heartbeat_starts_an_event_and_the_next_one_extends_it(made: Face) -> None:
    first = made.beat(0, A)
    second = made.beat(4, A)
    assert (first["duration"], second["duration"]) == (0.0, 4.0)
    assert first["id"] == second["id"]
    assert made.events() == [second]


def test_the_pulse_ends_exactly_where_it_ends(made: Face) -> None:
    number = made.beat(0, A)["id"]
    assert made.beat(5, A, pulse=5)["id"] == number
    assert made.beat(10.001, A, pulse=5)["id"] != number


def test_a_heartbeat_that_ends_earlier_takes_nothing_away(made: Face) -> None:
    made.beat(0, A, duration=20)
    assert made.beat(3, A)["duration"] == 20.0


def test_other_data_starts_another_event_and_the_order_of_members_does_not_matter(made: Face) -> None:
    made.beat(0, {"a": 1, "b": 2})
    assert made.beat(1, {"b": 2, "a": 1})["duration"] == 1.0
    assert made.beat(2, {"a": 1})["duration"] == 0.0
    assert len(made.events()) == 2


def test_a_late_heartbeat_is_an_event_of_its_own_and_the_next_continues_it(made: Face) -> None:
    made.beat(100, A)
    late = made.beat(50, B)
    assert late["duration"] == 0.0
    assert made.beat(52, B)["id"] == late["id"]


def test_after_the_last_event_is_deleted_a_heartbeat_continues_what_is_newest(made: Face) -> None:
    first = made.beat(0, A)["id"]
    second = made.beat(2, B)["id"]
    made.told("DELETE", f"{EVENTS}/{second}")
    assert made.beat(3, B)["id"] not in (first, second)
    made.told("DELETE", f"{EVENTS}/{made.events()[0]['id']}")
    assert made.beat(4, A)["id"] == first


def test_after_a_bucket_is_deleted_nothing_is_continued(made: Face) -> None:
    number = made.beat(0, A)["id"]
    made.told("DELETE", f"/buckets/{WINDOW}", force=1)
    made.make()
    assert made.beat(1, A)["id"] > number
    assert made.events()[0]["duration"] == 0.0


def test_an_edited_event_is_continued_as_it_is_now(made: Face) -> None:
    number = made.beat(0, A)["id"]
    made.told("POST", EVENTS, [{"id": number, "timestamp": at(10), "duration": 1, "data": A}])
    assert made.beat(12, A)["duration"] == 2.0
    assert made.events()[0]["timestamp"] == "2026-03-02T08:00:10+00:00"


def test_inserting_does_not_change_what_a_heartbeat_continues(made: Face) -> None:
    number = made.beat(0, A)["id"]
    put(made, (1, 1, B))
    assert made.beat(3, A)["id"] == number


def test_heartbeats_of_buckets_have_nothing_to_do_with_each_other(made: Face) -> None:
    made.make("other")
    number = made.beat(0, A)["id"]
    event = {"timestamp": at(1), "data": A}
    assert made.told("POST", "/buckets/other/heartbeat", event, pulsetime=5)["id"] != number
    assert made.beat(2, A)["id"] == number


@pytest.mark.parametrize("asked", ["", "?pulsetime=", "?pulsetime=x", "?pulsetime=nan", "?pulsetime=inf"])
def test_a_heartbeat_needs_a_pulse(made: Face, asked: str) -> None:
    answer = made.ask("POST", f"/buckets/{WINDOW}/heartbeat{asked}", {"timestamp": at(0), "data": {}})
    assert (answer.status_code, bool(answer.json()["message"])) == (400, True)


def test_a_heartbeat_needs_a_timestamp_and_extends_no_event_of_another_number(made: Face) -> None:
    assert made.ask("POST", f"/buckets/{WINDOW}/heartbeat?pulsetime=1", {"data": {}}).status_code == 400
    number = made.beat(0, A)["id"]
    event = {"id": number, "timestamp": at(100), "data": B}
    assert made.told("POST", f"/buckets/{WINDOW}/heartbeat", event, pulsetime=1)["id"] != number
    assert len(made.events()) == 2


def test_text_is_in_the_dictionary_only(made: Face, store: Store) -> None:
    made.beat(0, {"app": "Secret", "title": "plan"})
    with store.database.reading() as session:
        rows = driver(session).execute("SELECT app, title, data FROM context WHERE app = 'Secret'").fetchall()
    assert rows == [("Secret", "plan", '{"app":"Secret","title":"plan"}')]


def test_microseconds_stay(made: Face) -> None:
    (event,) = made.told("POST", EVENTS, [{"timestamp": at(0.123456), "duration": 1.000001, "data": {}}])
    assert math.isclose(event["duration"], 1.000001, abs_tol=1e-9)
    assert datetime.fromisoformat(event["timestamp"]).microsecond == 123456
