"""SHA-256 from the interpreter itself: `hashlib` would load OpenSSL, three megabytes, for the same digits."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

# Python 3.12 and newer; 3.11; an interpreter built without either.
_HOMES = ("_sha2", "_sha256", "hashlib")


def _found() -> Callable[[bytes], Any]:
    for home in _HOMES[:-1]:
        try:
            return import_module(home).sha256  # type: ignore[no-any-return]  # modules without types
        except ImportError:
            continue
    return import_module(_HOMES[-1]).sha256  # type: ignore[no-any-return]  # the same


_sha256 = _found()


def sha256(content: bytes) -> bytes:
    """The digest of `content`, 32 bytes."""
    return bytes(_sha256(content).digest())
