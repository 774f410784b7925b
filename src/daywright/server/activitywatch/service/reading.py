"""Events as ActivityWatch clients read them: clipped to the range, newest first, their data as it came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy.orm import Session

from daywright.server import events
from daywright.server.activitywatch.service import buckets, messages
from daywright.server.activitywatch.service.receiver import unknown_bucket
from daywright.server.events import Bucket, Kept
from daywright.server.foundation.access import Actor
from daywright.server.foundation.database import driver
from daywright.server.foundation.errors import Refusal

PIECE: Final = 2_000  # events written in one go
NO_LIMIT: Final = -1
FARTHEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Range:
    """What a client asks for; both ends are in it, None is open."""

    from_us: int | None
    to_us: int | None
    limit: int


def range_of(start: str | None, end: str | None, limit: str | None) -> Range:
    """Read the parameters. Raises Refusal 400."""
    try:
        most = NO_LIMIT if limit is None else int(limit)
    except ValueError as error:
        raise messages.malformed("`limit` is no whole number") from error
    from_us, to_us = (None if not text else messages.instant(text) for text in (start, end))
    return Range(from_us, to_us, NO_LIMIT if most < 0 else min(most, FARTHEST))


def bucket_of(session: Session, actor: Actor, bucket: str) -> Bucket:
    """Return a bucket. Raises Refusal 404."""
    known = events.find_bucket(driver(session), actor.user, bucket)
    if known is None:
        raise unknown_bucket()
    return known


def events_json(session: Session, bucket: Bucket, asked: Range) -> list[bytes]:
    """Write the events of a range as pieces of one JSON array."""
    found = events.stored_between(driver(session), bucket, asked.from_us, asked.to_us, asked.limit)
    cut = (messages.clipped(event, asked.from_us, asked.to_us) for event in found)
    return [b"[", *_joined(map(messages.event_json, cut)), b"]"]


def _joined(written: Iterable[bytes]) -> Iterator[bytes]:
    rest = iter(written)
    first = True
    while piece := list(islice(rest, PIECE)):
        yield (b"" if first else b",") + b",".join(piece)
        first = False


def event(session: Session, actor: Actor, bucket: str, number: int) -> bytes:
    """Write one event. Raises Refusal 404."""
    known = events.stored_event(driver(session), bucket_of(session, actor, bucket), number)
    if known is None:
        raise Refusal(404, "event.unknown", "There is no event of that number in this bucket.")
    return messages.event_json(known)


def count(session: Session, actor: Actor, bucket: str, asked: Range) -> int:
    """Count the events of a range. Raises Refusal 404."""
    return events.count_between(driver(session), bucket_of(session, actor, bucket), asked.from_us, asked.to_us)


def exported(session: Session, actor: Actor, bucket: str | None) -> list[bytes]:
    """Write one bucket, or all, with their events, as pieces of one JSON object. Raises Refusal 404."""
    chosen = events.buckets_of(driver(session), actor.user) if bucket is None else [bucket_of(session, actor, bucket)]
    pieces = [b'{"buckets":{']
    for place, one in enumerate(chosen):
        about = messages.json_text(buckets.described(session, actor, one.aw_id))
        found = map(_without_number, events.stored_between(driver(session), one, None, None, NO_LIMIT))
        pieces += [b"," * bool(place), messages.json_text(one.aw_id), b":", about[:-1], b',"events":[']
        pieces += [*_joined(found), b"]}"]
    return [*pieces, b"}}"]


def _without_number(kept: Kept) -> bytes:
    """Write an event of an export: a number means nothing elsewhere."""
    return b"{" + messages.event_json(kept).partition(b",")[2]
