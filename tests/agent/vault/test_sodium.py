"""What was sealed opens with its key and its binding, and with nothing else."""

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from nacl.pwhash import argon2id
from nacl.signing import SigningKey

from daywright.agent.vault import sodium

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS, st.binary(max_size=40), st.binary(max_size=300))
def test_what_was_sealed_opens_again(key: bytes, bound_to: bytes, text: bytes) -> None:
    sealed = sodium.seal(key, bound_to, text)
    assert sodium.unseal(key, bound_to, sealed) == text
    assert len(sealed) == len(text) + sodium.OVERHEAD


@given(KEYS, KEYS, st.binary(max_size=40), st.binary(max_size=40))
def test_another_key_or_another_binding_opens_nothing(
    key: bytes, other: bytes, bound_to: bytes, else_to: bytes
) -> None:
    assume(key != other)
    assume(bound_to != else_to)
    sealed = sodium.seal(key, bound_to, b"a title")
    assert sodium.unseal(other, bound_to, sealed) is None
    assert sodium.unseal(key, else_to, sealed) is None


@given(KEYS, st.binary(max_size=60), st.data())
def test_a58_no_bit_can_be_changed(key: bytes, text: bytes, data: st.DataObject) -> None:
    sealed = bytearray(sodium.seal(key, b"row", text))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert sodium.unseal(key, b"row", bytes(sealed)) is None


@given(KEYS, st.binary(max_size=39))
def test_what_is_too_short_opens_nothing(key: bytes, stump: bytes) -> None:
    assert sodium.unseal(key, b"", stump) is None


def test_a58_a_nonce_is_never_used_twice() -> None:
    nonces = {sodium.seal(bytes(32), b"", b"")[: sodium.NONCE_BYTES] for _ in range(20_000)}
    assert len(nonces) == 20_000


def test_it_is_the_cipher_that_everybody_knows() -> None:
    sealed = sodium.seal(bytes(range(32)), b"bound", b"text")
    assert crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[24:], b"bound", sealed[:24], bytes(range(32))) == b"text"


def test_a_passphrase_always_stands_for_the_same_key() -> None:
    key = sodium.key_from(b"correct horse", bytes(16))
    assert key == argon2id.kdf(32, b"correct horse", bytes(16), opslimit=3, memlimit=64 * 1024 * 1024)
    assert key != sodium.key_from(b"correct horse", b"1" * 16)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_a_mistake(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        sodium.seal(bytes(length), b"", b"")


def test_a_salt_of_another_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        sodium.key_from(b"", b"short")


def test_a_signature_is_believed_from_its_signer_alone() -> None:
    signer = SigningKey(hashlib.sha256(b"signer").digest())
    signature, key = signer.sign(b"settings").signature, bytes(signer.verify_key)
    assert sodium.is_signed(b"settings", signature, key)
    assert not sodium.is_signed(b"settingz", signature, key)
    assert not sodium.is_signed(b"settings", signature[:-1], key)
    assert not sodium.is_signed(b"settings", signature, bytes(SigningKey.generate().verify_key))
