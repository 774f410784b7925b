"""Who may do what under `/api/0`. ActivityWatch's own clients send no token, so some doors are open on this machine.

A request counts as from this machine when its connection is, it names this machine, and nothing shows that a proxy
stands in between. What is open without a token is the owner's choice (`DAYWRIGHT_ACTIVITYWATCH_OPEN`). An extension of
a browser comes from an origin of its own: it may introduce itself and write to a web bucket, nothing else.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from starlette.requests import HTTPConnection

from daywright.server.foundation.access import Actor, Scope
from daywright.server.foundation.access import require as require_scope
from daywright.server.foundation.errors import Refusal
from daywright.server.foundation.faces import Face

PREFIX: Final = "/api/0"
EXTENSION: Final = re.compile(r"moz-extension://[\w-]+|chrome-extension://nglaklhklhcoonedhgnpgddginnjdadi")
WEB_BUCKETS: Final = "aw-watcher-web"
THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
LOOPBACK: Final = re.compile(r"127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+")
PROXIED: Final = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"})
CREDENTIALS: Final = frozenset({b"authorization", b"cookie"})
EVENTS_BYTES: Final = 64 * 1024 * 1024  # a month of events
IMPORT_BYTES: Final = 512 * 1024 * 1024  # years of them
OTHER_BYTES: Final = 4 * 1024 * 1024


class Open(NamedTuple):
    """What goes without a token: to whom `DAYWRIGHT_ACTIVITYWATCH_OPEN` has to be at least this."""

    level: int
    scope: Scope
    """What whoever has no token may then do."""


LEVELS: Final = {"off": Open(0, Scope.READ), "write": Open(1, Scope.WRITE), "all": Open(2, Scope.ADMIN)}


def is_extension(origin: str) -> bool:
    """Tell whether an origin is a browser's extension that may come in."""
    return EXTENSION.fullmatch(origin) is not None


def body_bytes(path: str) -> int:
    """Return how large a body may be."""
    if path.endswith("/import"):
        return IMPORT_BYTES
    return EVENTS_BYTES if path.endswith("/events") else OTHER_BYTES


FACE: Final = Face(prefix=f"{PREFIX}/", welcomes=is_extension, body_bytes=body_bytes)


def from_this_machine(connection: HTTPConnection) -> bool:
    """Tell whether the caller runs here, as far as can be seen."""
    client = connection.client
    if client is None or not LOOPBACK.fullmatch(client.host):
        return False
    host = connection.headers.get("host", "").lower()
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return name in THIS_MACHINE and PROXIED.isdisjoint(_header_names(connection))


def _header_names(connection: HTTPConnection) -> set[bytes]:
    return {name for name, _ in connection.scope["headers"]}


def _stranger(connection: HTTPConnection, needed: str) -> Actor | None:
    """Return whom a caller without a good token stands for: nobody, or the owner with narrow rights."""
    chosen = LEVELS[connection.app.state.settings.activitywatch_open]
    if chosen.level < LEVELS[needed].level or not from_this_machine(connection):
        return None
    state = connection.app.state
    return Actor(state.owner, chosen.scope, state.device, by_cookie=False)


def _rule(name: str, scope: Scope, needed: str, *, extensions: bool) -> Callable[[HTTPConnection], Awaitable[Actor]]:
    """Rule: at least `scope` by token, or none where `needed` is what the owner opened."""
    by_token = require_scope(scope)

    async def rule(connection: HTTPConnection) -> Actor:
        if not extensions and is_extension(connection.headers.get("origin", "")):
            raise Refusal(403, "origin.foreign", "Requests from other sites are refused.")
        if CREDENTIALS.isdisjoint(_header_names(connection)) and (actor := _stranger(connection, needed)):
            return actor
        try:
            return await by_token(connection)
        except Refusal:
            if (actor := _stranger(connection, needed)) is None:
                raise
            return actor

    rule.access = name  # type: ignore[attr-defined]  # read by the test that wants a rule on every route
    return rule


greeting = _rule("aw_info", Scope.READ, "write", extensions=True)
reporting = _rule("aw_write", Scope.WRITE, "write", extensions=True)
reading = _rule("aw_read", Scope.READ, "all", extensions=False)
editing = _rule("aw_admin", Scope.ADMIN, "all", extensions=False)


def check_bucket(connection: HTTPConnection, bucket: str, type_: str | None = None) -> None:
    """Refuse an extension that would write to another bucket than a web watcher's."""
    if not is_extension(connection.headers.get("origin", "")):
        return
    if not bucket.startswith(WEB_BUCKETS) or type_ not in (None, "web.tab.current"):
        raise Refusal(403, "origin.foreign", "An extension may write to its own web bucket only.")
