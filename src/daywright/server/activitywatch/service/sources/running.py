"""A running ActivityWatch server, read through its interface: page by page, each bucket from its newest event back.

A page ends at an instant, and the server cuts what crosses that instant. Each event that does is asked for by its
number, so that what is taken has its true start and length.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from daywright.kit.clock import rfc3339
from daywright.kit.jsonhttp import JsonServer, NoAnswer, TooLarge, WrongAnswer
from daywright.server.activitywatch.service.sources.port import PORTION, Cursor, Portion, Row, SourceError, event_row
from daywright.wire.activitywatch import LATEST_US, Bucket, Unreadable, bucket

PATIENCE_S: Final = 60.0  # a page of an old database on a slow machine
ROUNDING_US: Final = 2_000  # aw-server rounds the ends of a page to whole milliseconds
MOST_AT_ONCE: Final = 1_000_000
REFUSED: Final = (401, 403)


class RunningServer:
    """A server that answers."""

    what = "a running ActivityWatch"

    def __init__(self, url: str, api_key: str = "") -> None:
        """Raises SourceError."""
        self._url = url.rstrip("/").removesuffix("/api/0")
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        try:
            self._server = JsonServer(self._url, patience_s=PATIENCE_S, headers=headers)
        except ValueError as error:
            raise SourceError(f"{url} cannot be asked: {error}") from None
        about = self._ask("info")
        if not isinstance(about, dict) or "version" not in about:
            raise SourceError(f"{url} does not answer as ActivityWatch does")
        self._identity = f"{about.get('device_id')} {about.get('hostname')}"
        found = self._ask("buckets", "")
        if not isinstance(found, dict):
            raise SourceError(f"{url} does not answer as ActivityWatch does")
        self._buckets = [bucket(name, told) for name, told in found.items() if isinstance(told, dict) and name]
        self._counts = {one.id: self._count(one.id) for one in self._buckets}

    @property
    def mark(self) -> str:
        """See `Source.mark`."""
        return f"running {self._url} {self._identity}"

    @property
    def buckets(self) -> Sequence[Bucket]:
        """See `Source.buckets`."""
        return self._buckets

    @property
    def settings(self) -> Mapping[str, object]:
        """See `Source.settings`. Old servers have none."""
        try:
            found = self._ask("settings")
        except SourceError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def total(self) -> int:
        """See `Source.total`."""
        return sum(self._counts.values())

    def portions(self, cursor: Cursor | None) -> Iterator[Portion]:
        """See `Source.portions`. A cursor is a bucket and the instant to go back from; buckets go by their ids."""
        first, until = (str(cursor[0]), int(cursor[1])) if cursor else ("", LATEST_US)
        for name in sorted(self._counts):
            if name < first:
                continue
            yield from self._portions_of(name, until if name == first else LATEST_US)

    def close(self) -> None:
        """See `Source.close`."""

    def _portions_of(self, name: str, until_us: int) -> Iterator[Portion]:
        limit, too_many = PORTION, MOST_AT_ONCE
        while True:
            try:
                page = self._ask("buckets", name, "events", limit=str(limit), end=rfc3339(until_us))
            except TooLarge:
                too_many, limit = limit, self._other_limit(limit, limit // 2, 0)
                continue
            if not isinstance(page, list):
                raise SourceError(f"{self._url} does not answer as ActivityWatch does")
            portion, oldest_us = self._portion(name, page, until_us)
            whole = len(page) < limit
            if not whole and oldest_us >= until_us:  # so many begin at one instant that a page does not get past it
                limit = self._other_limit(limit, min(limit * 2, too_many - 1), limit)
                continue
            until_us = oldest_us
            portion.cursor = [name, until_us] if not whole else [f"{name}\0", LATEST_US]
            yield portion
            if whole:
                return

    def _other_limit(self, limit: int, wanted: int, above: int) -> int:
        if wanted <= above:
            raise SourceError(f"{self._url} cannot be read: not even {limit} events fit into one answer")
        return wanted

    def _portion(self, name: str, page: list[object], until_us: int) -> tuple[Portion, int]:
        portion, oldest_us = Portion(), until_us
        for event in page:
            try:
                row = event_row(name, event)
                oldest_us = min(oldest_us, row[1])
                if row[1] + row[2] > until_us - ROUNDING_US:
                    row = self._whole(name, event, row)
                portion.rows.append(row)
            except Unreadable as why:
                portion.refused[str(why)] += 1
        return portion, oldest_us

    def _whole(self, name: str, event: object, cut: Row) -> Row:
        number = event.get("id") if isinstance(event, dict) else None
        if not isinstance(number, int):
            return cut
        try:
            return event_row(name, self._ask("buckets", name, "events", str(number)))
        except (SourceError, Unreadable):  # deleted meanwhile
            return cut

    def _count(self, name: str) -> int:
        found = self._ask("buckets", name, "events", "count")
        return found if isinstance(found, int) else 0

    def _ask(self, *path: str, **query: str) -> object:
        try:
            return self._server.get("api", "0", *path, **query)
        except NoAnswer as error:
            raise SourceError(f"{self._url} cannot be reached: {error}", unreachable=True) from None
        except TooLarge:
            raise
        except WrongAnswer as error:
            closed = error.status in REFUSED
            why = "it asks for a key" if closed else str(error)
            raise SourceError(f"{self._url} does not answer as ActivityWatch does: {why}", closed=closed) from None
