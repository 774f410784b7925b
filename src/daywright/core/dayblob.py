"""A day as bytes: what the cache of days keeps. About 5 bytes a segment, 4 an event.

    0   version, 1 byte
    1   devices, 1 byte
    2   two zero bytes
    4   segments, 4 bytes
    8   bytes of the columns, 4 bytes
    12  CRC-32 of everything else, 4 bytes
    16  device ids, 8 bytes each
        the columns, deflated: gap, length, context, refinement: 4 bytes a segment; lane: 1 byte a segment

All numbers are little-endian. A gap is from where the segment before ended, modulo 2³²; it is nearly always 0. The
bytes of a column stand in four rows, the lowest of all numbers first, as the higher ones are nearly all equal. A blob
is a cache: what cannot be read is built again, so no version is ever migrated.
"""

import struct
import zlib
from typing import Final

import numpy as np

from daywright.core.flatten import DayColumns

VERSION: Final = 2
COUNTS: Final = struct.Struct("<BBHII")
CHECKSUM: Final = struct.Struct("<I")
HEAD_BYTES: Final = COUNTS.size + CHECKSUM.size
WIDE: Final = 4  # columns of 4 bytes
SEGMENT_BYTES: Final = 4 * WIDE + 1
DEVICE_BYTES: Final = 8
FASTEST: Final = 1  # of the levels; others take twice as long and save a twentieth


class CorruptBlobError(ValueError):
    """The bytes are not a day that this version wrote. The message says in what they differ."""


def encode(day: DayColumns) -> bytes:
    """Pack a day; equal days give equal bytes."""
    gap = np.diff(day.start, prepend=np.uint32(0))
    gap[1:] -= day.length[:-1]
    wide = np.stack([gap, day.length, day.context, day.refinement]).astype("<u4", copy=False)
    rows = np.ascontiguousarray(wide.view(np.uint8).reshape(WIDE, len(day), 4).transpose(0, 2, 1))
    columns = zlib.compress(rows.tobytes() + day.lane.astype("u1", copy=False).tobytes(), FASTEST)
    body = np.array(day.device_ids, "<u8").tobytes() + columns
    counts = COUNTS.pack(VERSION, len(day.device_ids), 0, len(day), len(columns))
    return counts + CHECKSUM.pack(zlib.crc32(body, zlib.crc32(counts))) + body


def decode(blob: bytes) -> DayColumns:
    """Unpack a day; its columns are read-only. Raises CorruptBlobError."""
    if len(blob) < HEAD_BYTES:
        raise CorruptBlobError(f"{len(blob)} bytes are too few for a day")
    version, devices, _, segments, size = COUNTS.unpack_from(blob)
    if version != VERSION:
        raise CorruptBlobError(f"version {version} is not {VERSION}")
    begin = HEAD_BYTES + devices * DEVICE_BYTES
    if len(blob) != begin + size:
        raise CorruptBlobError(f"a day of {devices} devices takes {begin + size} bytes, not {len(blob)}")
    (checksum,) = CHECKSUM.unpack_from(blob, COUNTS.size)
    if checksum != zlib.crc32(memoryview(blob)[HEAD_BYTES:], zlib.crc32(blob[: COUNTS.size])):
        raise CorruptBlobError("the checksum does not fit")
    inflated = _inflated(blob[begin:], segments * SEGMENT_BYTES)
    rows = np.frombuffer(inflated, np.uint8, 4 * WIDE * segments).reshape(WIDE, 4, segments)
    wide = rows.transpose(0, 2, 1).copy(order="C").view("<u4").reshape(WIDE, segments)
    gap, length, context, refinement = wide
    gap[1:] += length[:-1]
    start = np.cumsum(gap, dtype=np.uint32)
    lane = np.frombuffer(inflated, np.uint8, segments, 4 * WIDE * segments)
    ids = np.frombuffer(blob, "<u8", devices, HEAD_BYTES).tolist()
    for column in (start, length, context, refinement):
        column.flags.writeable = False
    return DayColumns(start, length, context, refinement, lane, tuple(ids))


def _inflated(columns: bytes, expected: int) -> bytes:
    try:
        inflated = zlib.decompressobj().decompress(columns, expected + 1)
    except zlib.error as error:
        raise CorruptBlobError("the columns cannot be inflated") from error
    if len(inflated) != expected:
        raise CorruptBlobError(f"the columns take {expected} bytes, not {len(inflated)}")
    return inflated
