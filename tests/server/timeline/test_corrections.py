"""What a person says of a time wins, and can be taken back: through the door."""

import itertools
import random
from typing import Any

import pytest

from daywright.server import timeline
from daywright.server.app import Store
from server_api import Api, day_of_work, window

DAY = {"start": "2026-03-02", "end": "2026-03-03"}
MEETING = ["Meetings"]
SAYINGS: tuple[dict[str, object], ...] = ({"title": "a"}, {"category": MEETING}, {"action": "erase"})


def ask(api: Api, method: str, path: str, body: dict[str, object] | None = None) -> Any:
    return api.client.request(method, f"/api/v1/corrections{path}", json=body, headers=api.headers)


def said(start: str, end: str, **more: object) -> dict[str, object]:
    return {"start": f"2026-03-02T{start}Z", "end": f"2026-03-02T{end}Z", "action": "set", **more}


def correct(api: Api, start: str, end: str, **more: object) -> Any:
    answer = ask(api, "POST", "", said(start, end, **more))
    assert answer.status_code == 201, answer.text
    return answer.json()


def listed(api: Api) -> list[Any]:
    found: list[Any] = api.get("/corrections", **DAY)["corrections"]
    return found


def shown(api: Api, lane: str = "primary") -> list[tuple[str, str, str]]:
    """Begin, end and title or category of every segment of a lane."""
    return [
        (one["start"][11:16], one["end"][11:16], one["title"] or one["category"])
        for one in api.get("/timeline", **DAY)["segments"]
        if one["lane"] == lane
    ]


def test_what_was_set_wins_and_what_it_covers_runs_beside(api: Api) -> None:
    api.send(*day_of_work())
    correct(api, "08:30:00", "09:05:00", category=MEETING, title="Stand-up")
    assert shown(api) == [
        ("08:00", "08:30", "a.py - project"),
        ("08:30", "09:05", "Stand-up"),
        ("09:05", "09:10", "Cats - YouTube — Mozilla Firefox"),
        ("09:30", "10:00", "b.py - project"),
    ]
    assert [one[:2] for one in shown(api, "parallel")] == [("08:30", "09:00"), ("09:00", "09:05")]
    assert api.seconds_by("category") == {"Development › Coding": 3600, "Meetings": 2100, "Entertainment › Video": 300}
    assert api.seconds_by("device")["by hand"] == 2100


def test_what_was_set_counts_where_nothing_was_observed(api: Api) -> None:
    correct(api, "08:30:00", "09:30:00", category=MEETING)
    assert api.seconds_by("category") == {"Meetings": 3600}
    assert api.get("/days/2026-03-02")["total_seconds"] == 3600


def test_what_was_erased_is_in_neither_lane(api: Api) -> None:
    api.send(*day_of_work(), {**window("2026-03-02T08:00:00Z", 3600, "firefox", "b"), "bucket": "window2"})
    correct(api, "08:00:00", "09:00:00", action="erase")
    assert shown(api)[0][0] == "09:00"
    assert shown(api, "parallel") == []
    assert api.seconds_by("app") == {"Code": 1800, "firefox": 600}


def test_a_category_set_by_hand_beats_every_rule(api: Api) -> None:
    api.send(*day_of_work())
    correct(api, "08:00:00", "09:00:00", category=["Planning", "Calendar"], title="Cats - YouTube")
    assert api.seconds_by("category")["Planning › Calendar"] == 3600
    held = api.get("/rules")
    first = {"category": ["Learning"], "field": "title", "op": "contains", "value": "cats"}
    wanted = {**held, "rules": [first, *held["rules"]]}
    assert api.client.put("/api/v1/rules", json=wanted, headers=api.headers).status_code == 200
    assert api.seconds_by("category") == {"Planning › Calendar": 3600, "Development › Coding": 1800, "Learning": 600}


def test_a_title_without_category_is_for_the_rules(api: Api) -> None:
    correct(api, "08:00:00", "09:00:00", title="Dentist")
    assert api.seconds_by("category") == {"Uncategorised": 3600}
    held = api.get("/rules")
    rule = {"category": ["Personal"], "field": "title", "op": "equals", "value": "dentist"}
    wanted = {**held, "rules": [*held["rules"], rule]}
    assert api.client.put("/api/v1/rules", json=wanted, headers=api.headers).status_code == 200
    assert api.seconds_by("category") == {"Personal": 3600}


def test_when_its_category_leaves_the_tree_it_is_uncategorised_and_back_with_it(api: Api) -> None:
    correct(api, "08:00:00", "09:00:00", category=MEETING, title="YouTube")
    wanted = {"revision": 1, "categories": [], "rules": []}
    assert api.client.put("/api/v1/rules", json=wanted, headers=api.headers).status_code == 200
    assert api.seconds_by("category") == {"Uncategorised": 3600}
    api.client.post("/api/v1/rules/undo", headers=api.headers)
    assert api.seconds_by("category") == {"Meetings": 3600}


def test_where_two_overlap_the_newer_one_holds_whichever_began_first(api: Api) -> None:
    correct(api, "08:30:00", "09:30:00", title="late and old")
    correct(api, "08:00:00", "10:00:00", title="early and new")
    assert shown(api) == [("08:00", "10:00", "early and new")]
    correct(api, "08:45:00", "09:00:00", title="newest")
    assert shown(api) == [
        ("08:00", "08:45", "early and new"),
        ("08:45", "09:00", "newest"),
        ("09:00", "10:00", "early and new"),
    ]


def test_taking_a_correction_back_restores_the_day_exactly(api: Api) -> None:
    api.send(*day_of_work())
    before = api.get("/timeline", **DAY)
    made = correct(api, "08:30:00", "09:20:00", category=MEETING)
    assert api.get("/timeline", **DAY) != before
    answer = ask(api, "DELETE", f"/{made['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert api.get("/timeline", **DAY) == before
    assert listed(api) == []


def test_every_change_can_be_undone_and_an_undo_as_well(api: Api) -> None:
    made = correct(api, "08:00:00", "09:00:00", category=MEETING, title="one")
    changed = ask(api, "PUT", f"/{made['id']}", said("08:00:00", "08:30:00", title="two")).json()
    assert (changed["id"], changed["title"], changed["category"]) == (made["id"], "two", None)
    gone = int(ask(api, "DELETE", f"/{made['id']}").headers["x-daywright-change"])
    back = ask(api, "POST", "/undo", {"id": gone}).json()
    assert (back["correction"]["title"], back["correction"]["end"][11:16]) == ("two", "08:30")
    first = ask(api, "POST", "/undo", {"id": back["change"]}).json()
    assert first["correction"] is None
    again = ask(api, "POST", "/undo", {"id": first["change"]}).json()
    assert again["correction"]["title"] == "two"
    assert shown(api) == [("08:00", "08:30", "two")]


def test_undoing_the_first_change_takes_the_correction_away_and_redoing_brings_it_back(api: Api) -> None:
    made = correct(api, "08:00:00", "09:00:00", title="one")
    undone = ask(api, "POST", "/undo", {"id": made["change"]}).json()
    assert undone["correction"] is None
    assert shown(api) == []
    assert ask(api, "POST", "/undo", {"id": undone["change"]}).json()["correction"]["id"] == made["id"]
    assert shown(api) == [("08:00", "09:00", "one")]


def test_an_undone_change_stands_where_it_stood_before(api: Api) -> None:
    older = correct(api, "08:00:00", "09:00:00", title="older")
    correct(api, "08:30:00", "09:30:00", title="newer")
    before = shown(api)
    changed = ask(api, "PUT", f"/{older['id']}", said("08:00:00", "09:00:00", title="older, changed")).json()
    assert shown(api) == [("08:00", "09:00", "older, changed"), ("09:00", "09:30", "newer")]
    ask(api, "POST", "/undo", {"id": changed["change"]})
    assert shown(api) == before


def test_only_the_newest_change_of_a_correction_can_be_undone(api: Api) -> None:
    made = correct(api, "08:00:00", "09:00:00", title="one")
    ask(api, "PUT", f"/{made['id']}", said("08:00:00", "09:00:00", title="two"))
    answer = ask(api, "POST", "/undo", {"id": made["change"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "correction.changed_since")
    answer = ask(api, "POST", "/undo", {"id": 99})
    assert (answer.status_code, answer.json()["code"]) == (404, "correction.change_unknown")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_what_is_not_there_cannot_be_changed(api: Api, method: str) -> None:
    made = correct(api, "08:00:00", "09:00:00", title="one")
    ask(api, "DELETE", f"/{made['id']}")
    for number in (made["id"], 99):
        answer = ask(api, method, f"/{number}", said("08:00:00", "09:00:00", title="two") if method == "PUT" else None)
        assert (answer.status_code, answer.json()["code"]) == (404, "correction.unknown")


def test_corrections_are_listed_by_start_as_they_were_said(api: Api) -> None:
    later = correct(api, "10:00:00", "11:00:00", category=["meetings"], title="  Stand\u200b-up \n")
    earlier = correct(api, "08:00:00", "09:00:00", action="erase")
    assert listed(api) == [earlier, later]
    assert later == {
        "id": later["id"],
        "change": later["change"],
        "start": "2026-03-02T10:00:00.000000Z",
        "end": "2026-03-02T11:00:00.000000Z",
        "action": "set",
        "category": ["Meetings"],
        "title": "Stand-up",
        "created": "2026-03-03T12:00:00.000000Z",
    }
    assert (earlier["action"], earlier["category"], earlier["title"]) == ("erase", None, None)
    some = api.get("/corrections", start="2026-03-02T08:59:59Z", end="2026-03-02T10:00:00Z")["corrections"]
    assert [one["id"] for one in some] == [earlier["id"]]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (said("09:00:00", "08:00:00", title="x"), "correction.empty"),
        (said("09:00:00", "09:00:00", title="x"), "correction.empty"),
        ({**said("08:00:00", "09:00:00", title="x"), "end": "2026-03-03T08:00:01Z"}, "correction.too_long"),
        ({**said("08:00:00", "09:00:00", title="x"), "end": "2026-03-03T12:01:01Z"}, "correction.future"),
        (said("08:00:00", "09:00:00"), "correction.nothing_set"),
        (said("08:00:00", "09:00:00", title=" \n", category=[]), "correction.nothing_set"),
        (said("08:00:00", "09:00:00", category=["Nowhere"]), "correction.category_unknown"),
        (said("08:00:00", "09:00:00", title="x" * 1025), "correction.title_too_long"),
        (said("08:00:00", "09:00:00", action="erase", title="x"), "correction.erase_sets_nothing"),
        (said("08:00:00", "09:00:00", action="forget"), "request.malformed"),
        ({**said("08:00:00", "09:00:00", title="x"), "start": "yesterday"}, "instant.invalid"),
        ({**said("08:00:00", "09:00:00", title="x"), "start": "2026-03-02T08:00:00"}, "instant.invalid"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_code_and_changes_nothing(
    api: Api, body: dict[str, object], code: str
) -> None:
    made = correct(api, "08:00:00", "09:00:00", title="one")
    for method, path in (("POST", ""), ("PUT", f"/{made['id']}")):
        answer = ask(api, method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert listed(api) == [made]


def test_what_reaches_past_now_is_cut_off_at_now(api: Api) -> None:
    body = {**said("08:00:00", "09:00:00", title="x"), "start": "2026-03-03T11:30:00Z", "end": "2026-03-03T12:00:30Z"}
    assert ask(api, "POST", "", body).json()["end"] == "2026-03-03T12:00:00.000000Z"


def test_the_day_s_page_tells_what_was_entered_by_hand(api: Api) -> None:
    api.send(*day_of_work())
    correct(api, "08:30:00", "09:30:00", category=MEETING, title="Stand-up")
    band = api.get("/days/2026-03-02")["band"]
    assert [(one["by_hand"], one["label"]) for one in band] == [
        (False, "Coding"),
        (True, "Stand-up"),
        (False, "Coding"),
    ]


def test_a_correction_past_midnight_changes_both_days(api: Api, store: Store) -> None:
    api.send(window("2026-03-01T23:00:00Z", 7200, "Code", "late"))
    assert api.seconds_by("app") == {"Code": 7200}
    body = {**said("00:00:00", "00:30:00", title="x"), "start": "2026-03-01T23:30:00Z"}
    made = ask(api, "POST", "", body).json()
    assert api.seconds_by("title") == {"late": 3600, "x": 3600}
    assert not any(day.differs for day in verified(api, store))
    ask(api, "DELETE", f"/{made['id']}")
    assert api.seconds_by("title") == {"late": 7200}


def verified(api: Api, store: Store) -> list[timeline.Checked]:
    state = api.client.app.state  # type: ignore[attr-defined]
    state.writer.submit(lambda _connection: None).result(5)
    return list(timeline.verify(store.database, state.readers.days, store.owner, repair=False))


def test_a_day_of_corrections_alone_is_verified_with_them(api: Api, store: Store) -> None:
    correct(api, "08:00:00", "09:00:00", title="x")
    api.seconds_by("title")
    assert [(day.segments, day.differs, day.stale) for day in verified(api, store)] == [(1, False, False)]
    with store.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE correction SET end_us = end_us - 1000000")
    assert [day.differs for day in verified(api, store)] == [True]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_entered_and_taken_back_time_stays_within_the_clock_and_nothing_is_left_over(
    api: Api, store: Store, seed: int
) -> None:
    chance = random.Random(seed)
    api.send(*day_of_work())
    untouched = api.get("/timeline", **DAY)
    for _ in range(25):
        held = [one["id"] for one in listed(api)]
        first, second = sorted(chance.sample(range(7 * 60, 11 * 60), 2))
        start, end = (f"{minute // 60:02}:{minute % 60:02}:00" for minute in (first, second))
        what: dict[str, object] = chance.choice(SAYINGS)
        match chance.randrange(4) if held else 0:
            case 1:
                change = ask(api, "PUT", f"/{chance.choice(held)}", said(start, end, **what)).json()["change"]
            case 2:
                change = int(ask(api, "DELETE", f"/{chance.choice(held)}").headers["x-daywright-change"])
            case _:
                change = correct(api, start, end, **what)["change"]
        if chance.random() < 0.3:
            ask(api, "POST", "/undo", {"id": change})
        told = api.get("/timeline", **DAY)
        primary = sorted((one["start"], one["end"]) for one in told["segments"] if one["lane"] == "primary")
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(primary))
        assert told["total_seconds"] <= 4 * 3600 + 300
    assert not any(day.differs for day in verified(api, store))
    for one in listed(api):
        ask(api, "DELETE", f"/{one['id']}")
    assert api.get("/timeline", **DAY) == untouched
