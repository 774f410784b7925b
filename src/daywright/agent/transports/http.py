"""HTTP/1.1 with keep-alive, on the standard library. Redirects are never followed; the token never leaves the header.

A badge vouches for each attempt. Bodies for another machine travel packed.

Every request has three deadlines: five seconds to connect, ten of silence, and a total that grows with the body, so
that a server that sends one byte a second cannot hold the sender for ever.
"""

import contextlib
import io
import os
import select
import socket
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from daywright.agent.transports.attempts import Packer, insist
from daywright.agent.transports.badge import Badge, Outgoing
from daywright.agent.transports.port import Answer, NotEnrolled, Outcome, Unreachable

if TYPE_CHECKING:
    from ssl import SSLContext

INGEST_PATH = "/api/v1/ingest"
CONNECT_S = 5.0
IDLE_S = 10.0
TOTAL_S = 30.0
_TOTAL_PER_BYTE_S = 1.0 / (64 * 1024)
# A slow line shows progress piece by piece.
_PIECE = 16 * 1024
LARGEST_ANSWER = 1024 * 1024


class HttpTransport:
    """One server, one connection, kept open between requests."""

    def __init__(
        self, server: str, badge: Badge, agent: str, authorities: Path | None = None, *, pack: bool = False
    ) -> None:
        parts = urlsplit(server)
        self._host = parts.hostname or ""
        self._secure = parts.scheme == "https"
        self._port = parts.port or (443 if self._secure else 80)
        self._prefix = parts.path.rstrip("/")
        self._badge = badge
        self._agent = agent
        self._authorities = authorities
        self._packer = Packer(pack=pack)
        self._tls: SSLContext | None = None
        self._open_line: tuple[HTTPConnection, _Deadlined] | None = None

    def post(self, body: bytes) -> Outcome:
        """See `Transport.post`."""
        return self.ask("POST", INGEST_PATH, body)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Outcome:
        """See `Transport.ask`."""

        def exchange(encoding: str, content: bytes) -> Outcome:
            request = Outgoing(method, self._prefix + path, "application/json" if body else "", encoding, content)
            shown = self._badge.headers(request)
            if isinstance(shown, NotEnrolled):
                return shown
            return self._exchange(request, {**(headers or {}), **shown})

        return insist(body, self._packer, self._badge, exchange)

    def credential(self) -> object:
        """See `Transport.credential`."""
        return self._badge.face()

    def _exchange(self, request: Outgoing, more: Mapping[str, str]) -> Outcome:
        headers = {"User-Agent": self._agent, **more}
        if request.content_type:
            headers["Content-Type"] = request.content_type
        if request.content_encoding:
            headers["Content-Encoding"] = request.content_encoding
        deadline = time.monotonic() + total_s(len(request.body))
        try:
            connection, sock = self._open()
            sock.until(deadline)
            connection.request(request.method, request.target, request.body or None, headers)
            answer = connection.getresponse()
            content = answer.read(LARGEST_ANSWER)
            if not answer.isclosed():
                self.close()  # more than any receipt: the rest is not wanted
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, said, content)
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            return Unreachable(_plain(error))

    def close(self) -> None:
        """See `Transport.close`."""
        line, self._open_line = self._open_line, None
        if line is not None:
            connection, sock = line
            # Shut down first: it wakes a thread that waits for an answer on this connection.
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            connection.close()
            sock.close()

    def _open(self) -> "tuple[HTTPConnection, _Deadlined]":
        if self._open_line is not None and _stale(self._open_line[1]):
            self.close()
        if self._open_line is None:
            plain = socket.create_connection((self._host, self._port), CONNECT_S)
            try:
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock = _Deadlined(self._wrap(plain) if self._secure else plain)
            except BaseException:
                plain.close()
                raise
            connection = HTTPConnection(self._host, self._port)
            connection.sock = cast("socket.socket", sock)
            self._open_line = connection, sock
        return self._open_line

    def _wrap(self, plain: socket.socket) -> socket.socket:
        if self._tls is None:
            self._tls = _trusting(self._authorities)
        return self._tls.wrap_socket(plain, server_hostname=self._host)


def total_s(size: int) -> float:
    """How long a request of so many bytes may take in all."""
    return TOTAL_S + size * _TOTAL_PER_BYTE_S


def _trusting(authorities: Path | None) -> "SSLContext":
    """TLS as this system trusts it, and `authorities` besides. Names are checked, certificates required."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    system = ssl.get_default_verify_paths()
    if system.capath and "SSL_CERT_FILE" not in os.environ and any(Path(system.capath).glob("*.0")):
        # By name when needed: reading all of them costs two megabytes for the one that is looked at.
        context.load_verify_locations(capath=system.capath)
    else:
        context.load_default_certs()
    if authorities is not None:
        context.load_verify_locations(cafile=authorities)
    return context


def _stale(sock: "_Deadlined") -> bool:
    """A readable connection that awaits no answer was closed by the server."""
    waiting = select.poll()
    waiting.register(sock, select.POLLIN)
    return bool(waiting.poll(0))


class _Deadlined:
    """A socket whose every wait ends with the request's total deadline. As much of a socket as `http.client` uses."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._deadline = 0.0

    def until(self, deadline: float) -> None:
        """The moment of the monotonic clock at which the request now beginning has failed."""
        self._deadline = deadline

    def sendall(self, content: bytes) -> None:
        view = memoryview(content)
        for start in range(0, len(view), _PIECE):
            self._sock.settimeout(self._left())
            self._sock.sendall(view[start : start + _PIECE])

    def makefile(self, mode: str) -> io.BufferedReader:
        del mode  # http.client reads bytes
        return io.BufferedReader(_DeadlinedReader(self._sock, self._left))

    def fileno(self) -> int:
        return self._sock.fileno()

    def shutdown(self, how: int) -> None:
        self._sock.shutdown(how)

    def close(self) -> None:
        self._sock.close()

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return min(IDLE_S, left)


class _DeadlinedReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock = sock
        # The socket's own file keeps it open until the answer is read, even after http.client let go of it.
        self._file = sock.makefile("rb", buffering=0)
        self._left = left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # any writable buffer comes as this
        self._sock.settimeout(self._left())
        return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


def _plain(error: Exception) -> str:
    """A few words without addresses or secrets."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, socket.gaierror):
        return "its name cannot be resolved"
    if isinstance(error, OSError) and type(error).__module__ == "ssl":
        return f"no secure connection ({getattr(error, 'verify_message', '') or getattr(error, 'reason', '') or 'TLS'})"
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "the connection broke"
