"""What rules would move, what they take, what is missing: through the door, on a day of work."""

from typing import Any

import pytest

from server_api import Api, day_of_work, window

WORK = {"path": ["Work"], "weight": 2, "colour": None, "role": "focus"}
PLAY = {"path": ["Play"], "weight": -2, "colour": None, "role": "noise"}
RANGE = {"start": "2026-03-01", "end": "2026-03-04"}


def rule(category: str, field: str, op: str, value: str) -> dict[str, object]:
    return {"category": [category], "field": field, "op": op, "value": value}


def ask(api: Api, path: str, body: dict[str, object]) -> Any:
    return api.client.post(f"/api/v1{path}", json=body, headers=api.headers)


def preview(api: Api, *rules: object, **more: str) -> Any:
    answer = ask(api, "/rules/preview", {"categories": [WORK, PLAY], "rules": rules, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def put(api: Api, *rules: object) -> None:
    wanted = {"revision": api.get("/rules")["revision"], "categories": [WORK, PLAY], "rules": rules}
    assert api.client.put("/api/v1/rules", json=wanted, headers=api.headers).status_code == 200


def page(start: str, duration: float, url: str, title: str = "A page") -> dict[str, object]:
    data = {"url": url, "title": title, "audible": False, "incognito": False}
    return {"bucket": "web", "start": start, "duration": duration, "data": data}


def test_a_preview_tells_what_would_move_and_changes_nothing(api: Api) -> None:
    api.send(*day_of_work())
    shown = preview(api, rule("Play", "title", "contains", "youtube"), rule("Work", "app", "equals", "code"))
    assert shown["moved_seconds"] == 6000
    assert shown["days"] == 1
    assert shown["moves"] == [
        {"from": "Development › Coding", "to": "Work", "seconds": 5400},
        {"from": "Entertainment › Video", "to": "Play", "seconds": 600},
    ]
    assert api.get("/rules")["revision"] == 1
    assert api.seconds_by("category") == {"Development › Coding": 5400, "Entertainment › Video": 600}


def test_what_a_preview_says_is_what_applying_does(api: Api) -> None:
    api.send(*day_of_work())
    put(api, rule("Work", "app", "equals", "code"))
    rules = (rule("Play", "title", "contains", "b.py"), rule("Work", "app", "equals", "code"))
    assert preview(api, *rules)["moves"] == [{"from": "Work", "to": "Play", "seconds": 1800}]
    before = api.seconds_by("category")
    put(api, *rules)
    after = api.seconds_by("category")
    assert (before["Work"] - after["Work"], after["Play"]) == (1800, 1800)
    assert preview(api, *rules)["moves"] == []


def test_days_are_counted_once_as_the_person_lives_them(api: Api) -> None:
    put(api, rule("Work", "app", "equals", "code"))
    api.send(
        window("2026-02-27T22:00:00Z", 3 * 3600, "Code", "past midnight"),
        window("2026-03-02T08:00:00Z", 600, "Code", "a"),
        window("2026-03-02T09:00:00Z", 600, "Code", "b"),
    )
    shown = preview(api, rule("Play", "app", "equals", "code"))
    assert (shown["moved_seconds"], shown["days"]) == (3 * 3600 + 1200, 2)


def test_a_preview_can_be_asked_of_a_range(api: Api) -> None:
    api.send(*day_of_work())
    shown = preview(
        api, rule("Play", "app", "equals", "code"), start="2026-03-02T08:30:00Z", end="2026-03-02T08:40:00Z"
    )
    assert shown["moves"] == [{"from": "Development › Coding", "to": "Play", "seconds": 600}]
    assert preview(api, start="2026-03-03", end="2026-03-04")["moves"] == []


def test_a_preview_follows_the_facts(api: Api) -> None:
    put(api)
    for minute in range(1, 4):
        api.send(window(f"2026-03-02T08:0{minute}:00Z", 60, "Code", str(minute)))
        assert preview(api, rule("Work", "app", "equals", "code"))["moved_seconds"] == 60 * minute


def test_without_any_time_nothing_moves(api: Api) -> None:
    shown = preview(api, rule("Work", "app", "equals", "code"))
    assert shown == {"moved_seconds": 0, "days": 0, "moves": [], "warnings": []}


def test_a_preview_names_every_problem_as_applying_would(api: Api) -> None:
    body: dict[str, object] = {
        "categories": [WORK],
        "rules": [rule("Work", "app", "regex", "("), rule("Nix", "app", "equals", "x")],
    }
    answer = ask(api, "/rules/preview", body)
    assert answer.status_code == 400
    assert [one["code"] for one in answer.json()["errors"]] == ["rule.regex.invalid", "rule.category.unknown"]


def test_a_new_rule_that_takes_most_of_all_time_is_doubted(api: Api) -> None:
    api.send(*day_of_work())
    shown = preview(api, rule("Play", "app", "equals", "firefox"), rule("Work", "app", "equals", "code"))
    assert [(one["code"], one["pointer"]) for one in shown["warnings"]] == [("rule.takes_most", "/rules/1")]
    put(api, rule("Work", "app", "equals", "code"))
    assert preview(api, rule("Work", "app", "equals", "code"))["warnings"] == []


def test_hits_tell_what_each_rule_decides(api: Api) -> None:
    api.send(*day_of_work())
    put(
        api,
        rule("Work", "title", "contains", "a.py"),
        rule("Work", "app", "equals", "nobody"),
        rule("Work", "app", "equals", "code"),
    )
    hits = [{"rule": 0, "seconds": 3600}, {"rule": 2, "seconds": 1800}]
    assert api.get("/rules/hits")["hits"] == hits
    assert api.get("/rules/hits", **RANGE)["hits"] == hits
    assert api.get("/rules/hits", start="2026-03-03", end="2026-03-04")["hits"] == []


def test_suggestions_explain_uncategorised_time_longest_first_and_count_it_once(api: Api) -> None:
    put(api)
    api.send(
        window("2026-03-02T08:00:00Z", 1800, "firefox", "Paper — Mozilla Firefox"),
        page("2026-03-02T08:00:00Z", 900, "https://www.arxiv.example/abs/1", "Paper"),
        window("2026-03-02T09:00:00Z", 600, "Blender", "cube"),
        window("2026-03-02T09:10:00Z", 300, "Blender", "sphere"),
        window("2026-03-02T10:00:00Z", 60, "firefox", "Cats - VideoPlace — Mozilla Firefox"),
    )
    told = api.get("/rules/suggestions")
    assert told["uncategorised_seconds"] == 1800 + 900 + 60
    assert [
        (one["field"], one["op"], one["value"], one["seconds"], one["contexts"]) for one in told["suggestions"]
    ] == [
        ("app", "equals", "Blender", 900, 2),
        ("domain", "domain_suffix", "arxiv.example", 900, 1),
        ("title", "contains", "VideoPlace", 60, 1),
    ]
    assert told["suggestions"][0]["examples"] == [
        {"app": "Blender", "title": "cube"},
        {"app": "Blender", "title": "sphere"},
    ]


def test_a_suggestion_that_is_followed_takes_what_it_said(api: Api) -> None:
    put(api, rule("Work", "app", "equals", "code"))
    api.send(*day_of_work(), window("2026-03-02T11:00:00Z", 700, "Blender", "cube"))
    first = api.get("/rules/suggestions")["suggestions"][0]
    wanted = {**rule("Work", first["field"], first["op"], first["value"])}
    shown = preview(api, rule("Work", "app", "equals", "code"), wanted)
    assert shown["moves"] == [{"from": "Uncategorised", "to": "Work", "seconds": first["seconds"]}]


def test_a_suggestion_names_the_category_its_like_has(api: Api) -> None:
    coding = {"path": ["Development", "Coding"], "weight": 2, "colour": None, "role": "focus"}
    development = {"path": ["Development"], "weight": 2, "colour": None, "role": "focus"}
    wanted = {"revision": 1, "categories": [development, coding], "rules": []}
    assert api.client.put("/api/v1/rules", json=wanted, headers=api.headers).status_code == 200
    api.send(*day_of_work())
    by_value = {one["value"]: one["category"] for one in api.get("/rules/suggestions")["suggestions"]}
    assert by_value == {"Code": ["Development", "Coding"], "YouTube": None}


def test_a_suggestion_names_the_category_that_the_rest_of_its_application_has(api: Api) -> None:
    put(api, rule("Work", "title", "contains", "a.py"))
    api.send(*day_of_work())
    by_value = {one["value"]: (one["seconds"], one["category"]) for one in api.get("/rules/suggestions")["suggestions"]}
    assert by_value == {"Code": (1800, ["Work"]), "YouTube": (600, None)}


def test_what_explains_next_to_nothing_is_not_suggested(api: Api) -> None:
    put(api)
    api.send(window("2026-03-02T08:00:00Z", 29, "Blender", "cube"))
    told = api.get("/rules/suggestions")
    assert (told["uncategorised_seconds"], told["suggestions"]) == (29, [])


@pytest.mark.parametrize("limit", [0, 101])
def test_the_number_of_suggestions_has_bounds(api: Api, limit: int) -> None:
    assert api.client.get("/api/v1/rules/suggestions", params={"limit": limit}, headers=api.headers).status_code == 400


def test_categories_of_activitywatch_are_converted_previewed_and_can_be_put(api: Api) -> None:
    api.send(*day_of_work())
    classes = [
        {"name": ["Work"], "rule": {"type": "regex", "regex": "Code"}, "data": {"color": "#0F0", "score": 10}},
        {"name": ["Work", "Deep"], "rule": {"type": "regex", "regex": "A\\.PY", "ignore_case": True}},
        {"name": ["Media"], "rule": {"type": "regex", "regex": "(?<=x)YouTube"}, "data": {"score": -3}},
        {"name": ["Uncategorized"], "rule": {"type": None}, "data": {"color": "#CCC"}},
    ]
    answer = ask(api, "/rules/import", {"source": "activitywatch", "classes": classes})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [(one["path"], one["weight"], one["colour"]) for one in told["categories"]] == [
        (["Work"], 2, "#00ff00"),
        (["Work", "Deep"], 2, None),
        (["Media"], -1, None),
    ]
    assert told["moves"] == [
        {"from": "Development › Coding", "to": "Work › Deep", "seconds": 3600},
        {"from": "Development › Coding", "to": "Work", "seconds": 1800},
        {"from": "Entertainment › Video", "to": "Uncategorised", "seconds": 600},
    ]
    assert ("import.regex.unsupported", "/classes/2/rule/regex") in [
        (one["code"], one["pointer"]) for one in told["warnings"]
    ]
    assert api.get("/rules")["revision"] == 1
    wanted = {"revision": 1, "categories": told["categories"], "rules": told["rules"]}
    assert api.client.put("/api/v1/rules", json=wanted, headers=api.headers).status_code == 200
    assert api.seconds_by("category") == {"Work › Deep": 3600, "Work": 1800, "Uncategorised": 600}


def test_categories_of_another_program_are_refused(api: Api) -> None:
    assert ask(api, "/rules/import", {"source": "elsewhere", "classes": []}).status_code == 400
