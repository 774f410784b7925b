"""The word a server leaves in its home, and who believes it."""

import json
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from daywright.cli import running


@contextmanager
def _answering(answer: bytes) -> Iterator[str]:
    """A program that says one thing to everyone."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            caller, _ = door.accept()
            with caller:
                caller.recv(4096)
                caller.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        thread.join()


def _http(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


HEALTHY = _http(b'{"status":"ok","version":"1.2.3"}')


def test_a_server_that_answers_is_found(tmp_path: Path) -> None:
    with _answering(HEALTHY) as url:
        running.note(tmp_path, url)
        assert running.find(tmp_path) == running.Running(url, "1.2.3")
    assert (tmp_path / "server.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "answer",
    [b"SSH-2.0-OpenSSH_9\r\n", b"", _http(b"[]"), _http(b"<html>"), _http(b'{"version":1}'), b"HTTP/1.1 200\r\n"],
)
def test_another_program_at_that_port_is_no_server(tmp_path: Path, answer: bytes) -> None:
    with _answering(answer) as url:
        running.note(tmp_path, url)
        assert running.find(tmp_path) is None


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "{}", '{"url":5,"pid":1}', '{"url":"http://a","pid":"x"}', '{"url":"","pid":0}',
                '{"url":"http://127.0.0.1:99999","pid":1}', '{"url":"http://[","pid":1}', '{"url":"x","pid":1e400}',
                '{"url":"http://127.0.0.1:1","pid":123456789012345678901234567890}']
)  # fmt: skip
def test_half_a_word_is_no_word(tmp_path: Path, content: str) -> None:
    (tmp_path / "server.json").write_text(content)
    assert running.find(tmp_path) is None
    running.forget(tmp_path)
    running.note(tmp_path, "http://127.0.0.1:1")


def test_the_word_of_a_killed_server_is_not_believed_whoever_took_its_port(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as process:
        child = process.pid
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        (tmp_path / "server.json").write_text(json.dumps({"url": url, "pid": child}))
        assert running.find(tmp_path) is None


def test_only_its_own_word_is_taken_back(tmp_path: Path) -> None:
    running.note(tmp_path, "http://a")
    running.forget(tmp_path)
    assert not (tmp_path / "server.json").exists()
    (tmp_path / "server.json").write_text('{"url":"http://a","pid":1}')
    running.forget(tmp_path)
    assert (tmp_path / "server.json").exists()
