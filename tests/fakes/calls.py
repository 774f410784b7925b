"""gRPC in tests: the real server's port in this process, a scripted one, and a caller that says what it is told."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, cast

import grpc
from starlette.testclient import TestClient

from daywright.server.foundation.callserver import CallServer, Certificate
from daywright.wire import calls
from fakes.ingest_server import IngestServer, Reply, Request

ANSWER_S = 30.0
Metadata = Sequence[tuple[str, str]]


async def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


@contextmanager
def taking_calls(client: TestClient, certificate: Certificate | None = None) -> Iterator[str]:
    """The address at which the app of this client takes calls."""
    server = CallServer(client.app, "127.0.0.1:8000")
    server.bind("127.0.0.1", 0, certificate)
    assert client.portal is not None
    server.start(client.portal.call(_loop))
    try:
        yield server.url
    finally:
        server.stop()


class Said(NamedTuple):
    """What came back of a call."""

    code: str
    trailing: dict[str, str | bytes]
    body: bytes = b""
    detail: str = ""

    @property
    def told(self) -> tuple[str, str, str]:
        """The status, and what the server's own words are."""
        return self.code, str(self.trailing.get(calls.STATUS_KEY, "")), str(self.trailing.get(calls.CODE_KEY, ""))


@contextmanager
def line(url: str) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(url.removeprefix("http://"), (("grpc.enable_http_proxy", 0),)) as channel:
        yield channel


def call(
    channel: grpc.Channel, message: bytes, metadata: Metadata, *, path: str = calls.PATH, timeout: float = ANSWER_S
) -> Said:
    send: grpc.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(path)
    try:
        answer = send(message, timeout=timeout, metadata=tuple(metadata), wait_for_ready=True)
    except grpc.RpcError as error:
        pairs = cast("Sequence[tuple[str, str | bytes]]", error.trailing_metadata() or ())
        return Said(error.code().name, dict(pairs), detail=error.details() or "")
    return Said("OK", {}, calls.opened(answer)[0])


@contextmanager
def call_server(
    server: IngestServer,
    credentials: grpc.ServerCredentials | None = None,
    name: str = "127.0.0.1",
    port: int = 0,
    *,
    loses_answers: bool = False,
) -> Iterator[str]:
    """A server that keeps what calls bring, as `IngestServer` does, and refuses in the way of the real one."""

    def send(message: bytes, context: grpc.ServicerContext) -> bytes:
        body, encoding = calls.opened(message)
        headers = {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}
        reply = server.receive(Request("POST", "/api/v1/ingest", {**headers, "content-encoding": encoding}, body))
        if loses_answers:
            context.abort(grpc.StatusCode.UNAVAILABLE, "gone")
        if reply.status >= 300:
            refuse(context, reply)
        return calls.enveloped(reply.body)

    with listening(send, credentials, name, port) as url:
        yield url


def refuse(context: grpc.ServicerContext, reply: Reply) -> None:
    problem = json.loads(reply.body) if reply.body else {}
    handed_on = tuple((name.lower(), value) for name, value in reply.headers if name.lower() in calls.HANDED_ON)
    context.set_trailing_metadata(
        ((calls.STATUS_KEY, str(reply.status)), (calls.CODE_KEY, problem.get("code", "")), *handed_on)
    )
    context.abort(grpc.StatusCode[calls.code_of(reply.status)], "no")


@contextmanager
def listening(
    send: Callable[[bytes, grpc.ServicerContext], bytes],
    credentials: grpc.ServerCredentials | None = None,
    name: str = "127.0.0.1",
    port: int = 0,
) -> Iterator[str]:
    """A port behind which the test answers every call."""
    threads = ThreadPoolExecutor(4)
    server = grpc.server(threads, options=(("grpc.so_reuseport", 0),))
    handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {calls.METHOD: grpc.unary_unary_rpc_method_handler(send)}
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(calls.SERVICE, handlers),))
    address = f"127.0.0.1:{port}"
    bound = server.add_secure_port(address, credentials) if credentials else server.add_insecure_port(address)
    server.start()
    try:
        yield f"{'https' if credentials else 'http'}://{name}:{bound}"
    finally:
        server.stop(0).wait()
        threads.shutdown()


def secured(folder: Path) -> grpc.ServerCredentials:
    """The server's side of TLS, from what `certificate_for` left in a folder."""
    return grpc.ssl_server_credentials([((folder / "key.pem").read_bytes(), (folder / "cert.pem").read_bytes())])
