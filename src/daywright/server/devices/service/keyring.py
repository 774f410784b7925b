"""The keys that devices sign with, sealed, and the key that signs their settings."""

import secrets

import structlog
from sqlalchemy.orm import Session

from daywright.server.devices import queries
from daywright.server.devices.tables import DeviceKey
from daywright.server.foundation import installation
from daywright.server.foundation.database import Database, driver
from daywright.server.foundation.sealing import CannotOpenError, Sealer
from daywright.wire.signing import KEY_BYTES, to_text

log = structlog.get_logger()

SIGNING_KEY = "config signing key"


class Keyring:
    """Makes, seals and opens keys. Opening it the first time makes the key that signs settings."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._sealer = sealer
        self.dummy = sealer.seal(_purpose("nobody", "none"), secrets.token_bytes(KEY_BYTES))
        self._signer = Ed25519PrivateKey.from_private_bytes(_signing_key(database, sealer))
        self.public = to_text(self._signer.public_key().public_bytes_raw())
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
        return to_text(self._signer.sign(body))


def _purpose(uid: str, key_id: str) -> str:
    return f"device key/{uid}/{key_id}"


def _signing_key(database: Database, sealer: Sealer) -> bytes:
    """Return the key that signs settings, sealed with the key in use from now on; the first call makes it."""
    with database.reading() as session:
        kept = installation.config_signing_key(driver(session))
    if kept is not None and sealer.is_current(kept):
        return sealer.unseal(SIGNING_KEY, kept)
    with database.writing() as session:
        connection = driver(session)
        # Another program may have made it since.
        kept = installation.config_signing_key(connection)
        key = secrets.token_bytes(KEY_BYTES) if kept is None else _opened(sealer, kept)
        installation.keep_config_signing_key(connection, sealer.seal(SIGNING_KEY, key))
    return key


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
