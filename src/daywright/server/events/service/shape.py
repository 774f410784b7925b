"""From a batch's bytes to facts that may be stored, or to the reason why not. Pure: no database, no clock.

The dictionary's key of an event is a keyed hash over kind, application of the bucket and canonical `data`, so that
equal observations meet in one context whatever the order of their members.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b

import msgspec

from daywright.core.applications import application_of
from daywright.kit.clock import EPOCH, US_PER_SECOND
from daywright.wire.ingest import (
    MAX_DURATION_S,
    MAX_EVENT_BYTES,
    MAX_EVENTS,
    MAX_TITLE,
    IncomingEvent,
    IngestBatch,
    Rejection,
)

EARLIEST_US = 1_420_070_400 * US_PER_SECOND  # 2015-01-01: earlier clocks are unset clocks
FUTURE_US = 600 * US_PER_SECOND  # how far a device's clock may run ahead
MAX_DEPTH = 16
CUT_DEPTH = 40  # with the batch around them, events may be this deep without being read wrongly
REMEMBERED_SHAPES = 16_384
SHAPE_BYTES = 1024  # larger data is worked out each time: what is remembered stays under 50 MB, whatever is sent
_MICROSECOND = timedelta(microseconds=1)
_SIGNS = re.compile(rb'["\\\[\]{}]')
_QUOTE, _BACKSLASH = b'"\\'

_batch = msgspec.json.Decoder(IngestBatch)
_event = msgspec.json.Decoder(IncomingEvent)
_object_of_anything = msgspec.json.Decoder(dict[str, object])
_as_it_came, _sorted = msgspec.json.Encoder(), msgspec.json.Encoder(order="sorted")
_PLAIN = frozenset({str, bool})  # what both ways of writing JSON write alike


class Shape(msgspec.Struct, frozen=True, gc=False):
    """A context before it has an id: its dictionary key and canonical JSON."""

    hash: bytes
    kind: str
    app: str  # the application a web or editor bucket belongs to, else empty
    data: str


class Fact(msgspec.Struct, frozen=True, gc=False):
    """An event that may be stored; microseconds since 1970."""

    bucket: str
    start_us: int
    duration_us: int
    shape: Shape
    counts: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a batch holds: facts to store, and the events refused."""

    batch: IngestBatch
    facts: list[Fact]
    rejected: list[Rejection]


class _BadEventError(ValueError):
    """Carries the code of the rejection."""


def kind_of(bucket: str) -> str:
    """Return the kind of a native bucket: the leading letters of its name (`window2` is `window`)."""
    return re.match(r"[A-Za-z]*", bucket).group().lower()  # type: ignore[union-attr]  # matches always


def decode_batch(body: bytes) -> IngestBatch:
    """Bytes → batch. Raises msgspec.DecodeError (or its ValidationError) when the whole is not of the shape."""
    try:
        return _batch.decode(body)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        return _decode_leniently(_shallow(body), error)


def _decode_leniently(body: bytes, why: Exception) -> IngestBatch:
    """Read JSON that is almost right (text that is no Unicode, NaN), so that only the event that is not is refused."""
    try:
        value = json.loads(body)
        events = value.pop("events") if isinstance(value, dict) else None
        if not isinstance(events, list) or len(events) > MAX_EVENTS:
            raise msgspec.DecodeError(str(why))
        batch = msgspec.convert({**value, "events": []}, IngestBatch, strict=False)
        return msgspec.structs.replace(batch, events=[msgspec.Raw(json.dumps(event).encode()) for event in events])
    except (ValueError, KeyError, RecursionError):
        raise msgspec.DecodeError(str(why)) from None


def _shallow(body: bytes) -> bytes:
    """Leave out what is nested deeper than anything may be: what holds it is still too deep, but can be read."""
    kept, depth, begin, text, escaped = [], 0, 0, False, -1
    for sign in _SIGNS.finditer(body):
        place = sign.start()
        if place == escaped:
            continue
        if text or body[place] == _QUOTE:
            text = not text if body[place] == _QUOTE else text
            escaped = place + 1 if body[place] == _BACKSLASH else escaped
        elif body[place] in b"[{":
            depth += 1
            if depth == CUT_DEPTH:
                kept.append(body[begin : place + 1])
        elif body[place] in b"]}":
            if depth == CUT_DEPTH:
                begin = place
            depth -= 1
    return b"".join([*kept, body[begin:]]) if kept else body


def facts_of(batch: IngestBatch, *, hash_key: bytes, now_us: int) -> Facts:
    """Check every event of a batch on its own."""
    facts: list[Fact] = []
    rejected: list[Rejection] = []
    for index, raw in enumerate(batch.events):
        try:
            facts.append(_fact(raw, hash_key, now_us))
        except _BadEventError as why:
            rejected.append(Rejection(index, str(why)))
        except (msgspec.DecodeError, RecursionError):
            rejected.append(Rejection(index, "schema.invalid"))
    return Facts(batch, facts, rejected)


def sent_at_us(batch: IngestBatch) -> int | None:
    """Return what the device's clock showed when it sent the batch; None when it did not say so with an offset."""
    sent_at = batch.sent_at
    return None if sent_at is None or sent_at.tzinfo is None else (sent_at - EPOCH) // _MICROSECOND


def _fact(raw: msgspec.Raw, hash_key: bytes, now_us: int) -> Fact:
    event = _event.decode(raw)
    duration = event.duration
    if not math.isfinite(duration) or duration < 0:
        raise _BadEventError("duration.invalid")
    if duration > MAX_DURATION_S:
        raise _BadEventError("duration.too_long")
    start_us = (event.start - EPOCH) // _MICROSECOND
    duration_us = round(duration * US_PER_SECOND)
    if start_us < EARLIEST_US:
        raise _BadEventError("time.too_old")
    if start_us + duration_us > now_us + FUTURE_US:
        raise _BadEventError("time.future")
    if len(raw) > MAX_EVENT_BYTES:
        raise _BadEventError("event.too_large")
    data = bytes(event.data)
    shape = (_remembered if len(data) <= SHAPE_BYTES else _shape)(event.bucket, data, hash_key)
    if isinstance(shape, str):
        raise _BadEventError(shape)
    return Fact(event.bucket, start_us, duration_us, shape, counts_text(event.counts))


def _shape(bucket: str, data: bytes, hash_key: bytes) -> Shape | str:
    if (plain := _plain(data)) is not None:
        return keyed(*_place(bucket), plain, hash_key)
    try:
        value = json.loads(data, object_pairs_hook=_object, parse_constant=_no_constant)
        if not isinstance(value, dict) or _depth(value) > MAX_DEPTH:
            return "schema.invalid"
        title = value.get("title")
        if isinstance(title, str) and len(title) > MAX_TITLE:
            value["title"] = title[:MAX_TITLE]
        return native_shape(bucket, value, hash_key)
    except (ValueError, RecursionError):  # bad JSON, doubled members, lone surrogates
        return "schema.invalid"


_remembered = lru_cache(REMEMBERED_SHAPES)(_shape)


def _plain(data: bytes) -> str | None:
    """Return the canonical form of what most data is: texts and truths, written without blanks or escapes.

    None for the rest. That writing it again gives the same bytes proves that no member is there twice. Six times as
    fast as the long way, and one event in ten shows something new.
    """
    if b"\\" in data:
        return None
    try:
        value = _object_of_anything.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    title = value.get("title")
    if not _PLAIN.issuperset(map(type, value.values())) or (isinstance(title, str) and len(title) > MAX_TITLE):
        return None
    return _sorted.encode(value).decode() if _as_it_came.encode(value) == data else None


def shape_of(kind: str, app: str, value: dict[str, object], hash_key: bytes) -> Shape:
    """Data of an event → its place in the dictionary. Raises ValueError for what JSON or Unicode cannot say."""
    return keyed(kind, app, canonical(value), hash_key)


def canonical(value: dict[str, object]) -> str:
    """Write data so that equal data is equal text. Raises ValueError for what JSON cannot say."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def keyed(kind: str, app: str, text: str, hash_key: bytes) -> Shape:
    """Canonical data → its place in the dictionary. Raises ValueError for what Unicode cannot say."""
    content = f"{kind}\0{app}\0{text}".encode()
    return Shape(blake2b(content, digest_size=16, key=hash_key).digest(), kind, app, text)


def native_shape(bucket: str, value: dict[str, object], hash_key: bytes) -> Shape:
    """Return the place in the dictionary of what a native bucket observed."""
    return shape_of(*_place(bucket), value, hash_key)


@lru_cache(1024)
def _place(bucket: str) -> tuple[str, str]:
    """Return a native bucket's kind and the application it belongs to."""
    kind = kind_of(bucket)
    return kind, application_of(kind, bucket)


def counts_text(counts: Mapping[str, float | None] | None) -> str | None:
    """Write volatile numbers the way the event table holds them."""
    return _sorted.encode(counts).decode() if counts else None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a member is there twice")
    return value


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _depth(value: object) -> int:
    deepest, level = 0, [value]
    while level:
        deepest += 1
        if deepest > MAX_DEPTH:
            break
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return deepest
