from typing import Any

import pytest

from daywright.core.starter import STARTER
from server_api import Api, day_of_work, window

WORK = {"path": ["Work"], "weight": 2, "colour": "#3a7bd5", "role": "focus"}
PLAY = {"path": ["Play"], "weight": -2, "colour": None, "role": "noise"}


def rule(category: str, field: str, op: str, value: str) -> dict[str, object]:
    return {"category": [category], "field": field, "op": op, "value": value}


def put(api: Api, *rules: object, revision: int = 1, categories: object = (WORK, PLAY)) -> Any:
    wanted = {"revision": revision, "categories": categories, "rules": rules}
    return api.client.put("/api/v1/rules", json=wanted, headers=api.headers)


def undo(api: Api) -> Any:
    return api.client.post("/api/v1/rules/undo", headers=api.headers)


def content(answer: Any) -> Any:
    return answer["categories"], answer["rules"]


def test_everyone_starts_with_the_starter_set(api: Api) -> None:
    held = api.get("/rules")
    assert held["revision"] == 1
    assert [one["path"] for one in held["categories"]] == [list(one.path) for one in STARTER.categories]
    assert len(held["rules"]) == len(STARTER.rules)
    assert {one["kind"] for one in held["categories"]} == {"signal", "noise", "neutral"}


def test_a_change_labels_all_history(api: Api) -> None:
    api.send(*day_of_work())
    assert api.seconds_by("category") == {"Development › Coding": 5400, "Entertainment › Video": 600}
    assert (
        put(api, rule("Work", "title", "contains", "youtube"), rule("Play", "app", "equals", "code")).status_code == 200
    )
    assert api.seconds_by("category") == {"Play": 5400, "Work": 600}


def test_what_no_rule_matches_is_uncategorised(api: Api) -> None:
    api.send(*day_of_work())
    put(api, rule("Play", "app", "equals", "firefox"))
    assert api.seconds_by("category") == {"Uncategorised": 5400, "Play": 600}


def test_the_first_rule_wins_and_so_does_the_better_placed_of_page_and_window(api: Api) -> None:
    api.send(
        window("2026-03-02T08:00:00Z", 600, "firefox", "Some page — Mozilla Firefox"),
        {
            "bucket": "web",
            "start": "2026-03-02T08:00:00Z",
            "duration": 300,
            "data": {"url": "https://docs.example.com/a", "title": "Some page", "audible": False, "incognito": False},
        },
    )
    put(api, rule("Work", "domain", "domain_suffix", "example.com"), rule("Play", "app", "equals", "firefox"))
    assert api.seconds_by("category") == {"Work": 300, "Play": 300}
    put(
        api,
        rule("Play", "app", "equals", "firefox"),
        rule("Work", "domain", "domain_suffix", "example.com"),
        revision=2,
    )
    assert api.seconds_by("category") == {"Play": 600}


def test_contexts_that_appear_later_are_labelled_when_looked_at(api: Api) -> None:
    put(api, rule("Work", "title", "glob", "*.py"))
    for minute in range(1, 4):
        api.send(
            window(f"2026-03-02T08:0{minute}:00Z", 60, "Code", f"{minute}.py"),
            window(f"2026-03-02T09:0{minute}:00Z", 60, "Code", f"{minute}.md"),
        )
        assert api.seconds_by("category") == {"Work": 60 * minute, "Uncategorised": 60 * minute}


def test_what_was_read_can_be_sent_back(api: Api) -> None:
    held = api.get("/rules")
    answer = api.client.put("/api/v1/rules", json=held, headers=api.headers)
    assert answer.status_code == 200
    assert answer.json()["revision"] == 2
    assert content(answer.json()) == content(api.get("/rules")) == content(held)


def test_a_change_on_an_old_revision_is_refused_and_changes_nothing(api: Api) -> None:
    assert put(api, rule("Work", "app", "equals", "x")).status_code == 200
    answer = put(api, rule("Play", "app", "equals", "y"))
    assert (answer.status_code, answer.json()["code"], answer.json()["revision"]) == (409, "rules.stale", 2)
    assert answer.headers["content-type"] == "application/problem+json"
    assert [one["value"] for one in api.get("/rules")["rules"]] == ["x"]


def test_every_problem_of_a_document_is_named_and_nothing_is_stored(api: Api) -> None:
    answer = put(api, rule("Work", "app", "regex", "("), rule("Nowhere", "mood", "equals", "x"))
    assert answer.status_code == 400
    assert answer.json()["code"] == "rule.regex.invalid"
    assert [(one["code"], one["pointer"]) for one in answer.json()["errors"]] == [
        ("rule.regex.invalid", "/rules/0/value"),
        ("rule.category.unknown", "/rules/1/category"),
        ("rule.field.unknown", "/rules/1/field"),
    ]
    assert api.get("/rules")["revision"] == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"revision": 1},
        {"revision": "x", "categories": [], "rules": []},
        {"revision": 1, "categories": [3], "rules": []},
    ],
)
def test_a_body_of_another_shape_is_refused(api: Api, body: dict[str, object]) -> None:
    answer = api.client.put("/api/v1/rules", json=body, headers=api.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")


def test_doubts_are_told_and_do_not_keep_rules_from_being_stored(api: Api) -> None:
    answer = put(api, rule("Work", "title", "regex", ".*"))
    assert answer.status_code == 200
    assert [(one["code"], one["pointer"]) for one in answer.json()["warnings"]] == [
        ("rule.regex.too_broad", "/rules/0/value")
    ]


def test_undoing_brings_back_what_was_before_and_undoing_twice_is_redoing(api: Api) -> None:
    api.send(*day_of_work())
    first = api.get("/rules")
    second = put(api, rule("Work", "app", "equals", "code")).json()
    undone = undo(api)
    assert undone.status_code == 200
    assert undone.json()["revision"] == 3
    assert content(undone.json()) == content(first)
    assert api.seconds_by("category") == {"Development › Coding": 5400, "Entertainment › Video": 600}
    assert content(undo(api).json()) == content(second)
    assert api.seconds_by("category") == {"Work": 5400, "Uncategorised": 600}


def test_with_nothing_before_there_is_nothing_to_undo(api: Api) -> None:
    answer = undo(api)
    assert (answer.status_code, answer.json()["code"]) == (409, "rules.no_history")


def test_a_tree_without_rules_leaves_everything_uncategorised(api: Api) -> None:
    api.send(*day_of_work())
    assert put(api, categories=()).status_code == 200
    assert api.seconds_by("category") == {"Uncategorised": 6000}


def history(api: Api) -> Any:
    return api.get("/rules/history")["revisions"]


def test_history_tells_when_and_how_much_changed_newest_first(api: Api) -> None:
    put(api, rule("Work", "app", "equals", "a"), rule("Work", "app", "equals", "b"))
    put(api, rule("Work", "app", "equals", "a"), rule("Play", "app", "equals", "c"), revision=2)
    told = [(one["revision"], one["categories"], one["rules"]) for one in history(api)]
    assert told == [(3, 2, 2), (2, 2, 2), (1, len(STARTER.categories), len(STARTER.rules))]
    changed = [(one["rules_added"], one["rules_removed"]) for one in history(api)]
    assert changed[:2] == [(1, 1), (2, len(STARTER.rules))]
    assert {one["created"] for one in history(api)} == {"2026-03-03T12:00:00.000000Z"}


def restore(api: Api, revision: int) -> Any:
    return api.client.post("/api/v1/rules/restore", json={"revision": revision}, headers=api.headers)


def test_any_kept_revision_can_be_gone_back_to_and_that_can_be_undone(api: Api) -> None:
    first = content(api.get("/rules"))
    put(api, rule("Work", "app", "equals", "a"))
    second = content(api.get("/rules"))
    put(api, rule("Work", "app", "equals", "b"), revision=2)
    answer = restore(api, 1)
    assert (answer.status_code, answer.json()["revision"], content(answer.json())) == (200, 4, first)
    assert content(restore(api, 2).json()) == second
    assert content(undo(api).json()) == first


def test_going_back_to_what_holds_changes_nothing(api: Api) -> None:
    assert restore(api, 1).json()["revision"] == 1
    assert len(history(api)) == 1


def test_a_revision_that_is_not_kept_is_named_as_such(api: Api) -> None:
    answer = restore(api, 7)
    assert (answer.status_code, answer.json()["code"]) == (404, "rules.revision_unknown")


def test_what_is_exported_can_be_put_back(api: Api) -> None:
    put(api, rule("Work", "title", "contains", "é"), {**rule("Play", "app", "glob", "x*"), "ignore_case": False})
    answer = api.client.get("/api/v1/rules/export", headers=api.headers)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == 'attachment; filename="daywright-rules.json"'
    held = content(api.get("/rules"))
    undo(api)
    again = api.client.put("/api/v1/rules", json={**answer.json(), "revision": 3}, headers=api.headers)
    assert (again.status_code, content(again.json())) == (200, held)


def test_a37_a_list_of_nothing_but_mistakes_gets_a_short_answer(api: Api) -> None:
    nothing: dict[str, object] = {}
    for mistake, count in ((1, 100_000), (1, 3000), (nothing, 100_000)):
        answer = put(api, *[mistake] * count)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
        assert len(answer.content) < 20_000
