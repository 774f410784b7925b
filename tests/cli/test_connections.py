"""Slow and silent callers at the real door."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from daywright.cli import connections
from daywright.cli.connections import PromptProtocol

HEAD_S = 1.0
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bytes]]


async def _hello(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await asyncio.sleep(1.5 * HEAD_S)
        await send({"type": "websocket.send", "text": "still here"})
    elif scope["type"] == "http":
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
        await send({"type": "http.response.body", "body": b"hello"})


@asynccontextmanager
async def _served() -> AsyncIterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        config = uvicorn.Config(_hello, http=PromptProtocol, ws="websockets-sansio", lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup([door])
        yield door.getsockname()[1]
        await server.shutdown([door])


def _heard(talk: Talk, monkeypatch: pytest.MonkeyPatch, head_s: float = HEAD_S) -> bytes:
    monkeypatch.setattr(connections, "HEAD_S", head_s)

    async def whole() -> bytes:
        async with _served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                return await asyncio.wait_for(talk(reader, writer), 60)
            finally:
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()

    return asyncio.run(whole())


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX: "])
def test_a43_a_caller_that_asks_nothing_is_let_go(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(begun)
        return await reader.read()

    assert _heard(talk, monkeypatch) == b""


def test_a43_a_head_that_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        ending = asyncio.create_task(reader.read())
        for sign in b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X" * 10_000:
            if ending.done():
                break
            writer.write(bytes([sign]))
            await asyncio.sleep(0.01)
        try:
            return await ending
        except ConnectionResetError:  # a sign that was on its way met a closed door
            return b""

    assert _heard(talk, monkeypatch) == b""


def test_a_body_may_take_longer_than_a_head(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n")
        await asyncio.sleep(1.5 * HEAD_S)
        writer.write(b"ab")
        return await reader.readuntil(b"hello")

    assert _heard(talk, monkeypatch).endswith(b"hello")


def test_one_request_after_the_other_goes_on_one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        heard = b""
        for _ in range(6):
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            heard += await reader.readuntil(b"hello")
            await asyncio.sleep(0.3 * HEAD_S)
        return heard

    assert _heard(talk, monkeypatch).count(b"hello") == 6


def test_a_page_s_socket_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + key)
        return await reader.readuntil(b"still here")

    assert b"still here" in _heard(talk, monkeypatch)


def test_an_answer_comes_in_one_piece_and_a_last_one_before_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Head and body together: the first look at the line sees all of it."""

    async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        first = await reader.read(65536)
        assert first.endswith(b"\r\n\r\nhello")
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return await reader.read()

    assert _heard(ask, monkeypatch).endswith(b"\r\n\r\nhello")


def test_a_head_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        answer = asyncio.create_task(reader.read())
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
        with contextlib.suppress(ConnectionError):
            while not answer.done():
                writer.write(b"x" * 4096)
                await writer.drain()
                await asyncio.sleep(0)
        try:
            return await answer
        except ConnectionError:
            return b""

    monkeypatch.setattr(connections, "HEAD_BYTES", 16 * 1024)
    heard = _heard(talk, monkeypatch, head_s=60.0)
    assert heard == b"" or heard.startswith(b"HTTP/1.1 400 ")  # what is sent to a line that is full may be lost


def test_a_crowd_of_requests_behind_one_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * (connections.BEHIND + 2))
        return await reader.read()

    assert _heard(talk, monkeypatch).count(b"hello") < connections.BEHIND


def test_a_few_requests_behind_one_are_answered_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 5)
        return b"".join([await reader.readuntil(b"hello") for _ in range(5)])

    assert _heard(talk, monkeypatch).count(b"HTTP/1.1 200") == 5


@pytest.mark.parametrize(
    "said", [b"GET /\xff HTTP/1.1", b"GET / HTTP/1.1\r\nA\x00b: 1", b"CONNECT a:1 HTTP/1.1", b"nonsense"]
)
def test_what_is_no_request_is_told_so(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(said + b"\r\nHost: a\r\n\r\n")
        return await reader.read()

    assert _heard(talk, monkeypatch).startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("pending", [connections.PENDING_BYTES, 3])
def test_an_answer_comes_whole_whatever_is_held_back(pending: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PENDING_BYTES", pending)

    async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert b"100 Continue" in await reader.readuntil(b"\r\n\r\n")
        writer.write(b"ab")
        return await reader.readuntil(b"hello")

    assert b"HTTP/1.1 200" in _heard(ask, monkeypatch)
