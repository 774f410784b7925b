"""An ActivityWatch server for tests: cuts events at the edges of what is asked for, as real ones do, and misbehaves.

`trouble` scripts what a request meets instead: from its path to a `Reply`, or None for the usual treatment. Where the
events are is the store's business: in memory here, in aw-core's own database in other tests.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from daywright.kit.jsonhttp import WrongAnswer
from fakes.ingest_server import Reply

Event = dict[str, object]


class Store(Protocol):
    def buckets(self) -> dict[str, dict[str, object]]: ...
    def events(self, bucket: str, start: datetime | None, end: datetime | None, limit: int) -> list[Event]: ...
    def event(self, bucket: str, number: int) -> Event | None: ...
    def count(self, bucket: str) -> int: ...


@dataclass
class Kept:
    number: int
    start: datetime
    seconds: float
    data: dict[str, object]

    @property
    def end(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds)

    def told(self, start: datetime | None = None, end: datetime | None = None) -> Event:
        begin = max(self.start, start) if start else self.start
        until = min(self.end, end) if end else self.end
        return {
            "id": self.number,
            "timestamp": begin.isoformat(),
            "duration": (until - begin).total_seconds(),
            "data": self.data,
        }


class MemoryStore:
    def __init__(self) -> None:
        self.kept: dict[str, list[Kept]] = {}
        self.types: dict[str, tuple[str, str]] = {}
        self._next = 1

    def make(self, bucket: str, type_: str, hostname: str) -> None:
        self.kept.setdefault(bucket, [])
        self.types[bucket] = type_, hostname

    def add(self, bucket: str, start: datetime, seconds: float, **data: object) -> Kept:
        # the real ones keep whole milliseconds
        event = Kept(self._next, start.replace(microsecond=start.microsecond // 1000 * 1000), seconds, data)
        self._next += 1
        self.kept[bucket].append(event)
        return event

    def buckets(self) -> dict[str, dict[str, object]]:
        return {
            name: {
                "id": name,
                "type": type_,
                "client": "aw-watcher",
                "hostname": hostname,
                "created": datetime(2026, 1, 1, tzinfo=UTC).isoformat(),
                "data": {},
                "last_updated": max((event.end for event in self.kept[name]), default=None).__str__(),
            }
            for name, (type_, hostname) in self.types.items()
        }

    def events(self, bucket: str, start: datetime | None, end: datetime | None, limit: int) -> list[Event]:
        found = [
            event
            for event in self.kept[bucket]
            if (start is None or event.end >= start) and (end is None or event.start <= end)
        ]
        found.sort(key=lambda event: event.start, reverse=True)
        return [event.told(start, end) for event in found[: limit if limit >= 0 else None]]

    def event(self, bucket: str, number: int) -> Event | None:
        return next((event.told() for event in self.kept[bucket] if event.number == number), None)

    def count(self, bucket: str) -> int:
        return len(self.kept[bucket])


@dataclass
class ActivityWatch:
    store: Store
    url: str = ""
    settings: dict[str, object] = field(default_factory=dict)
    trouble: Callable[[str], Reply | None] = lambda _: None
    asked: list[str] = field(default_factory=list)

    def answer(self, target: str) -> Reply:
        self.asked.append(target)
        met = self.trouble(target)
        if met is not None:
            return met
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = [unquote(part) for part in parts.path.removeprefix("/api/0/").split("/")]
        found = self._found(path, query)
        status = 404 if found is None else 200
        return Reply(status, json.dumps(found).encode(), (("Content-Type", "application/json"),))

    def _found(self, path: list[str], query: dict[str, str]) -> object:
        match path:
            case ["info"]:
                return {"hostname": "laptop", "version": "v0.14.0", "testing": False, "device_id": "d"}
            case ["settings"]:
                return self.settings
            case ["buckets", ""]:
                return self.store.buckets()
            case ["buckets", bucket, *rest] if bucket in self.store.buckets():
                return self._of_bucket(bucket, rest, query)
        return None

    def _of_bucket(self, bucket: str, path: list[str], query: dict[str, str]) -> object:
        match path:
            case ["events"]:
                start, end = (
                    datetime.fromisoformat(query[name]) if name in query else None for name in ("start", "end")
                )
                return self.store.events(bucket, start, end, int(query.get("limit", -1)))
            case ["events", "count"]:
                return self.store.count(bucket)
            case ["events", number]:
                return self.store.event(bucket, int(number))
        return None


class Asked:
    """The fake without a network."""

    def __init__(self, fake: ActivityWatch) -> None:
        self.fake = fake

    def get(self, *path: str, **query: str) -> object:
        reply = self.fake.answer(f"/{'/'.join(path)}{'?' if query else ''}{urlencode(query)}")
        if reply.status != 200:
            raise WrongAnswer(f"the answer is {reply.status}", reply.status)
        try:
            return json.loads(reply.body)
        except ValueError:
            raise WrongAnswer("no JSON", 200) from None


@contextmanager
def serving(fake: ActivityWatch, port: int = 0) -> Iterator[ActivityWatch]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = fake.answer(self.path)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    class Listener(ThreadingHTTPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, *_: object) -> None:
            """A client that went away is no news here."""

    with Listener(("127.0.0.1", port), Handler) as listener:
        fake.url = f"http://127.0.0.1:{listener.server_address[1]}"
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield fake
        finally:
            listener.shutdown()
            thread.join()
