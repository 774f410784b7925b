"""The door before all routes: exact Host names, no foreign Origins, security headers. Against DNS rebinding and CSRF.

Loopback is no exception: a page on the web can make a browser talk to 127.0.0.1 as well.
"""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from daywright.server.foundation.errors import Refusal, problem

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
WILDCARDS = ("0.0.0.0", "::", "[::]")  # noqa: S104  (recognised, not bound)
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
    names = [*LOOPBACK] if host in (*LOOPBACK, "::1", *WILDCARDS) else [host, *LOOPBACK]
    known = {f"{name}:{port}" for name in names}
    known |= {name if ":" in name.rpartition("]")[2] else f"{name}:{port}" for name in more}
    # Browsers leave out the port their scheme implies; behind a proxy that is the proxy's, not ours.
    known |= {name.removesuffix(implied) for name in known for implied in (":80", ":443")}
    return frozenset(name.lower() for name in known)


class Guard:
    """ASGI middleware; `hosts` are the exact Host values that may pass."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts
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
        if refusal and scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close(4403, refusal.code)
            return

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await (problem(refusal) if refusal else self.app)(scope, receive, secured)
