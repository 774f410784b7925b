"""A block of time by pairs as an image: pairs are named by their contexts, as every process numbers things anew."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec
import numpy as np

from daywright.core.pairs import PairTime
from daywright.core.segments import Codes, Ints

FORMAT: Final = "time 1"
WIDE: Final = ("ms", "entries", "edges", "opens", "closes")


class Pictured(NamedTuple):
    """A block whose `thing` counts the pairs of contexts (ids, 0 for nothing inside) that stand beside it."""

    time: PairTime
    front: Ints
    inside: Ints
    switches: tuple[int, Ints] | None


class _Held(msgspec.Struct, frozen=True):
    front: memoryview
    inside: memoryview
    pair: memoryview
    day_ms: memoryview
    wide: dict[str, memoryview]
    revision: int
    switches: memoryview


def stamp_of(versions: Sequence[int | None], edges: Sequence[int]) -> bytes:
    """Return what tells whether an image is of these days."""
    return blake2b(repr((FORMAT, versions, edges)).encode(), digest_size=16).digest()


def packed(pictured: Pictured) -> bytes:
    """Pack a block."""
    time = pictured.time
    revision, switches = pictured.switches or (-1, np.empty(0, np.int64))
    held = _Held(
        front=memoryview(pictured.front.astype("<u4").tobytes()),
        inside=memoryview(pictured.inside.astype("<u4").tobytes()),
        pair=memoryview(time.pair.astype("<u4").tobytes()),
        day_ms=memoryview(time.day_ms.astype("<u4").tobytes()),
        wide={name: memoryview(getattr(time, name).astype("<i8").tobytes()) for name in WIDE},
        revision=revision,
        switches=memoryview(switches.astype("<i8").tobytes()),
    )
    return msgspec.msgpack.encode(held)


def unpacked(blob: bytes) -> Pictured | None:
    """Unpack a block; None for bytes that are none."""
    try:
        held = msgspec.msgpack.decode(blob, type=_Held)
    except msgspec.DecodeError:
        return None
    front, inside = _ints(held.front), _ints(held.inside)
    wide = {name: np.frombuffer(held.wide[name], "<i8").astype(np.int64) for name in WIDE}
    time = PairTime(
        thing=np.arange(len(front), dtype=np.int32), pair=_codes(held.pair), day_ms=_codes(held.day_ms), **wide
    )
    switches = np.frombuffer(held.switches, "<i8").astype(np.int64)
    return Pictured(time, front, inside, (held.revision, switches) if held.revision >= 0 else None)


def _ints(bits: memoryview) -> Ints:
    return np.frombuffer(bits, "<u4").astype(np.int64)


def _codes(bits: memoryview) -> Codes:
    return np.frombuffer(bits, "<u4").astype(np.int32)
