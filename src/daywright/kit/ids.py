"""Identifiers that sort by the time they were made (UUIDv7), without the cost of importing `uuid`."""

import os

_VERSION_7 = 0x7000
_VARIANT = 0x80


def uuid7(wall_us: int) -> bytes:
    """Sixteen bytes: 48 bits of milliseconds, then version, variant and 74 random bits (RFC 9562, 5.7)."""
    noise = bytearray(os.urandom(10))
    noise[0] = _VERSION_7 >> 8 | noise[0] & 0x0F
    noise[2] = _VARIANT | noise[2] & 0x3F
    return (max(wall_us, 0) // 1000 & 0xFFFF_FFFF_FFFF).to_bytes(6, "big") + bytes(noise)


def uuid_text(raw: bytes) -> str:
    """`018f…-7…`: how an identifier is written in messages and logs."""
    digits = raw.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
