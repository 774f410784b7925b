"""Any JSON, through a window of any size, is what the standard library reads; what is none is refused."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.kit import jsonscan
from daywright.kit.jsonscan import BrokenJson, JsonScanner

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(max_size=20) | st.just("é – 😀" * 3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(autouse=True)
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonscan, "WINDOW", 7)


@given(values=st.lists(VALUES, max_size=8), blank=st.sampled_from(["", " ", "\n\t "]), ascii_only=st.booleans())
def test_elements_are_those_of_the_array(values: list[object], blank: str, *, ascii_only: bool) -> None:
    written = [json.dumps(value, ensure_ascii=ascii_only) for value in values]
    scanner = JsonScanner(io.BytesIO(f"{blank}[{blank}{f'{blank},{blank}'.join(written)}{blank}]{blank}".encode()))
    scanner.expect("[")
    assert list(scanner.elements()) == values
    assert scanner.peek() == ""


@given(values=st.lists(VALUES, min_size=1, max_size=8), stop=st.integers(0, 7))
def test_reading_goes_on_behind_any_element(values: list[object], stop: int) -> None:
    content = json.dumps(values, ensure_ascii=False).encode()
    scanner = JsonScanner(io.BytesIO(content))
    scanner.expect("[")
    kept = []
    for place, value in enumerate(scanner.elements()):
        kept.append(value)
        if place == stop:
            break
    again = JsonScanner(io.BytesIO(content))
    again.seek(scanner.tell())
    rest = list(again.elements()) if stop < len(values) else []
    assert kept + rest == values


def test_members_come_with_their_values() -> None:
    scanner = JsonScanner(io.BytesIO(b'\xef\xbb\xbf {"a": 1, "b": {"c": []}, "d": "x"}'))
    assert {name: scanner.value() for name in scanner.members()} == {"a": 1, "b": {"c": []}, "d": "x"}
    assert dict.fromkeys(JsonScanner(io.BytesIO(b"{ }")).members()) == {}


@pytest.mark.parametrize(
    "content", [b"[1 2]", b"[1,]", b"[1", b"[", b'["\xff"]', b'[{"a":1}{"b":2}]', b"[" * 5000, b'[{"a":1},', b"[nul]"]
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    scanner = JsonScanner(io.BytesIO(content))

    def read() -> None:
        scanner.expect("[")
        list(scanner.elements())

    with pytest.raises(BrokenJson, match="not JSON from byte"):
        read()


def test_a_value_without_end_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonscan, "LARGEST", 1000)
    file = io.BytesIO(b'["' + b"x" * 100_000)
    scanner = JsonScanner(file)
    scanner.expect("[")
    with pytest.raises(BrokenJson):
        list(scanner.elements())
    assert file.tell() < 10_000
