"""The door before all routes: exact Host names, no foreign Origins, security headers. Against DNS rebinding and CSRF.

Loopback is no exception: a page on the web can make a browser talk to 127.0.0.1 as well. Bodies are bounded here, as
most routes read theirs before they ask who sends it.
"""

import asyncio
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from daywright.server.foundation.errors import Refusal, problem

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
WILDCARDS = ("0.0.0.0", "::", "[::]")  # noqa: S104  (recognised, not bound)
BODY_BYTES = 4 * 1024 * 1024  # of one request; a full list of rules takes a quarter of it
BODY_PAUSE_S = 30.0  # between two pieces of a body
AT_ONCE = 500  # requests in hand; more are told to come back, so that memory has a bound
CSP = (
    "default-src 'self'; connect-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def host_names(host: str, port: int, more: Iterable[str]) -> frozenset[str]:
    """Every `name:port` under which this server answers, in lower case."""
    names = [*LOOPBACK] if host in (*LOOPBACK, "::1", *WILDCARDS) else [_bracketed(host), *LOOPBACK]
    known = {f"{name}:{port}" for name in names}
    known |= {name if ":" in name.rpartition("]")[2] else f"{name}:{port}" for name in map(_bracketed, more)}
    # Browsers leave out the port their scheme implies; behind a proxy that is the proxy's, not ours.
    known |= {name.removesuffix(implied) for name in known for implied in (":80", ":443")}
    return frozenset(name.lower() for name in known)


def _bracketed(name: str) -> str:
    """Write an IPv6 address the way it stands in a Host header."""
    return f"[{name}]" if name.count(":") > 1 and not name.startswith("[") else name


class Guard:
    """ASGI middleware; `hosts` are the exact Host values that may pass."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts
        self._in_hand = 0
        self.origins = frozenset(f"{scheme}://{host}" for host in hosts for scheme in ("http", "https"))

    def _verdict(self, headers: Headers) -> Refusal | None:
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return Refusal(421, "host.unknown", "This server does not answer to that host name.")
        if origins and (len(origins) != 1 or origins[0].lower() not in self.origins):
            return Refusal(403, "origin.foreign", "Requests from other sites are refused.")
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and add the security headers."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self._verdict(Headers(scope=scope))
        if scope["type"] == "websocket":
            await (
                WebSocket(scope, receive, send).close(4403, refusal.code) if refusal else self.app(scope, receive, send)
            )
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if refusal is None and self._in_hand >= AT_ONCE:
            refusal = Refusal(503, "server.busy", "Too many requests at once.", headers={"Retry-After": "1"})
        if refusal:
            await problem(refusal)(scope, receive, secured)
            return
        self._in_hand += 1
        try:
            await self.app(scope, bounded(receive), secured)
        finally:
            self._in_hand -= 1


def bounded(receive: Receive) -> Receive:
    """Receive a body that is neither endless nor endlessly slow; Refusal is raised to whoever reads it."""
    taken, more = 0, True

    async def next_piece() -> Message:
        nonlocal taken, more
        if not more:
            return await receive()  # waits for the caller to go away
        try:
            async with asyncio.timeout(BODY_PAUSE_S):
                message = await receive()
        except TimeoutError:
            raise Refusal(408, "body.slow", "The body stopped coming.", headers={"Connection": "close"}) from None
        taken, more = taken + len(message.get("body", b"")), message.get("more_body", False)
        if taken > BODY_BYTES:
            raise Refusal(413, "body.too_large", "The body is too large.", headers={"Connection": "close"})
        return message

    return next_piece
