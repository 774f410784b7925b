"""One bucket of a running ActivityWatch, read from where the last look ended.

Invariants, whatever the other side does: an event is given as soon as it is there and again whenever it has become
longer, and otherwise only after the clock was set back, as nobody knows then what was missed; where the next one
begins is before every event that may still change or was held back; what a look gives and where the next one begins
belong together, and are stored together.

A server cuts events at the edges of what is asked for. One that touches an edge is asked for by its number, so that
its start is its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from daywright.kit.clock import US_PER_DAY, US_PER_SECOND, rfc3339
from daywright.kit.jsonhttp import TooLarge, WrongAnswer
from daywright.kit.sha256 import sha256
from daywright.wire.activitywatch import Unreadable, instant_us, length_us, object_text, parsed_object

OVERLAP_US: Final = 600 * US_PER_SECOND  # how late an event may appear before a newer one
FIRST_LOOK_US: Final = US_PER_DAY
SET_BACK_US: Final = 30 * US_PER_DAY  # how far to look back after the clock was set back
AHEAD_US: Final = 300 * US_PER_SECOND  # later ones wait: the server at the other end refuses the future
STEP_US: Final = 7 * US_PER_DAY
SMALLEST_STEP_US: Final = US_PER_SECOND
MOST_EVENTS: Final = 5_000  # in one answer
MOST_AT_ONCE: Final = 200_000  # within the smallest step
ROUNDING_US: Final = 2_000
LONGEST_US: Final = 12 * 3600 * US_PER_SECOND  # longer ones go in pieces: the server refuses more than a day


class Asks(Protocol):
    """What is needed of the connection: see `kit.jsonhttp.JsonServer`."""

    def get(self, *path: str, **query: str) -> object:
        """Ask; raises NoAnswer and WrongAnswer."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """An event, or a piece of a very long one. `data` is what ActivityWatch holds."""

    start_us: int
    duration_us: int
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the next look begins, when the last one was, and what near there was given already and how long."""

    from_us: int
    looked_us: int
    given: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # hash of start and data → start, duration


@dataclass(frozen=True, slots=True)
class Look:
    """What one look brought. `more`: there is more to read at once."""

    seen: tuple[Seen, ...]
    mark: Mark
    more: bool = False
    held: int = 0  # that lie in the future
    short: int = 0  # that ended before the minimum
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class _Event:
    number: int
    start_us: int
    duration_us: int
    text: str

    @property
    def end_us(self) -> int:
        return self.start_us + self.duration_us

    @property
    def key(self) -> str:
        return sha256(f"{self.start_us}\0{self.text}".encode())[:12].hex()


class BucketReader:
    """Reads one bucket."""

    def __init__(self, server: Asks, bucket: str, *, minimum_us: int = 0) -> None:
        self._server, self._bucket, self._minimum_us = server, bucket, minimum_us
        self._whole: dict[int, _Event] = {}  # those at the edge of the last look, by number

    def look(self, mark: Mark | None, now_us: int) -> Look:
        """Read on from `mark`; None: for the first time. Raises NoAnswer and WrongAnswer; nothing was given then."""
        mark = mark or Mark(now_us - FIRST_LOOK_US, now_us)
        from_us = mark.from_us // 1000 * 1000
        if now_us < mark.looked_us - US_PER_SECOND:  # what was recorded since carries earlier times
            from_us = min(from_us, now_us - SET_BACK_US)
        events, until_us, unreadable = self._read(from_us, now_us)
        look = self._new(events, replace(mark, from_us=from_us), now_us)
        seen_to_us = until_us if until_us is not None else self._settled(events, from_us, now_us)
        given = {key: span for key, span in look.mark.given.items() if sum(span) >= seen_to_us - US_PER_SECOND}
        return replace(look, mark=Mark(seen_to_us, now_us, given), more=until_us is not None, unreadable=unreadable)

    def _settled(self, events: list[_Event], from_us: int, now_us: int) -> int:
        """Return from when on anything may still change: what is before the newest event, but for late comers, is done.

        A clock that ran ahead must not carry us past what comes after it was set right.
        """
        starts = [event.start_us for event in events if event.end_us <= now_us + AHEAD_US]
        return max(from_us, min([max(starts, default=from_us), now_us]) - OVERLAP_US)

    def _new(self, events: list[_Event], mark: Mark, now_us: int) -> Look:
        given, held, short = dict(mark.given), 0, 0
        seen: list[Seen] = []
        newest_us = max((event.start_us for event in events), default=0)
        for event in events:
            before = given.get(event.key)
            if before is not None and before[1] >= event.duration_us:
                continue
            if event.end_us > now_us + AHEAD_US:
                held += 1
                continue
            if event.duration_us < self._minimum_us:
                if event.start_us < newest_us:  # it will not grow any more
                    short += 1
                    given[event.key] = event.start_us, event.duration_us
                continue
            taken = before[1] if before is not None and before[1] >= self._minimum_us else -1
            given[event.key] = event.start_us, event.duration_us
            seen += _pieces(event, taken)
        return Look(tuple(seen), replace(mark, given=given), held=held, short=short)

    def _read(self, from_us: int, now_us: int) -> tuple[list[_Event], int | None, int]:
        """Return the events from an instant on, oldest first, and until when that is all: None is for ever."""
        step_us = STEP_US
        until_us = None if from_us + step_us >= now_us else from_us + step_us
        while True:
            smallest = step_us <= SMALLEST_STEP_US
            answer = self._page(from_us, until_us, MOST_AT_ONCE if smallest else MOST_EVENTS)
            if answer is not None:
                events, unreadable = self._events(answer, from_us, until_us)
                return events, until_us, unreadable
            if smallest:
                raise WrongAnswer("more events within a second than can be right", 200)
            step_us = max(SMALLEST_STEP_US, min(step_us, max(now_us - from_us, SMALLEST_STEP_US)) // 4)
            until_us = from_us + step_us

    def _page(self, from_us: int, until_us: int | None, most: int) -> list[object] | None:
        """Return what the server has between two instants, None when that may not be all."""
        query = {"start": rfc3339(from_us), "limit": str(most)}
        if until_us is not None:
            query["end"] = rfc3339(until_us)
        try:
            page = self._server.get("api", "0", "buckets", self._bucket, "events", **query)
        except TooLarge:
            return None
        if not isinstance(page, list):
            raise WrongAnswer("the answer is no list of events", 200)
        return page if len(page) < most else None

    def _events(self, page: list[object], from_us: int, until_us: int | None) -> tuple[list[_Event], int]:
        found, unreadable, edge = [], 0, {}
        for told in page:
            try:
                event = _event(told)
                if event.start_us < from_us + ROUNDING_US or (until_us and event.end_us > until_us - ROUNDING_US):
                    event = edge[event.number] = self._uncut(event)
                found.append(event)
            except Unreadable:
                unreadable += 1
        self._whole = edge
        return sorted(found, key=lambda event: (event.start_us, event.number)), unreadable

    def _uncut(self, cut: _Event) -> _Event:
        """Return the whole of an event that touches an edge; one that was whole before an edge stays as it was."""
        known = self._whole.get(cut.number)
        if known is not None and known.text == cut.text and known.end_us >= cut.end_us:
            return known
        try:
            told = self._server.get("api", "0", "buckets", self._bucket, "events", str(cut.number))
            whole = _event(told)
        except WrongAnswer as error:
            if error.status == 404:  # noqa: PLR2004  deleted meanwhile
                raise Unreadable("event.gone") from None
            raise
        return whole


def _event(told: object) -> _Event:
    if not isinstance(told, dict) or not isinstance(told.get("id"), int):
        raise Unreadable("event.invalid")
    return _Event(
        told["id"],
        instant_us(told.get("timestamp")),
        length_us(told.get("duration", 0)),
        object_text(told.get("data", {})),
    )


def _pieces(event: _Event, given_us: int) -> Iterator[Seen]:
    """What of an event is new after so much of it was given. The pieces of a long one begin where they always do."""
    data = parsed_object(event.text)
    for begin_us in range(0, max(event.duration_us, 1), LONGEST_US):
        length = min(LONGEST_US, event.duration_us - begin_us)
        if begin_us + length > given_us:
            yield Seen(event.start_us + begin_us, length, data)
