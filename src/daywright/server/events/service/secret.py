"""The key of the dictionary's hash: random, made once per installation, so that hashes tell nothing outside."""

import secrets
import sqlite3

from daywright.server.events import queries

HASH_KEY = "dictionary_hash_key"


def installation_key(connection: sqlite3.Connection) -> bytes:
    """Return the installation's key; the first call makes it. Needs a writing transaction."""
    connection.execute(queries.SET_INSTALLATION, (HASH_KEY, secrets.token_bytes(32)))
    return bytes(connection.execute(queries.INSTALLATION, (HASH_KEY,)).fetchone()[0])
