"""A proxy that mistreats requests: it cuts, delays, doubles, dribbles and answers in the server's place.

`fault` decides, request by request; None lets one through. Everything happens on loopback, in the test's own process.
"""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

SLOWEST_S = 30.0


@dataclass(frozen=True)
class Fault:
    """What happens to one request; the defaults do nothing."""

    delay_s: float = 0.0
    cut_request: int | None = None  # so many bytes reach the server, then both lines are reset
    cut_answer: int | None = None  # so many bytes of the answer come back, then the line is reset
    copies: int = 1  # how often the server gets it, all at once
    instead: bytes | None = None  # what comes back without the server having been asked
    changed: Callable[[bytes], bytes] = lambda answer: answer
    dribble_s: float = 0.0  # between two bytes of the answer
    silent: bool = False  # nothing ever comes back


def raw(status: str, body: bytes = b"", *headers: str) -> bytes:
    """An HTTP answer, byte for byte."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class FaultProxy:
    """Between an agent and `upstream`; see the module."""

    upstream: str
    fault: Callable[[bytes], Fault | None] = lambda _: None
    url: str = ""
    requests: int = 0
    ending: threading.Event = field(default_factory=threading.Event)

    def serve(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            while not self.ending.is_set() and (request := read_message(line)):
                self.requests += 1
                if not self.treat(line, request, self.fault(request) or Fault()):
                    return

    def treat(self, line: socket.socket, request: bytes, fault: Fault) -> bool:
        """Do what the fault says; True when the line may go on."""
        if self.ending.wait(SLOWEST_S if fault.silent else fault.delay_s) or fault.silent:
            return False
        if fault.cut_request is not None:
            self.forward(request[: fault.cut_request], whole=False)
            return reset(line)
        answer = fault.instead if fault.instead is not None else self.copied(request, fault.copies)
        answer = fault.changed(answer)
        if fault.cut_answer is not None:
            line.sendall(answer[: fault.cut_answer])
            return reset(line)
        return self.say(line, answer, fault.dribble_s)

    def say(self, line: socket.socket, answer: bytes, pause_s: float) -> bool:
        if not pause_s:
            line.sendall(answer)
            return True
        for place in range(len(answer)):
            line.sendall(answer[place : place + 1])
            if self.ending.wait(pause_s):
                return False
        return True

    def copied(self, request: bytes, copies: int) -> bytes:
        """The first of the answers to that many copies."""
        answers: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: answers.append(self.forward(request, whole=True)), daemon=True)
            for _ in range(copies)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SLOWEST_S)
        return answers[0]

    def forward(self, content: bytes, *, whole: bool) -> bytes:
        where = urlsplit(self.upstream)
        with socket.create_connection((where.hostname, where.port), 5) as line:
            line.sendall(content)
            if whole:
                return read_message(line)
            time.sleep(0.002)  # the part is there before the reset overtakes it
            reset(line)
        return b""


def read_message(line: socket.socket) -> bytes:
    """One request or answer with its body; empty at the end."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = line.recv(65536)
        if not piece:
            return b""
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        (int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        piece = line.recv(65536)
        if not piece:
            return b""
        body += piece
    return head + b"\r\n\r\n" + body


def reset(line: socket.socket) -> bool:
    """Close the hard way, as a network does that forgot the connection."""
    with contextlib.suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()
    return False


@contextmanager
def fault_proxy(upstream: str) -> Iterator[FaultProxy]:
    proxy = FaultProxy(upstream)
    with socket.create_server(("127.0.0.1", 0), backlog=64) as door:
        proxy.url = f"http://127.0.0.1:{door.getsockname()[1]}"
        lines: list[socket.socket] = []

        def accept() -> None:
            while not proxy.ending.is_set():
                try:
                    line, _ = door.accept()
                except OSError:
                    return
                lines.append(line)
                threading.Thread(target=proxy.serve, args=(line,), daemon=True).start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield proxy
        finally:
            proxy.ending.set()
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            accepting.join(5)
            for line in lines:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
