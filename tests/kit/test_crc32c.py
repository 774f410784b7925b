import pytest

from daywright.kit.crc32c import crc32c


@pytest.mark.parametrize(
    ("content", "checksum"),
    [(b"", 0), (b"123456789", 0xE3069283), (bytes(32), 0x8A9136AA), (b"\xff" * 32, 0x62A8AB43)],
    ids=["nothing", "the usual digits", "zeros", "ones"],
)
def test_it_gives_the_published_values(content: bytes, checksum: int) -> None:
    # RFC 3720, appendix B.4
    assert crc32c(content) == checksum


def test_one_flipped_bit_changes_it() -> None:
    assert crc32c(b"a title") != crc32c(b"a tit\x6de")
