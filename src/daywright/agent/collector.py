"""Brings what a running ActivityWatch recorded into the log: reads, redacts, appends, and waits.

What is appended and where the next look begins are one transaction, so a crash between them cannot be. While much waits
for the server nothing is read: ActivityWatch keeps it as safely as we would.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from daywright.agent.config import Collecting
from daywright.agent.queuer.streams import body
from daywright.agent.wal import Record, StorageError, Wal, priority
from daywright.agent.watchers.activitywatch import SET_BACK_US, BucketReader, Chosen, Look, Mark, Seen, Wanted, choose
from daywright.core.redaction import PRIVATE, Observation, Policy, redact
from daywright.kit.clock import Clock
from daywright.kit.jsonhttp import JsonServer, NoAnswer, WrongAnswer
from daywright.kit.sha256 import sha256
from daywright.wire.activitywatch import Bucket, Unreadable, bucket

MOST_WAITING: Final = 100_000
PATIENCE_S: Final = 20.0
RETRY_S: Final = 5.0  # while ActivityWatch has just been lost
_MICROSECOND: Final = timedelta(microseconds=1)
_KEY: Final = "activitywatch"

Shown = tuple[Mapping[str, str], Mapping[str, int]]


@dataclass(slots=True)
class Tally:
    """What became of what was read."""

    taken: int = 0
    private: int = 0
    short: int = 0
    unreadable: int = 0
    held: int = 0


class Collector:
    """The thread that reads; see the module."""

    def __init__(
        self,
        wal: Wal,
        clock: Clock,
        settings: Collecting,
        *,
        policy: Callable[[], Policy],
        boot_id: bytes,
        committed: Callable[[], None],
    ) -> None:
        self._wal, self._clock, self._policy, self._boot_id = wal, clock, policy, boot_id
        self._committed = committed
        self._stopping = threading.Event()
        self._sentence = "not started"
        self._chosen: list[Chosen] = []
        self._failures = 0
        self._new_log: bool | None = None
        self.tally = Tally()
        self._use(settings)

    def redirect(self, settings: Collecting) -> None:
        """Go on with other settings. From any thread."""
        self._use(settings)

    def state(self) -> Mapping[str, object]:
        """How it is, for `status`: no titles, no addresses."""
        told = self.tally
        counts = {name: getattr(told, name) for name in ("taken", "private", "short", "unreadable", "held")}
        return {"state": self._sentence, "buckets": [one.id for one in self._chosen], **counts}

    def run(self) -> None:
        """Read until `stop`; the body of the thread."""
        while not self._stopping.is_set():
            more = self.step()
            if not more:
                self._stopping.wait(self._pause_s())

    def stop(self) -> None:
        """Let the thread end. From any thread."""
        self._stopping.set()

    def step(self) -> bool:
        """Look once into every bucket; True when there is more to read at once."""
        try:
            counters = self._wal.counters()
            if self._new_log is None:
                self._new_log = not self._wal.note and not counters["accepted"]
            if counters["pending"] >= MOST_WAITING:
                self._sentence = "waiting: much has not been delivered yet, and ActivityWatch keeps the rest"
                return False
            server, readers = self._server, self._readers
            missing = self._look_around(server)
            more = [self._collect(one, readers) for one in self._chosen]
        except (NoAnswer, WrongAnswer) as trouble:
            self._failures += 1
            self._sentence = f"ActivityWatch at {self._settings.url} cannot be read: {trouble}; trying again"
            return False
        except StorageError as error:
            self._sentence = f"the log does not take events: {error}"
            return False
        self._failures = 0
        self._sentence = "; ".join([f"reading {len(self._chosen)} buckets of {self._settings.url}", *missing])
        return any(more)

    def _use(self, settings: Collecting) -> None:
        self._settings = settings
        self._server = _server_of(settings)
        self._readers: dict[str, BucketReader] = {}

    def _pause_s(self) -> float:
        """Return how long to wait: at first not long for an ActivityWatch that is just starting."""
        interval_s = self._settings.interval.total_seconds()
        return min(interval_s, RETRY_S * self._failures) if self._failures else interval_s

    def _look_around(self, server: JsonServer) -> list[str]:
        self._chosen, missing = choose(_buckets(_ask(server)), _wanted(self._settings))
        return missing

    def _collect(self, chosen: Chosen, readers: dict[str, BucketReader]) -> bool:
        minimum_us = self._settings.minimum // _MICROSECOND
        reader = readers.setdefault(chosen.id, BucketReader(self._server, chosen.id, minimum_us=minimum_us))
        name = f"{_KEY} {self._settings.url} {chosen.id}"
        now_us = self._clock.wall_us()
        look = reader.look(_mark(self._wal.noted(name)) or self._begin(now_us), now_us)
        shown = [(seen, self._shown(chosen, seen)) for seen in look.seen]
        records = [self._record(chosen.bucket, seen, kept) for seen, kept in shown if kept is not None]
        self._wal.append(records, notes={name: _text(look.mark)})
        self._count(look, taken=len(records))
        if records:
            self._committed()
        return look.more

    def _begin(self, now_us: int) -> Mark | None:
        """Where to begin where nothing is noted. A log that is not new has lost its notes, as a damaged one does."""
        return None if self._new_log else Mark(now_us - SET_BACK_US, now_us)

    def _count(self, look: Look, *, taken: int) -> None:
        self.tally.taken += taken
        self.tally.private += len(look.seen) - taken
        self.tally.short += look.short
        self.tally.unreadable = look.unreadable
        self.tally.held = look.held

    def _shown(self, chosen: Chosen, seen: Seen) -> Shown | None:
        """What of an event may be kept; None: nothing."""
        told = {name: value for name, value in seen.data.items() if isinstance(value, str)}
        match chosen.signal:
            case "afk":
                return ({"status": told["status"]}, {}) if told.get("status") in {"afk", "not-afk"} else None
            case "window":
                return self._window(told)
            case _:
                return self._page(chosen, told, seen.data)

    def _window(self, told: Mapping[str, str]) -> Shown:
        window = Observation(kind="window", app=told.get("app") or "unknown", title=told.get("title", ""))
        kept = self._redacted(window)
        return ({"app": "Private", "title": ""}, {}) if kept is None else ({"app": kept.app, "title": kept.title}, {})

    def _page(self, chosen: Chosen, told: Mapping[str, str], data: Mapping[str, object]) -> Shown | None:
        incognito = data.get("incognito")
        page = Observation(
            kind="web",
            app=chosen.app,
            title=told.get("title", ""),
            url=told.get("url", ""),
            incognito=incognito if isinstance(incognito, bool) else None,
        )
        kept = self._redacted(page)
        if kept is None:
            return None
        counts = {"audible": 1} if data.get("audible") is True else {}
        return {name: text for name, text in (("url", kept.url), ("title", kept.title)) if text}, counts

    def _redacted(self, seen: Observation) -> Observation | None:
        try:
            kept = redact(seen, self._policy())
        except Exception:  # noqa: BLE001  what cannot be judged is private, whatever keeps us from judging
            return None
        return None if kept == PRIVATE else kept

    def _record(self, bucket: str, seen: Seen, shown: Shown) -> Record:
        written = body(bucket, seen.start_us, seen.duration_us, shown)
        return Record(
            event_id=sha256(written)[:16],  # read again, it is the same record
            kind=bucket,
            prio=priority(bucket),
            wall_us=seen.start_us + seen.duration_us,
            mono_us=self._clock.mono_us(),
            boot_id=self._boot_id,
            clock_synced=True,
            body=written,
        )


def find_buckets(settings: Collecting) -> tuple[list[Bucket], set[str]]:
    """Return the buckets of a running ActivityWatch, and the ids of those that would be read."""
    found = _buckets(_ask(_server_of(settings)))
    chosen, _ = choose(found, _wanted(settings))
    return found, {one.id for one in chosen}


def _server_of(settings: Collecting) -> JsonServer:
    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    return JsonServer(settings.url, patience_s=PATIENCE_S, headers=headers)


def _wanted(settings: Collecting) -> Wanted:
    return Wanted(settings.hostname, settings.window, settings.afk, settings.web)


def _ask(server: JsonServer) -> dict[object, object]:
    found = server.get("api", "0", "buckets", "")
    if not isinstance(found, dict):
        raise WrongAnswer("the answer is no list of buckets", 200)
    return found


def _buckets(found: Mapping[object, object]) -> list[Bucket]:
    buckets = []
    for name, told in found.items():
        try:
            buckets.append(bucket(str(name), told if isinstance(told, dict) else {}))
        except Unreadable:
            continue
    return buckets


def _mark(noted: bytes | None) -> Mark | None:
    """A mark as it was noted; one that cannot be read is none: reading again does no harm."""
    try:
        match json.loads(noted or b"null"):
            case {"from": int(from_us), "looked": int(looked_us), "given": dict(given)}:
                return Mark(
                    from_us, looked_us, {key: (int(start), int(length)) for key, (start, length) in given.items()}
                )
    except (ValueError, TypeError):
        pass
    return None


def _text(mark: Mark) -> bytes:
    told = {"from": mark.from_us, "looked": mark.looked_us, "given": mark.given}
    return json.dumps(told, separators=(",", ":")).encode()
