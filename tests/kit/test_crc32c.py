import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.kit.crc32c import crc32c, crc32c_each


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


@given(st.lists(st.binary(max_size=60) | st.integers(2000, 2100).map(bytes), max_size=60))
def test_many_at_once_are_what_each_is_by_itself(contents: list[bytes]) -> None:
    assert crc32c_each(contents) == [crc32c(content) for content in contents]


def test_many_of_one_length_are_what_each_is_by_itself() -> None:
    contents = [bytes([number]) * 300 for number in range(200)]
    assert crc32c_each(contents) == [crc32c(content) for content in contents]
