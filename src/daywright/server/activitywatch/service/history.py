"""ActivityWatch's history brought over, from whatever holds it: buckets, settings, and events in portions.

Each portion is one transaction; where the next one begins is written down after it, in a file of the home. So an import
that was killed goes on where it was, and what it does again changes nothing: an event is its bucket, start and data.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from daywright.kit.clock import Clock
from daywright.kit.faultpoints import fault_point
from daywright.server import events
from daywright.server.activitywatch import queries
from daywright.server.activitywatch.schemas import IncomingBucket
from daywright.server.activitywatch.service import filters
from daywright.server.activitywatch.service import settings as kept_settings
from daywright.server.activitywatch.service.buckets import NOWHERE, Place, create
from daywright.server.activitywatch.service.sources import Cursor, Portion, Source
from daywright.server.events import Bucket, Given, Ingestor, Pusher, Rank
from daywright.server.foundation.access import Actor
from daywright.server.foundation.database import Database, driver
from daywright.server.foundation.errors import Refusal
from daywright.wire import activitywatch as told

WINDOW_TYPE: Final = "currentwindow"
NO_ROOM: Final = "bucket.refused"
HIDDEN: Final = "filtered"


@dataclass(slots=True)
class Tally:
    """What became of the events of a source, over all runs of its import."""

    read: int = 0
    added: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def known(self) -> int:
        """How many were there already."""
        return self.read - self.added - self.refused.total()


@dataclass(frozen=True, slots=True)
class Brought:
    """How an import ended. `resumed`: it went on with one that had been interrupted."""

    tally: Tally
    buckets: int
    settings: tuple[str, ...]
    unusable: tuple[str, ...]
    resumed: bool


@dataclass(frozen=True, slots=True)
class Home:
    """Where history is brought to."""

    database: Database
    clock: Clock
    actor: Actor
    device: int
    """This machine's."""
    hash_key: bytes
    folder: Path
    """Holds how far an import is."""


def bring(
    source: Source,
    home: Home,
    settings: Mapping[str, object],
    progress: Callable[[Tally], None] = lambda _: None,
) -> Brought:
    """Import all events, and `settings`. Raises SourceError when the source breaks; what was stored then stays."""
    log = _Log(home.folder, source.mark)
    cursor, tally = log.read()
    resumed = cursor is not None
    taken, unusable = _bring_settings(settings, home)
    buckets = _bring_buckets(source.buckets, home)
    storing = _Storing(home, buckets)
    progress(tally)
    for portion in source.portions(cursor):
        tally.added += storing.store(portion, tally.refused)
        tally.read += portion.size
        fault_point("import.stored")
        log.write(portion.cursor, tally)
        progress(tally)
    log.forget()
    return Brought(tally, len(buckets), taken, unusable, resumed)


class _Storing:
    """Stores portions."""

    def __init__(self, home: Home, buckets: Mapping[str, Bucket]) -> None:
        self._home, self._buckets = home, buckets
        self._ingestor = Ingestor()
        self._pusher = Pusher(self._ingestor, home.hash_key)
        with home.database.reading() as session:
            setting = queries.setting(driver(session), home.actor.user, filters.KEY)
        self._filters = filters.filters_of(setting) if setting else ()

    def store(self, portion: Portion, refused: Counter[str]) -> int:
        """Store what can be stored, count the rest by reason; how many events were new."""
        refused.update(portion.refused)
        brought = list(self._allowed(portion, refused))
        home = self._home
        with home.database.writing() as session:
            return self._pusher.bring(driver(session), home.actor.user, brought, now_us=home.clock.wall_us())

    def _allowed(self, portion: Portion, refused: Counter[str]) -> Iterable[tuple[Bucket, int, int, str]]:
        for name, start_us, duration_us, data in portion.rows:
            bucket = self._buckets.get(name)
            if bucket is None:
                refused[NO_ROOM] += 1
                continue
            if self._filters:
                sifted = filters.sifted(self._filters, name, Given(start_us, duration_us, data))
                if sifted is None:
                    refused[HIDDEN] += 1
                    continue
                yield bucket, start_us, duration_us, sifted.data
            else:
                yield bucket, start_us, duration_us, data


def _bring_settings(settings: Mapping[str, object], home: Home) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keep settings that are not set here yet; those that were kept, and those that cannot be."""
    with home.database.reading() as session:
        known = queries.settings(driver(session), home.actor.user)
    taken, unusable = [], []
    for key, value in settings.items():
        if key in known or value is None:
            continue
        try:
            kept_settings.put(home.database, home.actor, key, json.dumps(value).encode())
            taken.append(key)
        except Refusal:
            unusable.append(key)
    return tuple(taken), tuple(unusable)


def _bring_buckets(buckets: Sequence[told.Bucket], home: Home) -> dict[str, Bucket]:
    """Make those that are missing; all that can be written to, by their id in the source."""
    place = Place(home.database, home.device, home.clock.wall_us())
    main = _main_host(buckets)
    for one in buckets:
        hostname = main if one.hostname in NOWHERE else one.hostname
        data = msgspec.Raw(one.data.encode())
        created = None if one.created_us is None else told.written(one.created_us)
        with suppress(Refusal):
            if "/" not in one.id:
                create(
                    place,
                    home.actor,
                    one.id,
                    IncomingBucket(one.type, one.client, hostname, data, created),
                    Rank.IMPORT,
                )
    with home.database.reading() as session:
        connection = driver(session)
        found = ((one.id, events.find_bucket(connection, home.actor.user, one.id)) for one in buckets)
        return {name: bucket for name, bucket in found if bucket is not None}


def _main_host(buckets: Sequence[told.Bucket]) -> str:
    """Return the host that buckets of no host belong to (browsers do not know it): the one with windows, most often."""
    hosts = Counter(one.hostname for one in buckets if one.type == WINDOW_TYPE and one.hostname not in NOWHERE)
    return hosts.most_common(1)[0][0] if hosts else "unknown"


class _Log:
    """How far the import of one source is."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._path = folder / f"activitywatch-{sha256(mark.encode()).hexdigest()[:16]}.json"

    def read(self) -> tuple[Cursor | None, Tally]:
        """Return where to go on; None: at the beginning."""
        try:
            match json.loads(self._path.read_text(encoding="utf-8")):
                case {"cursor": list(cursor), "read": int(read), "added": int(added), "refused": dict(refused)}:
                    return cursor, Tally(read, added, Counter(refused))
        except (OSError, ValueError):
            pass
        return None, Tally()

    def write(self, cursor: Cursor, tally: Tally) -> None:
        """Write down where to go on."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(
            json.dumps({"cursor": cursor, "read": tally.read, "added": tally.added, "refused": tally.refused}),
            encoding="utf-8",
        )
        fresh.replace(self._path)

    def forget(self) -> None:
        """The import is done."""
        self._path.unlink(missing_ok=True)
