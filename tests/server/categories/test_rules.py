"""Tree and rules from outside: replaced whole, undone, refused with every mistake named."""

from typing import Any

from server_api import Api


def _put(api: Api, **document: object) -> Any:
    wanted = {"revision": 1, "categories": [], "rules": [], **document}
    return api.client.put("/api/v1/rules", json=wanted, headers=api.headers)


def test_a37_a_list_of_nothing_but_mistakes_gets_a_short_answer(api: Api) -> None:
    nothing: dict[str, object] = {}
    for mistake, count in ((1, 100_000), (1, 3000), (nothing, 100_000)):
        answer = _put(api, rules=[mistake] * count)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
        assert len(answer.content) < 20_000
