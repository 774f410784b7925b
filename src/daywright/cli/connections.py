"""Connections as they come: requests are read by llhttp, and those that bring none, or too much, are closed.

Invariants: the head of a request is bounded in time and in size, and so is how many requests wait behind the one that
is answered, so that nobody keeps others out.
"""

import asyncio
import resource
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

PENDING_BYTES = 64 * 1024  # of an answer that are held back for what follows
HEAD_S = 10.0  # from the connection, or the answer before, until the head of a request is whole
HEAD_BYTES = 64 * 1024
BEHIND = 64  # requests of one connection that came before the one ahead of them was answered
FILES = 8192


class Together:
    """A transport that sends in one piece what is written in one turn of the loop: an answer's head and its body.

    In two pieces they cost two system calls here and wake the other side twice.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._pieces: list[bytes] = []
        self._pending = 0

    def write(self, piece: bytes) -> None:
        """Send this, soon."""
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(piece)
        self._pending += len(piece)
        if self._pending > PENDING_BYTES:
            self._flush()

    def close(self) -> None:
        """Send what is left, then close."""
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def _flush(self) -> None:
        pieces, self._pieces, self._pending = self._pieces, [], 0
        if pieces:
            self._transport.write(pieces[0] if len(pieces) == 1 else b"".join(pieces))


class PromptProtocol(HttpToolsProtocol):
    """HTTP/1.1 that waits for the head of a request only so long, however slowly it comes, and reads only so much."""

    _waiting: asyncio.TimerHandle | None = None
    _in_head = False
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as its parent does
        """Begin to wait."""
        super().connection_made(Together(transport, self.loop))  # type: ignore[arg-type]  # all that is used of one
        self._wait_or_not()

    def data_received(self, data: bytes) -> None:
        """Go on waiting, or stop when a request has begun."""
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large.")
        if len(self.pipeline) > BEHIND:
            self.pipeline.clear()
            self.transport.close()
        self._wait_or_not()

    def on_message_begin(self) -> None:
        """Begin to count."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

    def on_headers_complete(self) -> None:
        """Stop counting."""
        self._in_head = False
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._wait_or_not()

    def _wait_or_not(self) -> None:
        """Wait while no request is being answered; a socket of a page is another protocol's from its greeting on."""
        cycle: RequestResponseCycle | None = self.cycle
        idle = cycle is None or cycle.response_complete
        if not idle or self.transport.get_protocol() is not self:
            self._stop_waiting()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_S, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def allow_many_files() -> None:
    """Lift the number of open files: each connection is one, and some systems begin with 256."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
