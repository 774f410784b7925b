"""The ring of data keys: one per generation, each wrapped by a key that is kept elsewhere (contract 8).

It stands in a file of its own beside the log, so that a damaged log can still be saved, and is replaced as a whole:
whatever is written in it is durable before the first row is sealed with it.
"""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from daywright.agent.vault import sodium
from daywright.kit.privatefile import read_private, write_private

NAME = "keys.json"


class Kind(StrEnum):
    """Where the key lies that wraps the others; `off`: nothing is sealed."""

    os_keystore = "os_keystore"
    passphrase = "passphrase"  # noqa: S105  a name
    key_file = "key_file"
    off = "off"


class DamagedRingError(Exception):
    """The file is there and is no ring."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """One data key, as it lies on the disk."""

    kind: Kind
    wrapped: bytes
    made_us: int


@dataclass(frozen=True, slots=True)
class Ring:
    """Every data key that may still be needed. The highest generation seals what is new."""

    name: str  # what the key is called in the key store
    salt: bytes  # for a passphrase
    generations: Mapping[int, Wrapped] = field(default_factory=dict)
    last: int = 0  # numbers are never used twice

    @property
    def newest(self) -> Wrapped | None:
        """The key that seals what is new; None: none was made yet."""
        return self.generations.get(self.last)

    def with_key(self, key: bytes, kind: Kind, wrapping: bytes, now_us: int) -> "Ring":
        """One generation more."""
        number = self.last + 1
        added = Wrapped(kind, _wrap(wrapping, number, key), now_us)
        return replace(self, generations={**self.generations, number: added}, last=number)

    def rewrapped(self, keys: Mapping[int, bytes], kind: Kind, wrapping: bytes) -> "Ring":
        """The same keys, these of them wrapped by another."""
        fresh = {
            number: replace(self.generations[number], kind=kind, wrapped=_wrap(wrapping, number, key))
            for number, key in keys.items()
        }
        return replace(self, generations={**self.generations, **fresh})

    def without(self, numbers: AbstractSet[int]) -> "Ring":
        """Fewer: what these sealed can never be opened again."""
        kept = {number: key for number, key in self.generations.items() if number not in numbers}
        return replace(self, generations=kept)

    def opened(self, kind: Kind, wrapping: bytes) -> dict[int, bytes]:
        """The data keys that this key opens, of those wrapped by its kind."""
        tried = {
            number: sodium.unseal(wrapping, _bound_to(number), held.wrapped)
            for number, held in self.generations.items()
            if held.kind is kind
        }
        return {number: key for number, key in tried.items() if key is not None and len(key) == sodium.KEY_BYTES}


def load(folder: Path) -> Ring | None:
    """The ring of this folder; None: there is none. Raises DamagedRingError, UnsafeFileError and OSError."""
    content = read_private(folder / NAME)
    if content is None:
        return None
    try:
        match json.loads(content):
            case {"name": str(name), "salt": str(salt), "last": int(last), "generations": dict(found)}:
                generations = {int(number): _wrapped(held) for number, held in found.items()}
                return Ring(name, bytes.fromhex(salt), generations, last)
    except (ValueError, KeyError, TypeError):
        pass
    raise DamagedRingError(f"{folder / NAME} is damaged")


def save(folder: Path, ring: Ring) -> None:
    """Write it down durably. Raises OSError."""
    said = {
        "name": ring.name,
        "salt": ring.salt.hex(),
        "last": ring.last,
        "generations": {
            str(number): {"kind": str(held.kind), "key": held.wrapped.hex(), "made_us": held.made_us}
            for number, held in ring.generations.items()
        },
    }
    write_private(folder / NAME, json.dumps(said).encode() + b"\n")


def _wrapped(held: Mapping[str, object]) -> Wrapped:
    return Wrapped(Kind(str(held["kind"])), bytes.fromhex(str(held["key"])), int(str(held["made_us"])))


def _wrap(wrapping: bytes, number: int, key: bytes) -> bytes:
    return sodium.seal(wrapping, _bound_to(number), key)


def _bound_to(number: int) -> bytes:
    return b"daywright data key" + number.to_bytes(4, "big")
