import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from daywright.core.dayblob import VERSION, CorruptBlobError, decode, encode
from daywright.core.flatten import DayColumns

COLUMNS = ("start", "length", "context", "refinement", "lane")


@st.composite
def days(draw: st.DrawFn) -> DayColumns:
    segments = draw(st.integers(0, 40))
    start, length, context, refinement = (draw(arrays(np.uint32, segments)) for _ in range(4))
    ids = tuple(draw(st.lists(st.integers(0, 2**63), max_size=64, unique=True)))
    return DayColumns(start, length, context, refinement, draw(arrays(np.uint8, segments)), ids)


@given(days())
def test_a_day_comes_back_as_it_was(day: DayColumns) -> None:
    again = decode(encode(day))
    assert again.device_ids == day.device_ids
    for column in COLUMNS:
        one, other = getattr(again, column), getattr(day, column)
        assert one.dtype == other.dtype
        assert one.tolist() == other.tolist()
        assert not one.flags.writeable


@given(days(), st.data())
def test_a_changed_byte_anywhere_is_noticed(day: DayColumns, data: st.DataObject) -> None:
    blob = bytearray(encode(day))
    place = data.draw(st.integers(0, len(blob) - 1))
    blob[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CorruptBlobError):
        decode(bytes(blob))


@given(days(), st.data())
def test_a_day_cut_short_or_drawn_out_is_noticed(day: DayColumns, data: st.DataObject) -> None:
    blob = encode(day)
    with pytest.raises(CorruptBlobError, match="bytes"):
        decode(blob[: data.draw(st.integers(0, len(blob) - 1))])
    with pytest.raises(CorruptBlobError, match="bytes"):
        decode(blob + b"\0")


def test_a_later_version_is_refused_by_name() -> None:
    empty = DayColumns(*(np.zeros(0, np.uint32),) * 4, np.zeros(0, np.uint8), ())
    blob = encode(empty)
    assert decode(blob).device_ids == ()
    with pytest.raises(CorruptBlobError, match=f"version {VERSION + 1}"):
        decode(bytes([VERSION + 1]) + blob[1:])


def test_what_follows_without_a_gap_takes_a_few_bytes_a_segment() -> None:
    dice = np.random.default_rng(1)
    length = dice.lognormal(7, 2, 2000).astype(np.uint32)
    start = (np.cumsum(length) - length).astype(np.uint32)
    context, refinement = (dice.integers(1, 400, 2000).astype(np.uint32) for _ in range(2))
    blob = encode(DayColumns(start, length, context, refinement, np.zeros(2000, np.uint8), (7,)))
    assert len(blob) < 7 * 2000
