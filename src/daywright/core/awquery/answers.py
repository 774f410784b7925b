"""Values → JSON, at the very end, with each distinct content written once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Union

import msgspec
import numpy as np

from daywright.core.awquery.values import NO_ID, Events, Value
from daywright.kit.clock import US_PER_SECOND

ROWS: Final = 20_000
NO_FRACTION: Final = ".000000"

Plain = Union[None, bool, int, float, str, list["Plain"], dict[str, "Plain"]]  # noqa: UP007  (it names itself)


class _Event(msgspec.Struct):
    id: int | None
    timestamp: str
    duration: float
    data: msgspec.Raw


def plain(value: Value) -> Plain:
    """Return a value made of nothing but JSON's own kinds."""
    if isinstance(value, Events):
        contents = {index: plain(value.contents[index]) for index in value.used.tolist()}
        return [
            {"id": id_, "timestamp": timestamp, "duration": duration, "data": contents[content]}
            for rows in _parts(value)
            for id_, timestamp, duration, content in _columns(rows)
        ]
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(member) for member in value]
    return value


def encoded(value: Value) -> bytes:
    """Return a value as JSON text."""
    return b"".join(_pieces(value))


def _pieces(value: Value) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder(enc_hook=_hook)
    if isinstance(value, Events):
        yield from _event_pieces(value, encoder)
    elif isinstance(value, Mapping):
        for number, (key, member) in enumerate(value.items()):
            yield b"," if number else b"{"
            yield encoder.encode(key) + b":"
            yield from _pieces(member)
        yield b"}" if value else b"{}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, member in enumerate(value):
            yield b"," if number else b"["
            yield from _pieces(member)
        yield b"]" if value else b"[]"
    else:
        yield encoder.encode(value)


def _event_pieces(events: Events, encoder: msgspec.json.Encoder) -> Iterator[bytes]:
    written = {index: msgspec.Raw(encoder.encode(events.contents[index])) for index in events.used.tolist()}
    yield b"["
    for number, rows in enumerate(_parts(events)):
        text = encoder.encode([_Event(id_, at, lasts, written[content]) for id_, at, lasts, content in _columns(rows)])
        yield (b"," if number else b"") + text[1:-1]
    yield b"]"


def _hook(value: object) -> Plain:
    if isinstance(value, Events | Mapping | Sequence):
        return plain(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _parts(events: Events) -> Iterator[Events]:
    for first in range(0, len(events), ROWS):
        yield events.rows(slice(first, first + ROWS))


def _columns(events: Events) -> Iterator[tuple[int | None, str, float, int]]:
    ids = [None if id_ == NO_ID else id_ for id_ in events.id.tolist()]
    durations = (events.duration / US_PER_SECOND).tolist()
    return zip(ids, _timestamps(events), durations, events.content.tolist(), strict=True)


def _timestamps(events: Events) -> Iterator[str]:
    """`2026-03-01T23:30:00.123000+00:00`; a whole second has no fraction."""
    for text in np.datetime_as_string(events.start.astype("datetime64[us]"), unit="us").tolist():
        yield text.removesuffix(NO_FRACTION) + "+00:00"
