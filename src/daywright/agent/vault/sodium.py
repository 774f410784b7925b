"""The four operations of libsodium that the agent needs, by the library PyNaCl brings.

PyNaCl's own modules would load a megabyte of Python for these calls, and the agent keeps what it loads.
"""

import os
from functools import cache
from typing import Any

KEY_BYTES = 32
SALT_BYTES = 16
# What a sealed text is longer than the text: a nonce before it, a tag behind it.
NONCE_BYTES, TAG_BYTES = 24, 16
OVERHEAD = NONCE_BYTES + TAG_BYTES
_SIGNATURE_BYTES = 64
# A person waits for it once at each start; whoever guesses waits every time (contract 8).
_PASSES, _MEMORY = 3, 64 * 1024 * 1024
_ARGON2ID13 = 2


def seal(key: bytes, bound_to: bytes, text: bytes) -> bytes:
    """XChaCha20-Poly1305: nonce, ciphertext, tag. It opens only together with `bound_to`."""
    ffi, lib = _sodium()
    nonce = os.urandom(NONCE_BYTES)
    sealed = ffi.new("unsigned char[]", len(text) + TAG_BYTES)
    lib.crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed, ffi.NULL, text, len(text), bound_to, len(bound_to), ffi.NULL, nonce, _whole(key)
    )
    return nonce + bytes(ffi.buffer(sealed))


def unseal(key: bytes, bound_to: bytes, sealed: bytes) -> bytes | None:
    """The text; None when key, binding or a single bit are not those of the sealing."""
    ffi, lib = _sodium()
    size = len(sealed) - OVERHEAD
    if size < 0:
        return None
    text = ffi.new("unsigned char[]", size or 1)
    locked = lib.crypto_aead_xchacha20poly1305_ietf_decrypt(
        text,
        ffi.NULL,
        ffi.NULL,
        ffi.from_buffer(sealed) + NONCE_BYTES,
        size + TAG_BYTES,
        bound_to,
        len(bound_to),
        sealed,
        _whole(key),
    )
    return None if locked else bytes(ffi.buffer(text, size))


def key_from(passphrase: bytes, salt: bytes) -> bytes:
    """The key that a passphrase stands for (argon2id, 64 MiB, three passes). Raises MemoryError."""
    ffi, lib = _sodium()
    key = ffi.new("unsigned char[]", KEY_BYTES)
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 16 bytes")
    if lib.crypto_pwhash(key, KEY_BYTES, passphrase, len(passphrase), salt, _PASSES, _MEMORY, _ARGON2ID13):
        raise MemoryError("a passphrase takes 64 MiB to try")
    return bytes(ffi.buffer(key))


def is_signed(text: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the text carries this Ed25519 signature of that key."""
    if len(key) != KEY_BYTES or len(signature) != _SIGNATURE_BYTES:
        return False
    ffi, lib = _sodium()
    signed = signature + text
    opened, length = ffi.new("unsigned char[]", len(signed)), ffi.new("unsigned long long *")
    return bool(lib.crypto_sign_open(opened, length, signed, len(signed), key) == 0)


@cache
def _sodium() -> tuple[Any, Any]:
    """The library, ready; it chooses the fastest way for this processor when it is made ready."""
    from nacl._sodium import ffi, lib

    if lib.sodium_init() < 0:
        raise RuntimeError("libsodium cannot be used")
    return ffi, lib


def _whole(key: bytes) -> bytes:
    """The C side reads 32 bytes whatever it is given."""
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return key
