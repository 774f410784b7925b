"""Running the server in this process: the socket first, so that a port in use is known before anything else."""

import json
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from daywright.cli.failure import FailureError
from daywright.kit.faultpoints import arm
from daywright.server.foundation.settings import Settings

BACKLOG = 2048


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
            raise FailureError(
                f"port {settings.port} is in use; stop what uses it or choose another with --port."
            ) from None
        raise FailureError(f"cannot listen on {where}: {error.strerror}.") from None
    listener.listen(BACKLOG)
    return listener


def url_of(listener: socket.socket) -> str:
    """Return the address a browser on this machine uses."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104  (read, not bound)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class Announcing(uvicorn.Server):
    """Calls `started` once the server takes requests."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._started()


def serve(app: object, listener: socket.socket, started: Callable[[], None]) -> None:
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
        ws="websockets-sansio",
    )
    Announcing(config, started).run(sockets=[listener])


def _leave(*_: object) -> None:
    raise SystemExit(0)


def note_running(home: Path, url: str) -> None:
    """Leave word in the home where the server answers."""
    path = home / "server.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"url": url, "pid": os.getpid()}), encoding="utf-8")
    fresh.replace(path)


def forget_running(home: Path) -> None:
    """Take the word away again, unless another server has left its own."""
    with suppress(OSError, ValueError):
        path = home / "server.json"
        if json.loads(path.read_text(encoding="utf-8")).get("pid") == os.getpid():
            path.unlink()
