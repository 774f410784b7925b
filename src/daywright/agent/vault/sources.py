"""Where the key lies that wraps the data keys: in the system's key store, in a person's head, or in a file.

Each source answers the same three questions, and tells what is missing for now from what is gone.
"""

import os
import select
import sys
import time
from binascii import Error as BadBase64
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from daywright.agent.vault import sodium
from daywright.agent.vault.keychain import FOUND, LOCKED, NO_ENTRY, NO_STORE
from daywright.agent.vault.wish import Wish
from daywright.kit.privatefile import UnsafeFileError, read_private, remove_private, write_private

KEY_FILE = "kek"
# Key stores answer within a tenth of a second, or ask a person; nobody is asked here.
_PATIENCE_S = 10.0
_CHILD = "daywright.agent.vault.keychain"


class NotNowError(Exception):
    """The key is not to be had at the moment; the text says why and what would change that."""


class GoneError(Exception):
    """There is no such key any more."""


class NoStoreError(NotNowError):
    """There is no key store on this machine, or none in this session."""


class Source(Protocol):
    """One place for the key that wraps the others."""

    def fetch(self, name: str, salt: bytes) -> bytes:
        """The key that is there. Raises NotNowError, GoneError."""
        ...

    def make(self, name: str, salt: bytes) -> bytes:
        """The key that is there, or else a new one, kept there from now on. Raises NotNowError."""
        ...

    def drop(self, name: str) -> None:
        """Forget it, if it can be done now."""
        ...


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A file that only its owner can read. It protects copies of the log that were made without it."""

    path: Path

    def fetch(self, name: str, salt: bytes) -> bytes:
        """See `Source.fetch`."""
        del name, salt
        try:
            key = read_private(self.path)
        except UnsafeFileError as error:
            raise NotNowError(str(error)) from None
        except OSError as error:
            raise NotNowError(f"{self.path} cannot be read ({error.strerror})") from None
        if key is None or len(key) != sodium.KEY_BYTES:
            raise GoneError
        return key

    def make(self, name: str, salt: bytes) -> bytes:
        """See `Source.make`."""
        with suppress(GoneError):
            return self.fetch(name, salt)
        key = os.urandom(sodium.KEY_BYTES)
        try:
            write_private(self.path, key)
        except OSError as error:
            raise NotNowError(f"{self.path} cannot be written ({error.strerror})") from None
        return key

    def drop(self, name: str) -> None:
        """See `Source.drop`."""
        del name
        with suppress(OSError):
            remove_private(self.path)


@dataclass(frozen=True, slots=True)
class Passphrase:
    """What a person remembers, or another program hands over: empty when nobody did."""

    text: str = field(repr=False)
    file: Path | None = None

    def fetch(self, name: str, salt: bytes) -> bytes:
        """See `Source.fetch`."""
        del name
        text = self.text or self._written()
        if not text:
            raise NotNowError("no passphrase was given: set DAYWRIGHT_AT_REST_PASSPHRASE or at_rest_passphrase_file")
        try:
            return sodium.key_from(text.encode(), salt)
        except MemoryError as error:
            raise NotNowError(str(error)) from None

    def make(self, name: str, salt: bytes) -> bytes:
        """See `Source.make`."""
        return self.fetch(name, salt)

    def drop(self, name: str) -> None:
        """See `Source.drop`: nothing is kept."""

    def _written(self) -> str:
        if self.file is None:
            return ""
        try:
            content = read_private(self.file)
        except UnsafeFileError as error:
            raise NotNowError(str(error)) from None
        except OSError as error:
            raise NotNowError(f"{self.file} cannot be read ({error.strerror})") from None
        if content is None:
            raise NotNowError(f"{self.file} is not there")
        return content.decode(errors="surrogateescape").strip()


@dataclass(frozen=True, slots=True)
class KeyStore:
    """The key store of the system, through a short-lived program."""

    environment: Mapping[str, str]

    def fetch(self, name: str, salt: bytes) -> bytes:
        """See `Source.fetch`."""
        del salt
        code, said = self._ask("get", name)
        if code == NO_ENTRY:
            raise GoneError
        try:
            key = a2b_base64(said, strict_mode=True) if code == FOUND else b""
        except (BadBase64, ValueError):
            raise GoneError from None
        if len(key) != sodium.KEY_BYTES:
            raise _refusal(code)
        return key

    def make(self, name: str, salt: bytes) -> bytes:
        """See `Source.make`."""
        with suppress(GoneError):
            return self.fetch(name, salt)
        key = os.urandom(sodium.KEY_BYTES)
        code, _ = self._ask("put", name, b2a_base64(key, newline=False))
        if code != FOUND:
            raise _refusal(code)
        return key

    def drop(self, name: str) -> None:
        """See `Source.drop`."""
        self._ask("drop", name)

    def put(self, name: str, key: bytes) -> bool:
        """Keep this key there; False when it cannot be done now."""
        return self._ask("put", name, b2a_base64(key, newline=False))[0] == FOUND

    def _ask(self, verb: str, name: str, secret: bytes = b"") -> tuple[int, bytes]:
        """What the program said, and its exit code."""
        if sys.platform == "linux" and not _has_session_bus(self.environment):
            return NO_STORE, b""  # not worth starting a program for
        theirs_in, our_out = os.pipe()
        our_in, theirs_out = os.pipe()
        nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        try:
            child = os.posix_spawn(
                sys.executable,
                [sys.executable, "-P", "-m", _CHILD, verb, name],
                dict(self.environment),
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, theirs_in, 0),
                    (os.POSIX_SPAWN_DUP2, theirs_out, 1),
                    (os.POSIX_SPAWN_DUP2, nowhere, 2),
                ],
            )
        except OSError:
            os.close(our_in)
            os.close(our_out)
            return NO_STORE, b""
        finally:
            for handle in (theirs_in, theirs_out, nowhere):
                os.close(handle)
        with suppress(BrokenPipeError):
            os.write(our_out, secret)
        os.close(our_out)
        try:
            return _heard(child, our_in)
        finally:
            os.close(our_in)


def _heard(child: int, line: int) -> tuple[int, bytes]:
    said, end = b"", time.monotonic() + _PATIENCE_S
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    while waiting.poll(max(0, int((end - time.monotonic()) * 1000))):
        piece = os.read(line, 4096)
        if not piece:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said
        said += piece
    os.kill(child, 9)
    os.waitpid(child, 0)
    return LOCKED, b""


def _has_session_bus(environment: Mapping[str, str]) -> bool:
    if environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    runtime = environment.get("XDG_RUNTIME_DIR")
    return bool(runtime) and (Path(runtime or "") / "bus").exists()


def _refusal(code: int) -> NotNowError:
    if code == NO_STORE:
        return NoStoreError("no key store answers in this session")
    if code == LOCKED:
        return NotNowError("the key store is locked; unlock it, for instance by logging in")
    return NotNowError("the key store cannot be used")


def device_keeper(wish: Wish) -> KeyStore | None:
    """Where the key goes that a device signs with: to the key store, unless the person wants it otherwise."""
    return KeyStore(wish.environment) if wish.at_rest in {"auto", "os_keystore"} else None
