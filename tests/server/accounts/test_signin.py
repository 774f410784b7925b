import pytest

from daywright.server import accounts
from daywright.server.app import Store
from fakes.clock import HandClock
from server_api import Api


def _link(store: Store) -> str:
    with store.database.writing() as session:
        return f"/signin?code={accounts.create_signin_code(session, store.owner, store.clock.wall_us())}"


def test_the_link_signs_a_browser_in_once(api: Api, store: Store) -> None:
    link = _link(store)
    answer = api.client.get(link, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert api.client.get("/api/v1/me").json()["zone"] == "Europe/Berlin"
    api.client.cookies.clear()
    again = api.client.get(link, follow_redirects=False)
    assert again.headers["location"] == "/?signin=expired"
    assert api.client.get("/api/v1/me").status_code == 401


def test_a_link_is_good_for_ten_minutes(api: Api, store: Store, clock: HandClock) -> None:
    link = _link(store)
    clock.pass_seconds(601)
    api.client.get(link, follow_redirects=False)
    assert api.client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("code", ["", "x", "a" * 5000, "%00", "é"])
def test_a_wrong_code_leads_to_the_sign_in_page(api: Api, code: str) -> None:
    answer = api.client.get(f"/signin?code={code}", follow_redirects=False)
    assert answer.headers["location"] == "/?signin=expired"


def test_an_admin_token_signs_a_browser_in_and_out(api: Api) -> None:
    assert api.client.post("/api/v1/signin", json={"token": api.token}).status_code == 204
    assert api.client.get("/api/v1/me").status_code == 200
    out = api.client.post("/api/v1/signout", headers={"X-Daywright-Client": "web"})
    assert out.status_code == 204
    assert api.client.get("/api/v1/me").status_code == 401


def test_a_wrong_token_signs_nobody_in(api: Api) -> None:
    answer = api.client.post("/api/v1/signin", json={"token": "nonsense"})
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.invalid")


def test_a28_a_cookie_alone_changes_nothing(api: Api, store: Store) -> None:
    api.client.get(_link(store))
    answer = api.client.put("/api/v1/rules", json={"revision": 1, "categories": [], "rules": []})
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.cross_site")


def test_a_session_ends_after_thirty_days(api: Api, store: Store, clock: HandClock) -> None:
    api.client.get(_link(store))
    clock.pass_seconds(30 * 86_400 + 1)
    assert api.client.get("/api/v1/me").status_code == 401
