"""ActivityWatch's messages as others send and store them: instants, durations, buckets. Read leniently, once.

What cannot be read raises `Unreadable` with a code, so that whoever reads many can count the reasons.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from daywright.kit.clock import EPOCH, US_PER_DAY, US_PER_SECOND, from_us

EARLIEST_US: Final = 7_305 * US_PER_DAY  # 1990: clocks that were never set say less
LATEST_US: Final = 84_006 * US_PER_DAY  # 2200
LONGEST_S: Final = 100 * 366 * 86_400.0
MOST_DATA: Final = 1024 * 1024  # characters of one event's data
_HALF_SIGN: Final = re.compile("[\ud800-\udfff]")
_canonical: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


class Unreadable(ValueError):  # noqa: N818  the state of one row, counted by its code
    """An event or a bucket that cannot be taken; the text is a code."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket as its server describes it. `data` is JSON; `created_us` is None where nobody said."""

    id: str
    type: str
    client: str
    hostname: str
    created_us: int | None
    data: str = "{}"


def instant_us(text: object) -> int:
    """An ISO 8601 instant → µs since 1970; without an offset it is UTC."""
    if not isinstance(text, str):
        raise Unreadable("time.invalid")
    try:
        moment = datetime.fromisoformat(text.strip())
        gap = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - EPOCH
    except (ValueError, OverflowError):
        raise Unreadable("time.invalid") from None
    return believable((gap.days * 86_400 + gap.seconds) * US_PER_SECOND + gap.microseconds)


def believable(instant: int) -> int:
    """Return an instant that some clock may have shown."""
    if not EARLIEST_US <= instant < LATEST_US:
        raise Unreadable("time.unbelievable")
    return instant


def written(instant: int) -> str:
    """µs since 1970 → the instant as their servers write it."""
    return from_us(instant).isoformat()


def length_us(seconds: object) -> int:
    """Seconds → µs. Decimals may come as text."""
    try:
        length = float(seconds)  # type: ignore[arg-type]  # what is no number raises
    except (TypeError, ValueError):
        raise Unreadable("duration.invalid") from None
    if isinstance(seconds, bool) or not math.isfinite(length) or not 0 <= length <= LONGEST_S:
        raise Unreadable("duration.invalid")
    return round(length * US_PER_SECOND)


def object_text(value: object) -> str:
    """A JSON object → its canonical text: equal data is equal text."""
    if not isinstance(value, dict):
        raise Unreadable("data.invalid")
    try:
        text = _canonical(value)
    except (ValueError, TypeError, RecursionError):  # NaN, too deep
        raise Unreadable("data.invalid") from None
    if not text.isascii():
        text = _HALF_SIGN.sub("\ufffd", text)  # titles that somebody cut within an emoji
    if len(text) > MOST_DATA:
        raise Unreadable("data.too_large")
    return text


def parsed_object(text: object) -> dict[str, object]:
    """A text that holds a JSON object → the object."""
    try:
        value = json.loads(text) if isinstance(text, str | bytes) else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Unreadable("data.invalid")
    return value


def bucket(identity: str, told: Mapping[str, object]) -> Bucket:
    """A bucket from what its server, file or database tells. What is missing is empty; only the id is needed."""
    if not identity or "\0" in identity:
        raise Unreadable("bucket.invalid")
    try:
        created: int | None = instant_us(told.get("created"))
    except Unreadable:
        created = None
    data = told.get("data")
    try:
        kept = object_text(parsed_object(data) if isinstance(data, str) else data)
    except Unreadable:
        kept = "{}"
    kind, client, hostname = (_word(told.get(name)) for name in ("type", "client", "hostname"))
    return Bucket(identity, kind or "unknown", client or "unknown", hostname, created, kept)


def _word(value: object) -> str:
    return value.strip() if isinstance(value, str) and value.isprintable() else ""
