"""Running the server in this process: the socket first, so that a port in use is known before anything else."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING

import uvicorn
from starlette.types import ASGIApp, Message, Scope

from daywright.cli.connections import PromptProtocol, allow_many_files
from daywright.cli.failure import FailureError
from daywright.kit.faultpoints import arm
from daywright.kit.memory import keep_for_good
from daywright.server.foundation.settings import Settings

if TYPE_CHECKING:
    from daywright.server.foundation.callserver import CallServer

BACKLOG = 2048
LONGEST_WORD = 64 * 1024  # of a page on its socket, which has nothing to say
# Whoever waits for the interpreter's lock gets it after this long; a heartbeat waits for it some twenty times, and
# beside a query that computes, Python's own 5 ms would be a tenth of a second.
TURN_S = 0.0003


class PortInUseError(FailureError):
    """Somebody else listens there already."""


def listen(settings: Settings) -> socket.socket:
    """Bind the address the settings name, or explain in one line why that cannot be."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends small answers at once (TCP_NODELAY) only where the socket names its protocol; else they wait 40 ms
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        where = f"{settings.host}:{settings.port}"
        if error.errno == 98 or "in use" in str(error):  # noqa: PLR2004  (EADDRINUSE)
            raise PortInUseError(
                f"port {settings.port} is in use; stop what uses it or choose another with --port."
            ) from None
        raise FailureError(f"cannot listen on {where}: {error.strerror}.") from None
    except UnicodeError:  # what no name of a host can be
        listener.close()
        raise FailureError(f"cannot listen on {settings.host}: that is no address.") from None
    listener.listen(BACKLOG)
    if not stays_here(listener):
        print(
            f"Warning: every machine that reaches {settings.host} can knock here, and nothing is encrypted on the way; "
            "put a proxy with TLS in front.",
            file=sys.stderr,
        )
    return listener


def with_activitywatch(settings: Settings, first: socket.socket) -> list[socket.socket]:
    """Bind the second port as well, where ActivityWatch's clients look; one that is taken is done without."""
    port = settings.activitywatch_port
    if port is None or port == first.getsockname()[1]:
        return [first]
    try:
        return [first, listen(settings.model_copy(update={"port": port}))]
    except PortInUseError:
        print(f"Port {port} is in use, so ActivityWatch clients are not answered there.", file=sys.stderr)
        return [first]


def tell_second(listeners: Sequence[socket.socket]) -> None:
    """Print where ActivityWatch's clients are answered."""
    for second in listeners[1:]:
        print(f"ActivityWatch clients are answered at {url_of(second)}", flush=True)


def stays_here(listener: socket.socket) -> bool:
    """Tell whether only this machine can reach it."""
    return ip_address(listener.getsockname()[0]).is_loopback


def url_of(listener: socket.socket) -> str:
    """Return the address a browser on this machine uses."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104  (read, not bound)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Announcing(uvicorn.Server):
    """Calls `started` once the server takes requests, and `ending` while it still does."""

    def __init__(
        self,
        config: uvicorn.Config,
        started: Callable[[], None],
        ending: Callable[[], None],
        calls: "CallServer | None" = None,
    ) -> None:
        super().__init__(config)
        self._started, self._ending, self._calls = started, ending, calls

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        if sockets:
            await answer_nobody(self.config.loaded_app, sockets[0].getsockname()[1])
        await super().startup(sockets)
        if self.started:
            if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
                signal.signal(signal.SIGHUP, lambda *_: self.handle_exit(signal.SIGTERM, None))  # the terminal is gone
            if self._calls is not None:
                self._calls.start(asyncio.get_running_loop())
            keep_for_good()
            self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell, then end."""
        await asyncio.to_thread(self._ending)
        if self._calls is not None:
            await asyncio.to_thread(self._calls.stop)
        await super().shutdown(sockets)


def serve(
    app: object,
    listeners: Sequence[socket.socket],
    started: Callable[[], None],
    ending: Callable[[], None] = lambda: None,
    calls: "CallServer | None" = None,
) -> None:
    """Serve until a signal ends it: an interrupt by KeyboardInterrupt, the word to terminate with exit code 0."""
    arm(os.environ.get("DAYWRIGHT_FAULT", ""))
    # Uvicorn raises the signal once more after its orderly end; unheard, it would kill us before our callers clean up.
    signal.signal(signal.SIGTERM, _leave)
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]  # an ASGI app
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=3,
        http=PromptProtocol,
        ws="websockets-sansio",
        ws_max_size=LONGEST_WORD,
    )
    allow_many_files()
    sys.setswitchinterval(TURN_S)
    Announcing(config, started, ending, calls).run(sockets=list(listeners))


async def answer_nobody(app: ASGIApp, port: int) -> int:
    """Answer a request that nobody sent: what is made on first use (routes, threads) is there for the first person.

    Its route is the last of all, so that all of them are made; that takes a tenth of a second. Returns its status.
    """
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(event: Message) -> None:
        if event["type"] == "http.response.start":
            statuses.append(event["status"])

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/api/v1/health",
        "raw_path": b"/api/v1/health",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", f"127.0.0.1:{port}".encode())],
        "client": None,
        "server": None,
        "state": {},
    }
    await app(scope, receive, send)
    return statuses[0]


def _leave(*_: object) -> None:
    raise SystemExit(0)
