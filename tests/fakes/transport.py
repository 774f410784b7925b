"""A server without a network: keeps events by identity, longer wins, and answers as scripted."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from daywright.agent.transports import Answer, Outcome, Unreachable
from fakes.ingest_server import IngestServer, Reply

Response = Outcome
OFFLINE = Unreachable("nothing listens there")


def answer(reply: Reply) -> Answer:
    return Answer(reply.status, {name.lower(): value for name, value in reply.headers}, reply.body)


@dataclass
class MemoryTransport:
    """`meets` decides what happens to a request: an answer instead of the server's, or None for the server's own."""

    server: IngestServer = field(default_factory=IngestServer)
    meets: Callable[[bytes], Response | None] = lambda _: None
    loses_answers: bool = False
    posts: list[bytes] = field(default_factory=list)
    asked: list[tuple[str, str, bytes, dict[str, str]]] = field(default_factory=list)
    answers: Callable[[str, str, bytes], Response] = lambda *_: OFFLINE
    token: str = "first"
    closed: bool = False

    def post(self, body: bytes) -> Response:
        self.posts.append(body)
        met = self.meets(body)
        if met is not None:
            return met
        said = Reply(
            200, json.dumps(self.server.keep(json.loads(body))).encode(), (("content-type", "application/json"),)
        )
        return Unreachable("the connection broke") if self.loses_answers else answer(said)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Response:
        self.asked.append((method, path, body, dict(headers or {})))
        return self.answers(method, path, body)

    def credential(self) -> object:
        return self.token

    def close(self) -> None:
        self.closed = True

    def sizes(self) -> list[int]:
        """How many events each request carried."""
        return [len(json.loads(body)["events"]) for body in self.posts]
