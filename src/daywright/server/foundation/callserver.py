"""Takes gRPC calls on a port of its own and hands each to the app; needs `daywright[grpc]`.

Threads of gRPC's own wait for what the app's loop answers. TLS certificates are read again when their files change.
"""

import asyncio
import ssl
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path

import grpc
from starlette.types import ASGIApp

from daywright.server.foundation.calls import Call, Reply, ask
from daywright.wire import calls

# More than is ever taken, so that what is too large hears it in our words; beyond, gRPC itself refuses.
MOST_BYTES = 4 * 1024 * 1024
AT_ONCE = 64  # calls in hand, each up to the size above
THREADS = 8
ANSWER_S = 60.0
GRACE_S = 2.0
_HANDSHAKE_MS = 10_000
_IDLE_MS = 600_000
_IDENTITY_ONLY = 1
_OPTIONS = (
    ("grpc.so_reuseport", 0),  # a port in use is an error, not a port to share
    ("grpc.max_receive_message_length", MOST_BYTES),
    # Bodies are packed inside their envelope, where unpacking is bounded.
    ("grpc.compression_enabled_algorithms_bitset", _IDENTITY_ONLY),
    ("grpc.server_handshake_timeout_ms", _HANDSHAKE_MS),
    ("grpc.max_connection_idle_ms", _IDLE_MS),
)


class CertificateError(ValueError):
    """Certificate and key cannot be used; the text says why."""


class Certificate:
    """A certificate and its key, in files that may be replaced while they are in use."""

    def __init__(self, certificate: Path, key: Path) -> None:
        self._files = certificate, key
        self._read_as: object = None

    def read(self) -> grpc.ServerCertificateConfiguration:
        """Read both. Raises CertificateError."""
        certificate, key = self._files
        try:
            faces = self._faces()
            if key.stat().st_mode & 0o007:
                raise CertificateError(f"everybody on this machine can read {key}; close it with chmod 600")
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_no_password)
            pair = key.read_bytes(), certificate.read_bytes()
        except ssl.SSLError as error:
            raise CertificateError(f"{certificate} and {key} do not belong together: {error.reason}") from error
        except OSError as error:
            raise CertificateError(f"{error.filename or certificate} cannot be read: {error.strerror}") from error
        self._read_as = faces
        return grpc.ssl_server_certificate_configuration([pair])

    def again(self) -> grpc.ServerCertificateConfiguration | None:
        """Read both if they changed; None: those in use go on, as they do while the new ones cannot be used."""
        try:
            return self.read() if self._faces() != self._read_as else None
        except (CertificateError, OSError):
            return None

    def _faces(self) -> object:
        stats = [file.stat() for file in self._files]
        return [(one.st_mtime_ns, one.st_size, one.st_ino) for one in stats]


class CallServer:
    """The port, and what stands behind it."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        """`host` is a name the app answers to."""
        self.url = ""
        self._app, self._host = app, host
        self._loop: asyncio.AbstractEventLoop | None = None
        self._answering: set[Future[Reply]] = set()
        self._threads = ThreadPoolExecutor(THREADS, "call")
        self._server = grpc.server(self._threads, options=_OPTIONS, maximum_concurrent_rpcs=AT_ONCE)
        handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
            calls.METHOD: grpc.unary_unary_rpc_method_handler(self._send)
        }
        self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(calls.SERVICE, handlers),))

    def bind(self, host: str, port: int, certificate: Certificate | None) -> None:
        """Take a port. Raises OSError, CertificateError."""
        name = f"[{host}]" if ":" in host else host
        try:
            if certificate is None:
                bound = self._server.add_insecure_port(f"{name}:{port}")
            else:
                credentials = grpc.dynamic_ssl_server_credentials(
                    certificate.read(),
                    certificate.again,  # type: ignore[arg-type]  # None, "as before", is left out of its types
                )
                bound = self._server.add_secure_port(f"{name}:{port}", credentials)
        except RuntimeError as error:  # all it says
            raise OSError(f"cannot listen on {name}:{port}") from error
        self.url = f"{'https' if certificate else 'http'}://{name}:{bound}"

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take calls from now on; the app answers in that loop."""
        self._loop = loop
        self._server.start()

    def stop(self) -> None:
        """Take no more, and let those in hand be answered, for a moment. Not from the loop's own thread."""
        self._server.stop(GRACE_S).wait()
        for answering in list(self._answering):
            answering.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _send(self, message: bytes, context: grpc.ServicerContext) -> bytes:
        """Answer one call."""
        if self._loop is None:
            raise RuntimeError("not started")
        metadata = [(name, value) for name, value in context.invocation_metadata() if isinstance(value, str)]
        call = Call(calls.PATH, metadata, message, context.peer())
        answering = asyncio.run_coroutine_threadsafe(ask(self._app, self._host, call), self._loop)
        self._answering.add(answering)
        try:
            reply = answering.result(ANSWER_S)
        except (TimeoutError, CancelledError):
            answering.cancel()
            context.abort(grpc.StatusCode.UNAVAILABLE, "The server is too busy, or stops.")
        finally:
            self._answering.discard(answering)
        if reply.refused:
            context.set_trailing_metadata(_trailing(reply))
            context.abort(grpc.StatusCode[calls.code_of(reply.status)], reply.detail)
        return calls.enveloped(reply.body)


def _trailing(reply: Reply) -> tuple[tuple[str, str], ...]:
    handed_on = [(name, reply.headers[name]) for name in calls.HANDED_ON if name in reply.headers]
    return ((calls.STATUS_KEY, str(reply.status)), (calls.CODE_KEY, reply.code), *handed_on)


def _no_password() -> str:
    """A key under a password would have OpenSSL ask for it on the terminal."""
    raise CertificateError("the key is under a password; write it without one")
