"""A day as bytes: what the cache of days keeps. 17 bytes a segment, about 11 an event; read without copying.

    0   version, 1 byte
    1   devices, 1 byte
    2   two zero bytes
    4   segments, 4 bytes
    8   CRC-32 of everything else, 4 bytes
    12  device ids, 8 bytes each
        start, length, context, refinement: 4 bytes a segment, column after column
        lane: 1 byte a segment

All numbers are little-endian. A blob is a cache: what cannot be read is built again, so no version is ever migrated.
"""

import struct
import zlib
from typing import Final

import numpy as np

from daywright.core.flatten import DayColumns

VERSION: Final = 1
COUNTS: Final = struct.Struct("<BBHI")
CHECKSUM: Final = struct.Struct("<I")
HEAD_BYTES: Final = COUNTS.size + CHECKSUM.size
WIDE: Final = ("start", "length", "context", "refinement")
SEGMENT_BYTES: Final = 4 * len(WIDE) + 1
DEVICE_BYTES: Final = 8


class CorruptBlobError(ValueError):
    """The bytes are not a day that this version wrote. The message says in what they differ."""


def encode(day: DayColumns) -> bytes:
    """Pack a day; equal days give equal bytes."""
    body = b"".join(
        [
            np.array(day.device_ids, "<u8").tobytes(),
            *(getattr(day, column).astype("<u4", copy=False).tobytes() for column in WIDE),
            day.lane.astype("u1", copy=False).tobytes(),
        ]
    )
    counts = COUNTS.pack(VERSION, len(day.device_ids), 0, len(day))
    return counts + CHECKSUM.pack(zlib.crc32(body, zlib.crc32(counts))) + body


def decode(blob: bytes) -> DayColumns:
    """Unpack a day: columns are read-only views into `blob`. Raises CorruptBlobError."""
    if len(blob) < HEAD_BYTES:
        raise CorruptBlobError(f"{len(blob)} bytes are too few for a day")
    version, devices, _, segments = COUNTS.unpack_from(blob)
    if version != VERSION:
        raise CorruptBlobError(f"version {version} is not {VERSION}")
    columns = HEAD_BYTES + devices * DEVICE_BYTES
    expected = columns + segments * SEGMENT_BYTES
    if len(blob) != expected:
        raise CorruptBlobError(f"{segments} segments of {devices} devices take {expected} bytes, not {len(blob)}")
    (checksum,) = CHECKSUM.unpack_from(blob, COUNTS.size)
    if checksum != zlib.crc32(memoryview(blob)[HEAD_BYTES:], zlib.crc32(blob[: COUNTS.size])):
        raise CorruptBlobError("the checksum does not fit")
    wide = np.frombuffer(blob, "<u4", len(WIDE) * segments, columns).reshape(len(WIDE), segments)
    start, length, context, refinement = wide
    lane = np.frombuffer(blob, np.uint8, segments, expected - segments)
    ids = np.frombuffer(blob, "<u8", devices, HEAD_BYTES).tolist()
    return DayColumns(start, length, context, refinement, lane, tuple(ids))
