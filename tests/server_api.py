"""What tests of the server share: the owner's program, and events to send."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from starlette.testclient import TestClient

from daywright.server import accounts, devices
from daywright.server.app import Store
from daywright.server.foundation.access import Scope

EXAMPLES = Path(__file__).parents[1] / "wire" / "examples" / "v1"


class Api:
    """The owner's program: sends what it is told and gives answers back."""

    def __init__(self, client: TestClient, token: str) -> None:
        self.client = client
        self.token = token
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **params: str | int | list[str]) -> Any:
        answer = self.client.get(f"/api/v1{path}", params={**params}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, *events: dict[str, object], zone: str | None = None) -> Any:
        batch = {"batch_id": str(uuid4()), "sent_at": "2026-03-03T12:00:00Z", "zone": zone, "events": list(events)}
        answer = self.client.post("/api/v1/ingest", json=batch, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def seconds_by(self, facet: str, start: str = "2026-03-01", end: str = "2026-03-04") -> dict[str, float]:
        rows = self.get("/summary", start=start, end=end, by=facet)["rows"]
        return {row["key"]: row["seconds"] for row in rows}


def second_device(api: Api, store: Store, name: str = "other desktop") -> Api:
    """A program on another device of the owner."""
    with store.database.writing() as session:
        now_us = store.clock.wall_us()
        device = devices.ensure_device(session, store.owner, name, now_us).id
        return Api(api.client, accounts.create_token(session, store.owner, name, Scope.WRITE, device, now_us))


def window(start: str, duration: float, app: str, title: str, **more: object) -> dict[str, object]:
    return {"bucket": "window", "start": start, "duration": duration, "data": {"app": app, "title": title}, **more}


def afk(start: str, duration: float, status: str) -> dict[str, object]:
    return {"bucket": "afk", "start": start, "duration": duration, "data": {"status": status}}


def day_of_work() -> Sequence[dict[str, object]]:
    """Two hours on 2 March in Berlin: an hour of code, ten minutes of video, away for 20 minutes, then code again."""
    return (
        window("2026-03-02T08:00:00Z", 3600, "Code", "a.py - project"),
        window("2026-03-02T09:00:00Z", 600, "firefox", "Cats - YouTube — Mozilla Firefox"),
        window("2026-03-02T09:10:00Z", 3000, "Code", "b.py - project"),
        afk("2026-03-02T08:00:00Z", 4200, "not-afk"),
        afk("2026-03-02T09:10:00Z", 1200, "afk"),
        afk("2026-03-02T09:30:00Z", 1800, "not-afk"),
    )
