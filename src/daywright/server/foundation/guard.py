"""The door before all routes: exact Host names, no foreign Origins, security headers. Against DNS rebinding and CSRF.

Loopback is no exception: a page on the web can make a browser talk to 127.0.0.1 as well. Bodies are bounded here, as
most routes read theirs before they ask who sends it.
"""

import asyncio
from collections.abc import Iterable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from daywright.server.foundation.errors import Refusal, problem
from daywright.server.foundation.faces import KEY, Face

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
    """ASGI middleware; `hosts` are the exact Host values that may pass, `faces` where other rules hold."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], faces: Sequence[Face] = ()) -> None:
        self.app = app
        self.hosts = hosts
        self.faces = faces
        self.names = frozenset(map(_name, hosts))
        self._in_hand = 0
        self.origins = frozenset(f"{scheme}://{host}" for host in hosts for scheme in ("http", "https"))

    def _verdict(self, headers: Headers, face: Face | None) -> Refusal | None:
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        known = len(hosts) == 1 and (_name(hosts[0]) in self.names if face else hosts[0].lower() in self.hosts)
        if not known:
            why = "This server does not answer to that host name."
            return Refusal(400, "host.unknown", why) if face else Refusal(421, "host.unknown", why)
        if origins and (len(origins) != 1 or not self._admits(origins[0], face)):
            return Refusal(403, "origin.foreign", "Requests from other sites are refused.")
        return None

    def _admits(self, origin: str, face: Face | None) -> bool:
        return origin.lower() in self.origins or (face is not None and face.welcomes(origin))

    def _face(self, scope: Scope) -> Face | None:
        path = scope["path"]
        face = next((face for face in self.faces if path.startswith(face.prefix)), None)
        if face:
            scope[KEY] = face
        return face

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and add the security headers."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        face, asked = self._face(scope), Headers(scope=scope)
        refusal = self._verdict(asked, face)
        if scope["type"] == "websocket":
            await (
                WebSocket(scope, receive, send).close(4403, refusal.code) if refusal else self.app(scope, receive, send)
            )
            return

        admitted = asked.get("origin") if face and self._admits(asked.get("origin", ""), face) else None

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure(MutableHeaders(scope=message), scope["path"], admitted)
            await send(message)

        if refusal is None and self._in_hand >= AT_ONCE:
            refusal = Refusal(503, "server.busy", "Too many requests at once.", headers={"Retry-After": "1"})
        if refusal:
            await problem(refusal, scope=scope)(scope, receive, secured)
            return
        if face and scope["method"] == "OPTIONS":
            await preflight(asked)(scope, receive, secured)
            return
        self._in_hand += 1
        try:
            await self.app(scope, bounded(receive, face.body_bytes(scope["path"]) if face else BODY_BYTES), secured)
        finally:
            self._in_hand -= 1


def secure(headers: MutableHeaders, path: str, admitted: str | None) -> None:
    """Put the security headers on an answer, and what an origin that may come in needs to read it."""
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    if path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    if admitted is not None:
        headers["Access-Control-Allow-Origin"] = admitted
        headers.add_vary_header("Origin")


def _name(host: str) -> str:
    """Return a Host without its port, in lower case."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()


def preflight(asked: Headers) -> Response:
    """Answer what a browser asks before a request from another origin that may come in."""
    headers = {"Access-Control-Allow-Methods": "GET, POST, PUT, DELETE", "Access-Control-Max-Age": "600"}
    if wanted := asked.get("access-control-request-headers"):
        headers["Access-Control-Allow-Headers"] = wanted
    if asked.get("access-control-request-private-network") == "true":
        headers["Access-Control-Allow-Private-Network"] = "true"
    return Response(status_code=204, headers=headers)


def bounded(receive: Receive, most: int = BODY_BYTES) -> Receive:
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
        if taken > most:
            raise Refusal(413, "body.too_large", "The body is too large.", headers={"Connection": "close"})
        return message

    return next_piece
