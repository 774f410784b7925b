import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from daywright.server.foundation.errors import Refusal
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
