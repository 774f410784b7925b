"""Secrets that the server has to read again, sealed before they reach the database.

ChaCha20-Poly1305 with a random nonce, bound to what the secret is for, so that a sealed text cannot be moved to another
row. A sealed text begins with the id of the key that sealed it: keys can be replaced while old texts stay readable.
"""

import hashlib
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from daywright.server.foundation.settings import Settings
from daywright.wire.signing import from_text, to_text

KEY_BYTES = 32
ID_BYTES = 8
NONCE_BYTES = 12


class CannotOpenError(Exception):
    """The key that sealed this is not here, or what was sealed has been changed."""


def load_keks(settings: Settings) -> tuple[bytes, ...]:
    """Return the keys that seal, the one in use first; the first start makes the file. Raises OSError."""
    given = settings.key_encryption_key.get_secret_value()
    path = settings.kek_path
    if not given and not path.exists():
        _make(path)
    kept = _read(path) if path.exists() else ()
    return (from_text(given), *kept) if given else kept


def _make(path: Path) -> None:
    """Write a new key; of two programs that start at once the first one's stays."""
    fresh = path.with_name(f"kek.{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(to_text(secrets.token_bytes(KEY_BYTES)).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink()


def _read(path: Path) -> tuple[bytes, ...]:
    """Read the keys of the file, one a line, the one in use first."""
    if path.stat().st_mode & 0o077:
        raise OSError(f"{path} can be read by others; close it with `chmod 600` and enrol the devices again")
    try:
        found = tuple(from_text(line) for line in path.read_text(encoding="ascii").split())
    except ValueError:
        found = ()
    if not found or any(len(key) != KEY_BYTES for key in found):
        raise OSError(f"{path} holds no key; put it back from a backup, or remove it and enrol the devices again")
    return found


class Sealer:
    """Seals with the first of its keys and opens with any of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        self._ciphers = {_id_of(key): ChaCha20Poly1305(key) for key in keys}
        self.id = _id_of(keys[0])

    def seal(self, purpose: str, secret: bytes) -> bytes:
        """Return the sealed text of a secret that is only good for that purpose."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return self.id + nonce + self._ciphers[self.id].encrypt(nonce, secret, purpose.encode())

    def unseal(self, purpose: str, sealed: bytes) -> bytes:
        """Return what was sealed for that purpose. Raises CannotOpenError."""
        from cryptography.exceptions import InvalidTag

        cipher = self._ciphers.get(sealed[:ID_BYTES])
        if cipher is None:
            raise CannotOpenError("it was sealed with a key that is not here")
        nonce, text = sealed[ID_BYTES : ID_BYTES + NONCE_BYTES], sealed[ID_BYTES + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, text, purpose.encode())
        except InvalidTag as failure:
            raise CannotOpenError("it was changed, or sealed for something else") from failure

    def is_current(self, sealed: bytes) -> bool:
        """Tell whether the key in use sealed this."""
        return sealed[:ID_BYTES] == self.id


def _id_of(key: bytes) -> bytes:
    return hashlib.sha256(b"kek-id/" + key).digest()[:ID_BYTES]
