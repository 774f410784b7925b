"""Values made once per installation: its keys, the device it runs on, whether the days are made up."""

import secrets
import sqlite3

from sqlalchemy.orm import Mapped, mapped_column

from daywright.server.foundation.database import Base

HASH_KEY = "dictionary_hash_key"
DEVICE = "device"
DEMO = "demo"
CONFIG_SIGNING_KEY = "config_signing_key"
NEXT_CONFIG_SIGNING_KEY = "next_config_signing_key"

_READ = "SELECT value FROM installation WHERE name = ?"
_KEEP = "INSERT INTO installation (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING"
_DROP = "DELETE FROM installation WHERE name = ?"
_REPLACE = "INSERT INTO installation (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"


class Installation(Base):
    """One value under one name; the first one kept stays."""

    __tablename__ = "installation"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bytes]


def hash_key(connection: sqlite3.Connection) -> bytes:
    """Return the random key of the dictionary's hash; the first call makes it. Needs a writing transaction."""
    connection.execute(_KEEP, (HASH_KEY, secrets.token_bytes(32)))
    return bytes(connection.execute(_READ, (HASH_KEY,)).fetchone()[0])


def known(connection: sqlite3.Connection) -> tuple[bytes, int] | None:
    """Return the dictionary's key and this machine's device; None before the first start has made both."""
    values = [connection.execute(_READ, (name,)).fetchone() for name in (HASH_KEY, DEVICE)]
    return (bytes(values[0][0]), int(values[1][0])) if all(values) else None


def keep_device(connection: sqlite3.Connection, device: int) -> None:
    """Note which device this machine is: its name may change. Needs a writing transaction."""
    connection.execute(_KEEP, (DEVICE, str(device).encode()))


def is_demo(connection: sqlite3.Connection) -> bool:
    """Tell whether the days in here are made up."""
    return connection.execute(_READ, (DEMO,)).fetchone() is not None


def mark_demo(connection: sqlite3.Connection) -> None:
    """Note that the days in here are made up. Needs a writing transaction."""
    connection.execute(_KEEP, (DEMO, b"1"))


def config_signing_key(connection: sqlite3.Connection) -> bytes | None:
    """Return the sealed key that signs the settings of devices; None before it was made."""
    row = connection.execute(_READ, (CONFIG_SIGNING_KEY,)).fetchone()
    return None if row is None else bytes(row[0])


def keep_config_signing_key(connection: sqlite3.Connection, sealed: bytes) -> None:
    """Keep that key in place of the one there is. Needs a writing transaction."""
    connection.execute(_REPLACE, (CONFIG_SIGNING_KEY, sealed))


def next_config_signing_key(connection: sqlite3.Connection) -> bytes | None:
    """Return the sealed key that is to sign the settings of devices once all of them know it; None for none."""
    row = connection.execute(_READ, (NEXT_CONFIG_SIGNING_KEY,)).fetchone()
    return None if row is None else bytes(row[0])


def keep_next_config_signing_key(connection: sqlite3.Connection, sealed: bytes | None) -> None:
    """Keep that key in place of the one there is, or drop it. Needs a writing transaction."""
    if sealed is None:
        connection.execute(_DROP, (NEXT_CONFIG_SIGNING_KEY,))
    else:
        connection.execute(_REPLACE, (NEXT_CONFIG_SIGNING_KEY, sealed))
