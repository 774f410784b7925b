"""A gRPC call as the request it stands for: same route, same limits, same words.

The call is laid out as a request and handed to the app itself, so nothing has to be said twice. Only the signature is
checked over the call as it came, which travels along in the scope.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from json import loads
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Scope

from daywright.server.foundation.errors import Refusal, problem
from daywright.wire import calls, signing

KEY = "daywright.call"
ROUTES = {calls.PATH: "/api/v1/ingest"}
# Of the metadata, what says who asks; the rest is between the two ends of the line.
_TOLD = frozenset(name.lower() for name in (*signing.HEADERS, "authorization"))
_FIRST_REFUSAL = 300


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came: `message` is what was signed."""

    path: str
    metadata: Sequence[tuple[str, str]]
    message: bytes
    peer: str  # as gRPC writes it: ipv4:ADDRESS:PORT


@dataclass(slots=True)
class Reply:
    """What the app answered."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def refused(self) -> bool:
        """Tell whether it is no success."""
        return self.status >= _FIRST_REFUSAL

    @property
    def code(self) -> str:
        """The stable code of a refusal."""
        return str(self._problem().get("code", ""))

    @property
    def detail(self) -> str:
        """The sentence of a refusal."""
        return str(self._problem().get("detail", ""))

    def _problem(self) -> dict[str, object]:
        is_problem = self.headers.get("content-type", "").startswith("application/problem+json")
        return dict(loads(self.body)) if is_problem else {}


def call_of(scope: Scope) -> Call | None:
    """Return the call a request stands for, if it stands for one."""
    call: Call | None = scope.get(KEY)
    return call


async def ask(app: ASGIApp, host: str, call: Call) -> Reply:
    """Have the app answer a call; `host` is a name the app answers to."""
    try:
        body, encoding = calls.opened(call.message)
    except calls.EnvelopeError as failure:
        return _refused(Refusal(400, "batch.malformed", f"The message is no Batch: {failure}."))
    reply, given = Reply(), False

    async def receive() -> Message:
        nonlocal given
        if given:
            return {"type": "http.disconnect"}
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(event: Message) -> None:
        if event["type"] == "http.response.start":
            reply.status = event["status"]
            reply.headers = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in event["headers"]
            }
        else:
            reply.body += event.get("body", b"")

    try:
        await app(_scope(call, host, encoding, len(body)), receive, send)
    except asyncio.CancelledError:
        raise
    except Exception:
        if not reply.status:
            raise
        # What broke was answered and logged already; it comes up here for a server to see, which we are not.
    return reply


def _refused(refusal: Refusal) -> Reply:
    answer = problem(refusal)
    return Reply(answer.status_code, dict(answer.headers), bytes(answer.body))


def _scope(call: Call, host: str, encoding: str, length: int) -> Scope:
    route = ROUTES[call.path]
    headers = [("host", host), ("content-type", "application/json"), ("content-length", str(length))]
    if encoding:
        headers.append(("content-encoding", encoding))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "2",
        "method": "POST",
        "scheme": "http",
        "path": route,
        "raw_path": route.encode("ascii"),
        "query_string": b"",
        "root_path": "",
        "headers": _raw([*headers, *(pair for pair in call.metadata if pair[0] in _TOLD)]),
        "client": address(call.peer),
        "server": None,
        "state": {},
        KEY: call,
    }


def _raw(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers]


def address(peer: str) -> tuple[str, int] | None:
    """Return address and port of a peer; None where it has none."""
    kind, _, rest = unquote(peer).partition(":")
    host, _, port = rest.rpartition(":")
    return (host.strip("[]"), int(port)) if kind in ("ipv4", "ipv6") and port.isdecimal() else None
