"""A server that keeps what it is given, as the real one would: one row per (bucket, start, data), longer wins.

`trouble` scripts what requests meet instead: from the raw body to a `Reply`, or None for the usual treatment.
It runs in threads of the test's own process and listens on loopback.
"""

import gzip
import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from fakes.packing import zstd

UNPACK: Mapping[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "zstd": zstd.decompress}
TOKEN = "0d9b1f5e-6d1c-4c6a-9d5e-5a1f6f1f2a3b"


class Request(NamedTuple):
    method: str
    target: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes  # as sent


class Reply(NamedTuple):
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Key(NamedTuple):
    bucket: str
    start: str
    data: str


def problem(status: int, code: str, **headers: str) -> Reply:
    body = json.dumps(
        {"type": "about:blank", "title": code, "status": status, "code": code, "request_id": "r"}
    ).encode()
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(status, body, (("Content-Type", "application/problem+json"), *named))


@dataclass
class IngestServer:
    url: str = ""
    rows: dict[Key, float] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    trouble: Callable[[bytes], Reply | None] = lambda _: None
    # What the server finds wrong with one event: a code and whether another try may help, or None.
    objection: Callable[[dict[str, object]], tuple[str, bool] | None] = lambda _: None
    drop_answer: bool = False
    changed: threading.Condition = field(default_factory=threading.Condition)

    def receive(self, request: Request) -> Reply:
        """Any request, as it came over the line."""
        unpack = UNPACK.get(request.headers.get("content-encoding", ""), bytes)
        body = unpack(request.body)
        return self.answer(body, request.headers.get("authorization", ""))

    def answer(self, body: bytes, token: str) -> Reply:
        with self.changed:
            self.requests.append(body)
            self.changed.notify_all()
        met = self.trouble(body)
        if met is not None:
            return met
        if token != f"Bearer {TOKEN}":
            return problem(401, "token.invalid")
        with self.changed:
            receipt = self.keep(json.loads(body))
            self.changed.notify_all()
        return Reply(200, json.dumps(receipt).encode(), (("Content-Type", "application/json"),))

    def keep(self, batch: dict[str, list[dict[str, object]]]) -> dict[str, object]:
        accepted = duplicate = 0
        rejected = []
        for index, event in enumerate(batch["events"]):
            objection = self.objection(event)
            if objection is not None:
                rejected.append({"index": index, "code": objection[0], "retryable": objection[1]})
                continue
            key = Key(str(event["bucket"]), str(event["start"]), json.dumps(event["data"], sort_keys=True))
            duration = float(str(event["duration"]))
            if self.rows.get(key, -1.0) < duration:
                self.rows[key] = duration
                accepted += 1
            else:
                duplicate += 1
        return {
            "batch_id": batch["batch_id"],
            "accepted": accepted,
            "duplicate": duplicate,
            "rejected": rejected,
            "server_time": "2026-03-02T09:00:00.000000Z",
        }

    def wait_for(self, wanted: Callable[["IngestServer"], bool], seconds: float = 45.0) -> bool:
        """Wait until `wanted` holds of what arrived."""
        with self.changed:
            return self.changed.wait_for(lambda: wanted(self), seconds)

    def events(self, bucket: str) -> list[tuple[str, dict[str, str], float]]:
        """Start, data and duration of what is stored, in order of time."""
        with self.changed:
            found = [(k.start, json.loads(k.data), d) for k, d in self.rows.items() if k.bucket == bucket]
        return sorted(found, key=lambda row: row[0])

    def absences(self, since: float) -> list[tuple[float, float]]:
        """Start and length of what began at `since` or later, give or take a second."""
        away = [(start, duration) for start, data, duration in self.events("afk") if data == {"status": "afk"}]
        dated = [(datetime.fromisoformat(start).timestamp(), duration) for start, duration in away]
        return [(start, duration) for start, duration in dated if start > since - 1]


@contextmanager
def ingest_server(tls: ssl.SSLContext | None = None) -> Iterator[IngestServer]:
    server = IngestServer()
    with listening(server, tls):
        yield server


@contextmanager
def listening(server: IngestServer, tls: ssl.SSLContext | None = None) -> Iterator[None]:
    """Give a server its network."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = server.receive(Request(self.command, self.path, headers, body))
            if server.drop_answer:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))  # http.client skips the body of a 304
            self.end_headers()
            self.wfile.write(reply.body)

        def do_GET(self) -> None:
            self.do_POST()

        def do_DELETE(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, *_: object) -> None:
            """A client that was killed is no news here."""

    with Listener(("127.0.0.1", 0), Handler) as listener:
        server.url = f"http://127.0.0.1:{listener.server_address[1]}"
        if tls is not None:
            listener.socket = tls.wrap_socket(listener.socket, server_side=True)
            server.url = server.url.replace("http://127.0.0.1", "https://localhost")
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            listener.shutdown()
            thread.join()
