"""What clients send → values, and values → what clients read. Pure: no database, no clock.

Text that is no Unicode (half of a surrogate pair, which window titles can hold) is stored as the replacement sign, as a
heartbeat that can be stored must not be refused. Anything else comes back equal.
"""

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, TypeVar

import msgspec

from daywright.kit.clock import US_PER_SECOND, from_us, to_us
from daywright.server import events
from daywright.server.activitywatch.schemas import IncomingEvent
from daywright.server.events import Given, Kept
from daywright.server.foundation.errors import Refusal

MAX_DEPTH: Final = 100
MAX_EVENT_BYTES: Final = 1024 * 1024
LONGEST_ID: Final = 256
FARTHEST_US: Final = to_us(datetime(9999, 1, 1, tzinfo=UTC))
LARGEST_ID: Final = 2**63 - 1
REMEMBERED: Final = 4_096
REMEMBERED_BYTES: Final = 1_024
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PLUS_AS_BLANK: Final = re.compile(r" (?=\d\d:?\d\d$)")  # "+01:00" in an address that was not encoded

Message = TypeVar("Message")
_event = msgspec.json.Decoder(IncomingEvent)
_text = msgspec.json.Encoder().encode


def malformed(why: object) -> Refusal:
    """Return the refusal of a body or a parameter that cannot be read."""
    return Refusal(400, "request.malformed", f"This cannot be read: {why}.")


def read(body: bytes, decoder: "msgspec.json.Decoder[Message]") -> Message:
    """Bytes → message. Raises Refusal 400."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        raise malformed(error) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        try:
            return decoder.decode(mended(body))
        except (ValueError, RecursionError):
            raise malformed(error) from None


def mended(body: bytes) -> bytes:
    """Write JSON anew that holds text which is no Unicode. Raises ValueError or RecursionError for other faults."""
    return json.dumps(_whole(json.loads(body)), ensure_ascii=False, allow_nan=False).encode()


def _whole(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    return value


def instant(text: str) -> int:
    """ISO 8601 → microseconds since 1970; without an offset it is UTC. Raises Refusal 400."""
    written = _PLUS_AS_BLANK.sub("+", text.strip())
    try:
        moment = datetime.fromisoformat(written.upper() if written[-1:] == "z" or "t" in written else written)
        return to_us(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise malformed("the timestamp is no date and time") from error


def given(event: IncomingEvent, now_us: int | None) -> Given:
    """Return the event as it can be stored; one without a timestamp began at `now_us`. Raises Refusal 400."""
    if event.timestamp is None and now_us is None:
        raise malformed("the event has no `timestamp`")
    start_us = instant(event.timestamp) if event.timestamp is not None else now_us or 0
    duration = event.duration or 0.0
    if not 0 <= duration < FARTHEST_US / US_PER_SECOND:  # neither is a number that is none
        raise malformed("`duration` is not a number of seconds, 0 or more")
    duration_us = round(duration * US_PER_SECOND)
    if start_us + duration_us > FARTHEST_US:
        raise malformed("the event ends too far in the future")
    number = event.id if isinstance(event.id, int) and 0 <= event.id <= LARGEST_ID else None
    return Given(start_us, duration_us, data_text(bytes(event.data)), number)


def event_of(raw: bytes, now_us: int | None) -> Given:
    """Bytes → event. Raises Refusal 400."""
    return given(read(raw, _event), now_us)


def data_text(raw: bytes) -> str:
    """Return an object as canonical JSON. Raises Refusal 400."""
    return _remembered(raw) if len(raw) <= REMEMBERED_BYTES else _canonical(raw)


def _canonical(raw: bytes) -> str:
    if len(raw) > MAX_EVENT_BYTES:
        raise malformed("`data` is too large")
    try:
        value = _whole(json.loads(raw))
        if value is None:
            return "{}"
        if not isinstance(value, dict):
            raise malformed("`data` is no object")
        if too_deep(value):
            raise malformed("`data` is nested too deeply")
        return events.canonical(value)
    except (ValueError, RecursionError) as error:
        raise malformed("`data` is no JSON") from error


_remembered = lru_cache(REMEMBERED)(_canonical)


def too_deep(value: object) -> bool:
    """Tell whether a value is nested deeper than is kept."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def timestamp(instant_us: int) -> str:
    """Write an instant as ActivityWatch does: UTC as `+00:00`, a fraction only where there is one."""
    return from_us(instant_us).isoformat()


def event_json(event: Kept | Given) -> bytes:
    """Write an event; one that was not stored has no number."""
    number = event.id if isinstance(event, Kept) else None
    return b'{"id":%s,"timestamp":"%s","duration":%s,"data":%s}' % (
        b"null" if number is None else str(number).encode(),
        timestamp(event.start_us).encode(),
        repr(event.duration_us / US_PER_SECOND).encode(),
        event.data.encode(),
    )


def clipped(event: Kept, from_us: int | None, to_us_: int | None) -> Kept:
    """Cut off what lies outside the range."""
    start = event.start_us if from_us is None else max(event.start_us, from_us)
    end = event.start_us + event.duration_us
    end = end if to_us_ is None else min(end, to_us_)
    return Kept(event.id, start, end - start, event.data)


def json_text(value: object) -> bytes:
    """Write JSON."""
    return _text(value)
