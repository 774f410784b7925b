"""The keys that devices sign with, sealed, and the key that signs their settings."""

import secrets
import sqlite3
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.orm import Session

from daywright.server.devices import queries
from daywright.server.devices.tables import DeviceKey
from daywright.server.foundation import installation
from daywright.server.foundation.database import Database, driver
from daywright.server.foundation.sealing import CannotOpenError, Sealer
from daywright.wire.signing import KEY_BYTES, to_text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

log = structlog.get_logger()

SIGNING_KEY = "config signing key"
NEXT_SIGNING_KEY = "next config signing key"


class Keyring:
    """Makes, seals and opens keys. Opening it the first time makes the key that signs settings."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._database, self._sealer = database, sealer
        self.dummy = sealer.seal(_purpose("nobody", "none"), secrets.token_bytes(KEY_BYTES))
        self._key_of = Ed25519PrivateKey.from_private_bytes
        _have_signing_key(database, sealer)
        self._signer: tuple[bytes, Ed25519PrivateKey] | None = None  # as it is sealed, and opened
        _seal_anew(database, sealer)

    def new(self, session: Session, device: int, uid: str, state: str, now_us: int) -> tuple[str, str]:
        """Give the device a key; its id, and the key as text, shown this once."""
        key_id, key = secrets.token_hex(4), secrets.token_bytes(KEY_BYTES)
        sealed = self._sealer.seal(_purpose(uid, key_id), key)
        session.add(DeviceKey(device=device, key_id=key_id, sealed=sealed, state=state, created_us=now_us))
        session.flush()
        return key_id, to_text(key)

    def open(self, uid: str, key_id: str, sealed: bytes) -> bytes | None:
        """Return a device's key; None when what sealed it is not here."""
        try:
            return self._sealer.unseal(_purpose(uid, key_id), sealed)
        except CannotOpenError as failure:
            log.warning("device key cannot be read", device=uid, reason=str(failure))
            return None

    def open_dummy(self) -> bytes:
        """Return the key of nobody, so that an unknown device takes as long as a known one."""
        return self._sealer.unseal(_purpose("nobody", "none"), self.dummy)

    def sign(self, body: bytes) -> str:
        """Sign a device's settings."""
        with self._database.reading() as session:
            return to_text(self._signing(driver(session)).sign(body))

    def public(self, connection: sqlite3.Connection) -> str:
        """Return the key that settings are checked with."""
        return _public(self._signing(connection))

    def announced(self, connection: sqlite3.Connection) -> list[str]:
        """Return the keys that may sign settings from now on: the one in use and the next; none when none is next."""
        sealed = installation.next_config_signing_key(connection)
        if sealed is None:
            return []
        return [self.public(connection), _public(self._key_of(self._sealer.unseal(NEXT_SIGNING_KEY, sealed)))]

    def announce(self, connection: sqlite3.Connection) -> list[str]:
        """Make the next key if there is none, and return `announced`. Needs a writing transaction."""
        if installation.next_config_signing_key(connection) is None:
            sealed = self._sealer.seal(NEXT_SIGNING_KEY, secrets.token_bytes(KEY_BYTES))
            installation.keep_next_config_signing_key(connection, sealed)
        return self.announced(connection)

    def take_next(self, connection: sqlite3.Connection) -> str:
        """Sign with the next key from now on, and return it; the one in use is gone. Needs a writing transaction."""
        sealed = installation.next_config_signing_key(connection)
        if sealed is None:
            raise ValueError("no key was announced")
        key = self._sealer.unseal(NEXT_SIGNING_KEY, sealed)
        installation.keep_config_signing_key(connection, self._sealer.seal(SIGNING_KEY, key))
        installation.keep_next_config_signing_key(connection, None)
        return self.public(connection)

    def _signing(self, connection: sqlite3.Connection) -> "Ed25519PrivateKey":
        """The key in use, read again whenever it was replaced: another program may do that."""
        sealed = installation.config_signing_key(connection)
        if sealed is None:
            raise ValueError("the key for settings is gone")
        signer = self._signer
        if signer is None or signer[0] != sealed:
            signer = self._signer = sealed, self._key_of(self._sealer.unseal(SIGNING_KEY, sealed))
        return signer[1]


def _public(key: "Ed25519PrivateKey") -> str:
    return to_text(key.public_key().public_bytes_raw())


def _purpose(uid: str, key_id: str) -> str:
    return f"device key/{uid}/{key_id}"


def _have_signing_key(database: Database, sealer: Sealer) -> None:
    """Have the keys that sign settings sealed with the key in use from now on; the first call makes the one."""
    with database.reading() as session:
        kept = installation.config_signing_key(driver(session))
        upcoming = installation.next_config_signing_key(driver(session))
    if kept is not None and sealer.is_current(kept) and (upcoming is None or sealer.is_current(upcoming)):
        return
    with database.writing() as session:
        connection = driver(session)
        # Another program may have made it since.
        kept = installation.config_signing_key(connection)
        key = secrets.token_bytes(KEY_BYTES) if kept is None else _opened(sealer, kept)
        installation.keep_config_signing_key(connection, sealer.seal(SIGNING_KEY, key))
        upcoming = installation.next_config_signing_key(connection)
        if upcoming is not None:
            installation.keep_next_config_signing_key(connection, _sealed_anew(sealer, upcoming))


def _sealed_anew(sealer: Sealer, upcoming: bytes) -> bytes | None:
    try:
        return sealer.seal(NEXT_SIGNING_KEY, sealer.unseal(NEXT_SIGNING_KEY, upcoming))
    except CannotOpenError as failure:
        log.warning("next key for settings cannot be read, it is announced anew", reason=str(failure))
        return None


def _opened(sealer: Sealer, kept: bytes) -> bytes:
    try:
        return sealer.unseal(SIGNING_KEY, kept)
    except CannotOpenError as failure:
        # Settings must be signed with something; devices refuse the new key until they are enrolled again.
        log.warning("key for settings cannot be read, making a new one", reason=str(failure))
        return secrets.token_bytes(KEY_BYTES)


def _seal_anew(database: Database, sealer: Sealer) -> None:
    """Seal with the key in use what an older one sealed, so that the older one can go."""
    with database.reading() as session:
        if not queries.keys_sealed_otherwise(session, sealer.id):
            return
    with database.writing() as session:
        for row in queries.keys_sealed_otherwise(session, sealer.id):
            purpose = _purpose(queries.device(session, row.device).uid, row.key_id)
            try:
                row.sealed = sealer.seal(purpose, sealer.unseal(purpose, row.sealed))
            except CannotOpenError as failure:
                log.warning("device key cannot be read", device=row.device, reason=str(failure))
