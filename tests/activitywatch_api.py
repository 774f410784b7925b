"""What tests of the ActivityWatch face share: a program that asks the way ActivityWatch's clients ask."""

from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.testclient import TestClient

HERE = ("127.0.0.1", 50_000)
WINDOW = "aw-watcher-window_here"


class Face:
    """A program on this machine; without a token unless it is given one."""

    def __init__(self, client: TestClient, token: str | None = None, **headers: str) -> None:
        self.client = client
        self.headers = {**headers, **({"Authorization": f"Bearer {token}"} if token else {})}

    def ask(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """Send JSON and return the answer."""
        return self.client.request(method, f"/api/0{path}", json=body, params=params or None, headers=self.headers)

    def told(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """Send JSON and return what the answer says, which must be that all is well."""
        answer = self.ask(method, path, body, **params)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return answer.json()

    def make(self, bucket: str = WINDOW, type_: str = "currentwindow", hostname: str = "!local") -> None:
        answer = self.ask("POST", f"/buckets/{bucket}", {"client": "test", "type": type_, "hostname": hostname})
        assert answer.status_code in (200, 304), answer.text

    def beat(self, second: float, data: dict[str, Any], pulse: float = 5, duration: float = 0) -> Any:
        event = {"timestamp": at(second), "duration": duration, "data": data}
        return self.told("POST", f"/buckets/{WINDOW}/heartbeat", event, pulsetime=pulse)

    def events(self, bucket: str = WINDOW, **params: Any) -> Any:
        return self.told("GET", f"/buckets/{bucket}/events", **params)


def at(second: float) -> str:
    """That many seconds after 8:00 UTC on 2 March 2026."""
    return (datetime(2026, 3, 2, 8, tzinfo=UTC) + timedelta(seconds=second)).isoformat()
