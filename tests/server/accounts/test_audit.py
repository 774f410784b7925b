"""What was done to devices and keys is there to be read: newest first, in pages, by whom it concerns."""

from typing import Any
from uuid import uuid4

from daywright.server import accounts
from daywright.server.app import Store
from daywright.server.foundation import audit
from daywright.server.foundation.access import Scope
from server_api import Api


def deeds(store: Store, *actions: str, user: int | None) -> None:
    with store.database.writing() as session:
        for action in actions:
            deed = audit.Deed(user, "owner", action, str(uuid4()))
            audit.note(session, deed, store.clock.wall_us(), number=len(action))


def actions(page: Any) -> list[str]:
    return [entry["action"] for entry in page["entries"]]


def test_a71_the_newest_comes_first_and_pages_follow_one_another(api: Api, store: Store) -> None:
    deeds(store, *(f"deed {number}" for number in range(5)), user=store.owner)
    first = api.get("/audit", limit=2)
    assert actions(first) == ["deed 4", "deed 3"]
    second = api.get("/audit", limit=2, before=first["next"])
    assert actions(second) == ["deed 2", "deed 1"]
    last = api.get("/audit", limit=2, before=second["next"])
    assert (actions(last), last["next"]) == (["deed 0"], None)
    (entry,) = last["entries"]
    assert (entry["actor"], entry["detail"]) == ("owner", {"number": 6})


def test_the_list_is_bounded(api: Api) -> None:
    for asked in ("limit=0", "limit=201", "limit=many", "before=0"):
        assert api.client.get(f"/api/v1/audit?{asked}", headers=api.headers).status_code == 400, asked


def test_a27_only_an_owner_s_token_reads_it(api: Api, store: Store) -> None:
    now_us = store.clock.wall_us()
    for scope in (Scope.READ, Scope.WRITE):
        with store.database.writing() as session:
            device = store.device if scope is Scope.WRITE else None
            token = accounts.create_token(session, store.owner, scope.name, scope, device, now_us)
        answer = api.client.get("/api/v1/audit", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"]) == (403, "auth.scope")


def test_what_concerns_nobody_is_for_who_looks_after_the_installation(api: Api, store: Store) -> None:
    deeds(store, "guessed", user=None)
    assert "guessed" in actions(api.get("/audit"))
    with store.database.reading() as session:
        assert audit.newest(session, store.owner, 10) == []
        assert [one.action for one in audit.newest(session, store.owner, 10, nobodys=True)] == ["guessed"]


def test_a_break_in_the_chain_is_found_wherever_it_is(store: Store) -> None:
    deeds(store, "one", "two", "three", user=store.owner)
    with store.database.writing() as session:
        entries = session.query(audit.AuditEntry).order_by(audit.AuditEntry.id).all()
        assert (audit.count(session), audit.first_break(session)) == (3, None)
        session.delete(entries[1])
        session.flush()
        assert audit.first_break(session) == entries[2].id
