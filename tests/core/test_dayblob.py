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


def test_a_segment_takes_seventeen_bytes() -> None:
    segments = 1000
    column = np.arange(segments, dtype=np.uint32)
    day = DayColumns(column, column, column, column, column.astype(np.uint8), (7,))
    assert len(encode(day)) - 17 * segments < 32
