"""Which key seals what is new, and which opens what is there.

A key that cannot be had makes the vault locked: then nothing is written, and it is tried again, seldomer and seldomer.
A key that is gone is replaced; what it sealed stays as it is, in case it comes back.
"""

import os
import threading
from collections.abc import KeysView, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from daywright.agent.vault import ring as rings
from daywright.agent.vault import sodium
from daywright.agent.vault.ring import DamagedRingError, Kind, Ring
from daywright.agent.vault.sources import (
    KEY_FILE,
    GoneError,
    KeyFile,
    KeyStore,
    NotNowError,
    Passphrase,
    Source,
)
from daywright.agent.vault.wish import Wish
from daywright.kit.clock import US_PER_DAY, US_PER_SECOND, Clock
from daywright.kit.faultpoints import fault_point
from daywright.kit.privatefile import UnsafeFileError
from daywright.kit.sha256 import sha256

PLAIN = 0
KEY_AGE_US = 90 * US_PER_DAY
_FIRST_WAIT_US, _LONGEST_WAIT_US = 4 * US_PER_SECOND, 60 * US_PER_SECOND


class LockedError(Exception):
    """The key cannot be had at the moment; the text says why."""


class Vault:
    """The keys of one agent's folder. Made without touching anything; opened when first needed."""

    def __init__(self, folder: Path, clock: Clock, wish: Wish | None = None) -> None:
        self._folder = folder
        self._clock = clock
        self._wish = wish or Wish()
        self._lock = threading.RLock()
        self._ring: Ring | None = None
        self._keys: dict[int, bytes] = {}
        self._current: int | None = None  # None: not opened, or locked
        self._wait_us, self._again_us = _FIRST_WAIT_US, 0
        self.trouble = ""
        self._incomplete = False  # an older key may yet be had
        # Grows whenever keys came or went.
        self.openings = 0

    @property
    def at_rest(self) -> str:
        """How what is written is sealed: one of the kinds; `locked` when it cannot be, empty before the first use."""
        with self._lock:
            if self._current == PLAIN:
                return Kind.off
            if self._current is None or self._ring is None or self._ring.newest is None:
                return "locked" if self.trouble else ""
            return self._ring.newest.kind

    @property
    def opens(self) -> KeysView[int]:
        """The generations that can be opened."""
        return self._keys.keys()

    def change(self, wish: Wish) -> None:
        """Another wish: everything is looked at anew."""
        with self._lock:
            if wish != self._wish:
                self._wish, self._current = wish, None
            self.hurry()

    def hurry(self) -> None:
        """Try at once: a person has reason to believe it works now."""
        with self._lock:
            self._wait_us, self._again_us = _FIRST_WAIT_US, 0

    def look(self) -> str:
        """Open what can be opened and change nothing: for whoever only reads. Says why something cannot, or nothing."""
        with self._lock:
            try:
                self._ring = rings.load(self._folder)
                self._keys, missing = self._opened(self._ring) if self._ring is not None else ({}, {})
            except (DamagedRingError, UnsafeFileError) as error:
                return str(error)
            except OSError as error:
                return f"{self._folder / rings.NAME} cannot be read ({error.strerror})"
            return "; ".join(str(why) or "a key is gone" for why in missing.values())

    def generation(self) -> int:
        """The generation that seals what is new; PLAIN: it is not sealed. Raises LockedError."""
        with self._lock:
            if (self._current is None or self._incomplete) and self._clock.mono_us() >= self._again_us:
                self._open()
            if self._current is None:
                raise LockedError(self.trouble)
            return self._current

    def seal(self, generation: int, bound_to: bytes, text: bytes) -> bytes:
        """Seal with a generation that `generation` gave."""
        return sodium.seal(self._keys[generation], bound_to, text)

    def unseal(self, generation: int, bound_to: bytes, sealed: bytes) -> bytes | None:
        """The text; None when it was tampered with. Raises KeyError when that key is not here."""
        return sodium.unseal(self._keys[generation], bound_to, sealed)

    def is_old(self) -> bool:
        """True when the newest key has sealed for so long that another one is due."""
        with self._lock:
            newest = self._ring.newest if self._ring is not None and self._current else None
            return newest is not None and self._clock.wall_us() - newest.made_us > KEY_AGE_US

    def rotate(self) -> bool:
        """One generation more, for what is new; False when nothing is sealed. Raises LockedError."""
        with self._lock:
            if self.generation() == PLAIN or self._ring is None or self._ring.newest is None:
                return False
            kind = self._ring.newest.kind
            try:
                self._add(self._ring, kind, self._source(kind).fetch(self._ring.name, self._ring.salt))
            except (NotNowError, GoneError, OSError) as error:
                raise LockedError(str(error) or "the key is gone") from None
            return True

    def forget(self, unused: AbstractSet[int]) -> None:
        """Drop generations that no row names any more. Raises OSError."""
        with self._lock:
            gone = unused - {self._current}
            if self._ring is None or not gone & self._ring.generations.keys():
                return
            before = self._ring
            self._keep(before.without(gone))
            self._keys = {number: key for number, key in self._keys.items() if number not in gone}
            fault_point("seal.4")
            self._tidy(before)

    def _open(self) -> None:
        before = self._ring, self._keys, self._current
        try:
            ring = self._found()
            keys, missing = self._opened(ring)
            # What was opened before stays open, whatever became of the place its key came from.
            still = self._keys if self._ring is not None and self._ring.salt == ring.salt else {}
            self._keys = {number: key for number, key in still.items() if number in ring.generations} | keys
            self._ring = ring
            self._current = self._chosen(ring, missing)
            self._tidy(ring)
        except (NotNowError, UnsafeFileError) as error:
            self._stay_locked(str(error), before)
        except OSError as error:
            self._stay_locked(f"{self._folder / rings.NAME} cannot be used ({error.strerror})", before)
        else:
            self.trouble = ""
            self.openings += before[2] is None or before[1].keys() != self._keys.keys()
            self._incomplete = any(isinstance(why, NotNowError) for why in missing.values())
            self._wait()

    def _stay_locked(self, why: str, before: tuple[Ring | None, dict[int, bytes], int | None]) -> None:
        """Go on with what there was, if it was open; else nothing is sealed until this is put right."""
        self._ring, self._keys, self._current = before
        self.trouble = why if self._current is None else ""
        self._wait()

    def _wait(self) -> None:
        self._again_us = self._clock.mono_us() + self._wait_us
        self._wait_us = min(2 * self._wait_us, _LONGEST_WAIT_US)

    def _found(self) -> Ring:
        try:
            found = rings.load(self._folder)
        except DamagedRingError:
            # Kept for whoever can mend it. The keys in it are gone until then.
            path = self._folder / rings.NAME
            path.replace(path.with_name(f"{path.name}.damaged"))
            found = None
        if found is not None:
            return found
        name = f"agent {sha256(os.fsencode(self._folder.absolute())).hex()[:16]}"
        # A number no earlier ring of this folder is likely to have given: its rows must not pass for ours.
        last = int.from_bytes(os.urandom(4), "big") >> 1
        return Ring(name, os.urandom(sodium.SALT_BYTES), last=last)

    def _opened(self, ring: Ring) -> tuple[dict[int, bytes], dict[Kind, NotNowError | GoneError]]:
        """Every data key that can be had now, and why some cannot."""
        keys: dict[int, bytes] = {}
        missing: dict[Kind, NotNowError | GoneError] = {}
        for kind in {held.kind for held in ring.generations.values()}:
            try:
                keys |= ring.opened(kind, self._source(kind).fetch(ring.name, ring.salt))
            except (NotNowError, GoneError) as error:
                missing[kind] = error
        return keys, missing

    def _chosen(self, ring: Ring, missing: Mapping[Kind, NotNowError | GoneError]) -> int:
        """The generation for what is new, made where there is none. Raises NotNowError and OSError."""
        newest = ring.newest
        kind = self._kind(newest.kind if newest is not None else None)
        if kind is Kind.off:
            return PLAIN
        if newest is not None and newest.kind is kind:
            if ring.last in self._keys and not isinstance(missing.get(kind), GoneError):
                return ring.last
            _must_be_gone(kind, missing.get(kind))
        kind, wrapping = self._wrapping(kind, ring)
        if newest is None or ring.last not in self._keys:
            return self._add(ring, kind, wrapping)
        fault_point("seal.1")
        self._keep(ring.rewrapped(self._keys, kind, wrapping))
        fault_point("seal.2")
        return ring.last

    def _kind(self, held: Kind | None) -> Kind:
        """What a person chose; else what there is; else the best there may be."""
        if self._wish.at_rest != "auto":
            return Kind(self._wish.at_rest)
        if held is not None:
            return held
        if self._wish.passphrase or self._wish.passphrase_file is not None:
            return Kind.passphrase
        return Kind.os_keystore

    def _wrapping(self, kind: Kind, ring: Ring) -> tuple[Kind, bytes]:
        """The key that wraps the others, made where there is none."""
        try:
            return kind, self._source(kind).make(ring.name, ring.salt)
        except NotNowError:
            if self._wish.at_rest != "auto" or kind is not Kind.os_keystore or ring.newest is not None:
                raise
        return Kind.key_file, self._source(Kind.key_file).make(ring.name, ring.salt)

    def _add(self, ring: Ring, kind: Kind, wrapping: bytes) -> int:
        key = os.urandom(sodium.KEY_BYTES)
        fault_point("seal.1")
        self._keep(ring.with_key(key, kind, wrapping, self._clock.wall_us()))
        fault_point("seal.2")
        self._current = ring.last + 1
        self._keys[self._current] = key
        self.openings += 1
        return self._current

    def _keep(self, ring: Ring) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        rings.save(self._folder, ring)
        self._ring = ring

    def _tidy(self, before: Ring) -> None:
        """A key that wraps nothing any more is of no use to anybody but a thief."""
        now = self._ring or before
        used = {held.kind for held in now.generations.values()}
        if Kind.key_file not in used:
            self._source(Kind.key_file).drop(now.name)
        if Kind.os_keystore in {held.kind for held in before.generations.values()} - used:
            self._source(Kind.os_keystore).drop(now.name)

    def _source(self, kind: Kind) -> Source:
        match kind:
            case Kind.os_keystore:
                return KeyStore(self._wish.environment)
            case Kind.passphrase:
                return Passphrase(self._wish.passphrase, self._wish.passphrase_file)
            case _:
                return KeyFile(self._folder / KEY_FILE)


def kept_by(folder: Path) -> str:
    """How the newest key of a folder is kept, as far as can be seen without opening anything."""
    try:
        found = rings.load(folder)
    except (DamagedRingError, UnsafeFileError, OSError):
        return "locked"
    return str(found.newest.kind) if found is not None and found.newest is not None else str(Kind.off)


def _must_be_gone(kind: Kind, why: NotNowError | GoneError | None) -> None:
    """A key that may yet be had is waited for. Raises NotNowError."""
    if isinstance(why, NotNowError):
        raise why
    if kind is Kind.passphrase:
        raise NotNowError("the passphrase is not the one that was used before")
