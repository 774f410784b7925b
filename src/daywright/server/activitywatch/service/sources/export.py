"""An export file of ActivityWatch: one JSON object with all buckets and their events.

It is walked through twice: once to know the buckets, where the events of each begin and that the file is whole; then
to read the events, from any of them on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from daywright.kit.jsonscan import BrokenJson, JsonScanner
from daywright.server.activitywatch.service.sources.port import PORTION, Cursor, Portion, SourceError, event_row
from daywright.wire.activitywatch import Bucket, Unreadable, bucket


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the events of a bucket begin, and how many there are."""

    bucket: str
    at: int
    count: int


class ExportFile:
    """An opened export file."""

    what = "an export file"

    def __init__(self, path: Path) -> None:
        """Raises SourceError and OSError."""
        self._path = path
        self._file = path.open("rb")
        self._scanner = JsonScanner(self._file)
        self._settings: dict[str, object] = {}
        self._buckets: list[Bucket] = []
        self._places: list[_Place] = []
        try:
            self._outline()
        except BrokenJson as broken:
            self._file.close()
            if not self._places:
                raise SourceError(f"{path} is nothing of ActivityWatch's: {broken}") from None
            raise SourceError(f"{path} is damaged: {broken}", damaged=True) from None
        except SourceError:
            self._file.close()
            raise

    @property
    def mark(self) -> str:
        """See `Source.mark`."""
        told = self._path.stat()
        return f"export {self._path.resolve()} {told.st_size} {told.st_mtime_ns}"

    @property
    def buckets(self) -> Sequence[Bucket]:
        """See `Source.buckets`."""
        return self._buckets

    @property
    def settings(self) -> Mapping[str, object]:
        """See `Source.settings`."""
        return self._settings

    @property
    def total(self) -> int:
        """See `Source.total`."""
        return sum(place.count for place in self._places)

    def portions(self, cursor: Cursor | None) -> Iterator[Portion]:
        """See `Source.portions`. A cursor is the number of the bucket and a byte of the file."""
        first, at = (int(part) for part in cursor) if cursor else (0, 0)
        for number, place in enumerate(self._places[first:], first):
            self._scanner.seek(at or place.at)
            at = 0
            yield from self._portions_of(number, place)

    def close(self) -> None:
        """See `Source.close`."""
        self._file.close()

    def _portions_of(self, number: int, place: _Place) -> Iterator[Portion]:
        portion = Portion()
        try:
            for count, element in enumerate(self._scanner.elements(), 1):
                try:
                    portion.rows.append(event_row(place.bucket, element))
                except Unreadable as why:
                    portion.refused[str(why)] += 1
                if not count % PORTION:
                    portion.cursor = [number, self._scanner.tell()]
                    yield portion
                    portion = Portion()
        except BrokenJson as broken:  # changed while we read
            raise SourceError(f"{self._path} is damaged: {broken}", damaged=True) from None
        portion.cursor = [number + 1, 0]
        yield portion

    def _outline(self) -> None:
        """Walk through the whole file."""
        told = False
        for name in self._scanner.members():
            if name == "buckets" and self._scanner.peek() == "{":
                told = True
                for identity in self._scanner.members():
                    self._outline_bucket(identity)
            else:
                value = self._scanner.value()
                if name == "settings" and isinstance(value, dict):
                    self._settings = value
        if self._scanner.peek():
            raise BrokenJson(self._scanner.tell())
        if not told:
            raise SourceError(f"{self._path} is JSON, but no export of ActivityWatch: it has no buckets")

    def _outline_bucket(self, identity: str) -> None:
        members: dict[str, object] = {}
        at = count = 0
        if self._scanner.peek() != "{":
            raise BrokenJson(self._scanner.tell())
        for name in self._scanner.members():
            if name == "events" and self._scanner.peek() == "[":
                self._scanner.expect("[")
                at = self._scanner.tell()
                count = sum(1 for _ in self._scanner.elements())
            else:
                members[name] = self._scanner.value()
        try:
            self._buckets.append(bucket(identity, members))
        except Unreadable:
            raise SourceError(f"{self._path} has a bucket without a name") from None
        if count:
            self._places.append(_Place(identity, at, count))
