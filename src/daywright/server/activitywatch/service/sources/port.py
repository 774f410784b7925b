"""What an import reads from, whatever it is: buckets, and their events in portions that can be gone on from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from daywright.wire.activitywatch import Bucket, Unreadable, instant_us, length_us, object_text

PORTION: Final = 5_000  # events that are stored in one transaction

Row = tuple[str, int, int, str]
"""Bucket, start and duration (µs), canonical data."""

Cursor = list[int | str]
"""Where to go on: numbers and texts that only their source understands."""


class SourceError(Exception):
    """Why a source cannot be read, in one sentence; `unreachable`: nobody is there, `damaged`: it was one once."""

    def __init__(
        self, sentence: str, *, unreachable: bool = False, damaged: bool = False, closed: bool = False
    ) -> None:
        super().__init__(sentence)
        self.unreachable, self.damaged, self.closed = unreachable, damaged, closed


@dataclass(slots=True)
class Portion:
    """Some events, those that cannot be taken counted by reason, and where the next portion begins."""

    rows: list[Row] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    cursor: Cursor = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many events of the source it stands for."""
        return len(self.rows) + self.refused.total()


class Source(Protocol):
    """One opened source."""

    @property
    def what(self) -> str:
        """What it is, in words."""
        ...

    @property
    def mark(self) -> str:
        """Differs from that of any other source, and of this one after it became another."""
        ...

    @property
    def buckets(self) -> Sequence[Bucket]:
        """All buckets."""
        ...

    @property
    def settings(self) -> Mapping[str, object]:
        """What its dashboard was told, as far as this source knows."""
        ...

    @property
    def total(self) -> int:
        """How many events there are, about."""
        ...

    def portions(self, cursor: Cursor | None) -> Iterator[Portion]:
        """Read from the beginning, or from where a portion ended. Raises SourceError."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def event_row(bucket: str, event: object) -> Row:
    """Read an event as ActivityWatch's messages have it. Raises Unreadable."""
    if not isinstance(event, dict):
        raise Unreadable("event.invalid")
    start_us, duration_us = instant_us(event.get("timestamp")), length_us(event.get("duration", 0))
    return bucket, start_us, duration_us, object_text(event.get("data", {}))
