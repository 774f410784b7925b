"""CRC-32C (Castagnoli): finds bit flips in stored bodies. The standard library has only the other polynomial."""

_REVERSED_POLYNOMIAL = 0x82F63B78
_ALL_ONES = 0xFFFFFFFF


def _entry(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (_REVERSED_POLYNOMIAL if byte & 1 else 0)
    return byte


_TABLE = tuple(_entry(byte) for byte in range(256))


def crc32c(content: bytes) -> int:
    """The checksum of `content`, 0 … 2^32 − 1."""
    table, crc = _TABLE, _ALL_ONES
    for byte in content:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ _ALL_ONES
