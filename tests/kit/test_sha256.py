import hashlib

from hypothesis import given
from hypothesis import strategies as st

from daywright.kit.sha256 import sha256


@given(st.binary())
def test_it_is_the_digest_everyone_else_computes(content: bytes) -> None:
    assert sha256(content) == hashlib.sha256(content).digest()
