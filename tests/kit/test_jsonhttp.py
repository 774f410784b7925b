"""Asking somebody who may be away, slow, or something else altogether."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from daywright.kit.jsonhttp import JsonServer, NoAnswer, WrongAnswer


@contextmanager
def speaking(*said: bytes, close: bool = True) -> Iterator[str]:
    """Somebody who says this to whoever calls."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            caller, _ = listener.accept()
            with caller:
                caller.recv(65536)
                for piece in said:
                    caller.sendall(piece)
                if not close:
                    ended.wait(10)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ended.set()
            thread.join()


def ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def test_json_is_read() -> None:
    with speaking(ok(b'{"a": [1]}')) as url:
        assert JsonServer(url).get("api", "0", "buckets", "a b/c", limit="5") == {"a": [1]}


def test_nobody_there_is_told_as_such() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(NoAnswer, match="refused"):
            JsonServer(f"http://127.0.0.1:{unused.getsockname()[1]}").get("info")


def test_somebody_who_never_answers_is_not_waited_for() -> None:
    with speaking(b"HTTP/1.1 200 OK\r\n", close=False) as url, pytest.raises(NoAnswer, match="no answer within"):
        JsonServer(url, patience_s=0.2).get("info")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (ok(b"<html>"), 200),
        (ok(b"[" * 200_000), 200),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}", 404),
        (b"HTTP/1.1 308 Permanent Redirect\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", 308),
        (b"SSH-2.0-OpenSSH\r\n", 0),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[]", 200),
        (ok(b"[" + b" " * 5000 + b"]"), 200),
    ],
)
def test_anything_else_is_a_wrong_answer(said: bytes, status: int) -> None:
    with speaking(said) as url, pytest.raises(WrongAnswer) as told:
        JsonServer(url, most_bytes=4096 if len(said) < 10_000 else 10**7).get("info")
    assert told.value.status == status


@pytest.mark.parametrize("url", ["ftp://host", "http://", "127.0.0.1:5600", "http://name:word@host"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        JsonServer(url)
