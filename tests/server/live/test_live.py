import asyncio

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from daywright.server import accounts
from daywright.server.app import Store
from daywright.server.foundation.access import Scope
from daywright.server.foundation.errors import Refusal
from daywright.server.live import service
from daywright.server.live.service import Listener
from fakes.clock import HandClock
from server_api import Api, window


def _listen(api: Api, **headers: str) -> WebSocketTestSession:
    client: TestClient = api.client
    return client.websocket_connect("ws://127.0.0.1:8000/api/v1/live", headers={**api.headers, **headers})


def test_a_page_is_greeted_and_told_what_changed(api: Api) -> None:
    with _listen(api) as socket:
        assert "version" in socket.receive_json()["hello"]
        api.send(window("2026-03-02T08:00:00Z", 60, "Code", "a"))
        assert socket.receive_json() == {
            "changed": {"from": "2026-03-02T08:00:00.000000Z", "to": "2026-03-02T08:01:00.000000Z"}
        }


def test_changes_close_together_arrive_as_one(api: Api) -> None:
    with _listen(api) as socket:
        socket.receive_json()
        for minute in range(5):
            api.send(window(f"2026-03-02T08:0{minute}:00Z", 60, "Code", "a"))
        seen: list[dict[str, dict[str, str]]] = []
        while not seen or seen[-1]["changed"]["to"] < "2026-03-02T08:05":
            seen.append(socket.receive_json())
        assert len(seen) < 5


def test_repetition_is_no_change(api: Api) -> None:
    event = window("2026-03-02T08:00:00Z", 60, "Code", "a")
    api.send(event)
    with _listen(api) as socket:
        socket.receive_json()
        api.send(event)
        api.send(window("2026-03-02T09:00:00Z", 60, "Code", "b"))
        assert socket.receive_json()["changed"]["from"] == "2026-03-02T09:00:00.000000Z"


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Bearer no"}, {"Origin": "http://evil.example"}, {"Host": "evil.example"}]
)
def test_a24_strangers_hear_nothing(api: Api, headers: dict[str, str]) -> None:
    with pytest.raises((WebSocketDisconnect, Refusal)), _listen(api, **headers) as socket:
        socket.receive_json()


def test_a51_whatever_a_page_sends_it_is_told_what_changed(api: Api) -> None:
    with _listen(api) as socket:
        socket.receive_json()
        socket.send_bytes(b"\x00\xff")
        socket.send_text("[" * 10_000)
        api.send(window("2026-03-02T08:00:00Z", 60, "Code", "a"))
        assert "changed" in socket.receive_json()


def test_a20_who_may_no_longer_read_hears_nothing_more(api: Api, store: Store, clock: HandClock) -> None:
    with store.database.writing() as session:
        secret = accounts.create_token(session, store.owner, "page", Scope.READ, None, store.clock.wall_us())
    with _listen(api, Authorization=f"Bearer {secret}") as socket:
        socket.receive_json()
        with store.database.writing() as session:
            accounts.revoke_token(session, store.owner, "page", store.clock.wall_us())
        clock.pass_seconds(5)
        api.send(window("2026-03-02T08:00:00Z", 60, "Code", "a"))
        with pytest.raises(WebSocketDisconnect) as end:
            socket.receive_json()
    assert end.value.code == 4401


def test_a43_sockets_are_counted(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PAGES", 1)
    with _listen(api) as first:
        first.receive_json()
        with pytest.raises((WebSocketDisconnect, Refusal)), _listen(api) as second:
            second.receive_json()
    with _listen(api) as third:
        assert "hello" in third.receive_json()


def test_a_bell_that_rings_for_nothing_wakes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "COALESCE_S", 0.0)

    async def told() -> list[tuple[int, int]]:
        listener = Listener(asyncio.get_running_loop())
        listener.tell(5, 6)
        listener.tell(1, 2)
        first = await listener.next()
        listener.tell(7, 8)
        return [first, await listener.next()]

    assert asyncio.run(told()) == [(1, 6), (7, 8)]
