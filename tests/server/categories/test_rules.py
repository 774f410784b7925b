"""Tree and rules from outside: replaced whole, undone, refused with every mistake named."""

from typing import Any

from daywright.server.app import Store
from server_api import Api, window

OFFICE = {"path": ["Office"], "weight": 1}
CODE_IS_OFFICE = {"category": ["Office"], "field": "app", "op": "equals", "value": "Code"}


def _put(api: Api, **document: object) -> Any:
    wanted = {"revision": 1, "categories": [], "rules": [], **document}
    return api.client.put("/api/v1/rules", json=wanted, headers=api.headers)


def test_a37_a_list_of_nothing_but_mistakes_gets_a_short_answer(api: Api) -> None:
    nothing: dict[str, object] = {}
    for mistake, count in ((1, 100_000), (1, 3000), (nothing, 100_000)):
        answer = _put(api, rules=[mistake] * count)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
        assert len(answer.content) < 20_000


def test_a_change_of_the_rules_labels_all_history_at_once_and_undo_takes_it_back(api: Api) -> None:
    api.send(window("2026-03-02T08:00:00Z", 600, "Code", "a"), window("2026-02-02T08:00:00Z", 600, "Code", "b"))
    before = api.seconds_by("category", "2026-02-01")
    assert _put(api, categories=[OFFICE], rules=[CODE_IS_OFFICE]).status_code == 200
    assert api.seconds_by("category", "2026-02-01") == {"Office": 1200}
    assert api.get("/days/2026-03-02")["signal_seconds"] == 600
    assert api.client.post("/api/v1/rules/undo", headers=api.headers).json()["revision"] == 3
    assert api.seconds_by("category", "2026-02-01") == before


def test_a_context_that_is_seen_later_meets_the_rules_that_hold_then(api: Api) -> None:
    api.send(window("2026-03-02T08:00:00Z", 600, "mail", "a"))
    _put(api, categories=[OFFICE], rules=[CODE_IS_OFFICE])
    assert api.seconds_by("category") == {"Uncategorised": 600}
    api.send(window("2026-03-02T09:00:00Z", 600, "Code", "b"))
    assert api.seconds_by("category") == {"Uncategorised": 600, "Office": 600}


def test_a_stale_revision_is_refused(api: Api) -> None:
    assert _put(api).status_code == 200
    answer = _put(api)
    assert (answer.status_code, answer.json()["code"], answer.json()["revision"]) == (409, "rules.stale", 2)


def test_what_is_kept_of_matches_belongs_to_the_rules_that_hold(api: Api, store: Store) -> None:
    api.send(window("2026-03-02T08:00:00Z", 600, "Code", "a"))
    api.seconds_by("category")
    _put(api, categories=[OFFICE], rules=[CODE_IS_OFFICE])
    api.seconds_by("category")
    api.client.app.state.writer.submit(lambda _connection: None).result(5)  # type: ignore[attr-defined]
    with store.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT ruleset, context, rule FROM context_rule").all()
    assert rows == [(2, 1, 0)]
